import type { ReactNode } from 'react'
import { MoneyInput } from '../../../ui/money-input.tsx'
import type { UsedAmount } from './use-amount.ts'

interface AmountFieldProps {
  readonly label: ReactNode
  readonly amount: UsedAmount
  readonly max?: number
  readonly maxText?: string
}

export function AmountField({ label, amount, max, maxText }: AmountFieldProps) {
  return (
    <MoneyInput
      ref={amount.ref}
      label={label}
      value={amount.text}
      onChange={amount.onChange}
      error={amount.error}
      chips
      data-autofocus
      {...(max !== undefined && { max })}
      {...(maxText !== undefined && { maxText })}
    />
  )
}
