import { IconArrowDownLeft, IconArrowUpRight } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from './transactions.module.css'

interface TransactionSignProps {
  readonly direction: 'in' | 'out'
  readonly small?: boolean
}

/** An arrow: whether money came in or went out. */
export function TransactionSign({ direction, small }: TransactionSignProps) {
  const { t } = useTranslation('wallet')
  const Sign = direction === 'in' ? IconArrowDownLeft : IconArrowUpRight
  return (
    <span className={classes.sign} data-direction={direction} data-small={small || undefined}>
      <Sign size={small ? 16 : 19} stroke={2} aria-hidden />
      <span className="sr-only">{t(`direction.${direction}`)}</span>
    </span>
  )
}
