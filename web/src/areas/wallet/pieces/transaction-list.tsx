import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { formatInstant, formatMoney } from '../../../ui/format.ts'
import { Money } from '../../../ui/money.tsx'
import { useCounterpartyName } from './counterparty-name.ts'
import type { WalletTransaction } from './queries.ts'
import { TransactionSign } from './transaction-sign.tsx'
import { signedAmount, useKindName } from './transaction-words.ts'
import classes from './transactions.module.css'

/** The newest transactions in short: whom with, when, how much, and what was left. */
export function TransactionList({ items }: { readonly items: readonly WalletTransaction[] }) {
  const { t } = useTranslation('wallet')
  const nameOf = useCounterpartyName()
  const kindName = useKindName()
  return (
    <ul className={classes.list} aria-label={t('history.title')}>
      {items.map(item => (
        <li key={item.id}>
          <Link to="/wallet/history/$id" params={{ id: item.id }} className={classes.row}>
            <TransactionSign direction={item.direction} />
            <div className={classes.what}>
              <div className={classes.name}>{nameOf(item.counterparty)}</div>
              <div className={classes.detail}>
                <span className={classes.wide}>{kindName(item.kind)} · </span>
                {formatInstant(item.createdAt)}
              </div>
            </div>
            <div className={classes.amounts}>
              <div className={classes.amount}>
                <Money amount={signedAmount(item)} currency={item.currency} signed />
              </div>
              <div className={classes.detail}>
                {t('history.left', { amount: formatMoney(item.balanceAfter, item.currency) })}
              </div>
            </div>
          </Link>
        </li>
      ))}
    </ul>
  )
}
