import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useCursor } from '../../../../ui/cursor.ts'
import { formatInstant, formatMoney } from '../../../../ui/format.ts'
import { LinkButton } from '../../../../ui/links.tsx'
import { Money } from '../../../../ui/money.tsx'
import { type Column, RecordTable } from '../../../../ui/record-table.tsx'
import { Empty } from '../../../../ui/states.tsx'
import { useCounterpartyName } from '../counterparty-name.ts'
import type { HistorySearch } from '../history-search.ts'
import type { WalletTransaction } from '../queries.ts'
import { TransactionSign } from '../transaction-sign.tsx'
import { signedAmount, useKindName } from '../transaction-words.ts'
import classes from '../transactions.module.css'

interface HistoryTableProps {
  readonly search: HistorySearch
  readonly items: readonly WalletTransaction[]
  readonly nextCursor: string | null
}

/** What went in and out, newest first; each line opens its receipt. */
export function HistoryTable({ search, items, nextCursor }: HistoryTableProps) {
  const { t } = useTranslation('wallet')
  const navigate = useNavigate()
  const columns = useColumns()
  const nameOf = useCounterpartyName()
  const paging = useCursor(search, nextCursor)
  return (
    <RecordTable
      label={t('history.title')}
      rows={items}
      id={({ id }) => id}
      columns={columns}
      brief={row => ({
        title: (
          <span className={classes.cell}>
            <TransactionSign direction={row.direction} small />
            {nameOf(row.counterparty)}
          </span>
        ),
        aside: <Money amount={signedAmount(row)} currency={row.currency} signed />,
        detail: formatInstant(row.createdAt),
        badge: (
          <span className={classes.detail}>
            {t('history.left', { amount: formatMoney(row.balanceAfter, row.currency) })}
          </span>
        ),
      })}
      onOpen={({ id }) => void navigate({ to: '/wallet/history/$id', params: { id } })}
      empty={<NoTransactions filtered={Object.keys(search).length > 0} />}
      {...paging}
    />
  )
}

function NoTransactions({ filtered }: { readonly filtered: boolean }) {
  const { t } = useTranslation('wallet')
  const ui = useTranslation().t
  if (!filtered)
    return (
      <Empty title={t('history.empty')} action={<LinkButton to="/wallet/top-up">{t('topUp.actionBare')}</LinkButton>}>
        {t('history.emptyText')}
      </Empty>
    )
  return (
    <Empty
      title={ui('table.noMatch')}
      action={
        <LinkButton to="/wallet/history" search={{}} variant="default">
          {ui('table.clear')}
        </LinkButton>
      }
    >
      {ui('table.noMatchText')}
    </Empty>
  )
}

function useColumns(): Column<WalletTransaction>[] {
  const { t } = useTranslation('wallet')
  const nameOf = useCounterpartyName()
  const kindName = useKindName()
  return [
    {
      key: 'name',
      title: t('history.who'),
      cell: row => (
        <span className={classes.cell}>
          <TransactionSign direction={row.direction} small />
          {nameOf(row.counterparty)}
        </span>
      ),
    },
    { key: 'kind', title: t('history.kind'), cell: ({ kind }) => kindName(kind) },
    { key: 'memo', title: t('send.memo'), cell: ({ memo }) => memo },
    { key: 'at', title: t('receipt.at'), cell: ({ createdAt }) => formatInstant(createdAt) },
    {
      key: 'amount',
      title: t('history.amount'),
      cell: row => <Money amount={signedAmount(row)} currency={row.currency} signed fw={700} />,
      numeric: true,
    },
    {
      key: 'balance',
      title: t('history.balance'),
      cell: ({ balanceAfter, currency }) => <Money amount={balanceAfter} currency={currency} />,
      numeric: true,
    },
  ]
}
