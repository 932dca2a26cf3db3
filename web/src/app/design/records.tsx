import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatInstant } from '../../ui/format.ts'
import { Money } from '../../ui/money.tsx'
import { RecordTable, type Sorting } from '../../ui/record-table.tsx'
import { Status } from '../../ui/status.tsx'

const ROWS = [
  {
    number: '2026-11-0000065',
    status: 'confirmed',
    name: '구수한 보리차 30티백',
    amount: 4_500,
    at: '2026-11-28T23:42:00Z',
  },
  { number: '2026-11-0000063', status: 'shipped', name: '고흥 유자차 1kg', amount: 25_900, at: '2026-11-28T00:01:00Z' },
  {
    number: '2026-11-0000062',
    status: 'cancelled',
    name: '수제 약과 12개입',
    amount: 50_000,
    at: '2025-12-31T14:59:00Z',
  },
] as const

/** A list as a table, and as records on a phone. */
export function Records() {
  const { t } = useTranslation('design')
  const [sorting, setSorting] = useState<Sorting>({ by: 'at', descending: true })
  const rows = ROWS.toSorted(
    (a, b) => (a[sorting.by as 'at'] < b[sorting.by as 'at'] ? -1 : 1) * (sorting.descending ? -1 : 1),
  )
  return (
    <RecordTable
      label={t('records')}
      rows={rows}
      id={({ number }) => number}
      sorting={sorting}
      onSort={setSorting}
      total={ROWS.length}
      columns={[
        { key: 'number', title: t('sample.number'), cell: ({ number }) => number, sortable: true },
        { key: 'status', title: t('sample.state'), cell: ({ status }) => <Status of="order" status={status} /> },
        { key: 'name', title: t('sample.product'), cell: ({ name }) => name },
        { key: 'amount', title: t('sample.amount'), cell: ({ amount }) => <Money amount={amount} />, numeric: true },
        { key: 'at', title: t('sample.when'), cell: ({ at }) => formatInstant(at), sortable: true },
      ]}
      brief={({ name, amount, at, status }) => ({
        title: name,
        aside: <Money amount={amount} />,
        detail: formatInstant(at),
        badge: <Status of="order" status={status} />,
      })}
    />
  )
}
