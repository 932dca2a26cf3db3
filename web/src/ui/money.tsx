import { Text, type TextProps } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { formatMoney, formatSigned } from './format.ts'

interface MoneyProps extends TextProps {
  readonly amount: number
  readonly currency?: string
  /** With + or −, coloured where money came in. */
  readonly signed?: boolean
  readonly className?: string
}

/** An amount, never broken over lines. */
export function Money({ amount, currency = 'KRW', signed = false, className = '', ...text }: MoneyProps) {
  useTranslation() // drawn anew when the language changes
  const shown = signed ? formatSigned(amount, currency) : formatMoney(amount, currency)
  const color = signed && amount > 0 ? 'var(--m-good)' : undefined
  return (
    <Text span inherit c={color} className={`nowrap ${className}`} {...text}>
      {shown}
    </Text>
  )
}
