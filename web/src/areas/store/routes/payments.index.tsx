import { Card, Group, Stack, Text } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Chips } from '../../../ui/chips.tsx'
import { cursorSearch, useCursor } from '../../../ui/cursor.ts'
import { DateSpan } from '../../../ui/date-span.tsx'
import { formatInstant } from '../../../ui/format.ts'
import { Money } from '../../../ui/money.tsx'
import { Page } from '../../../ui/page.tsx'
import { type Column, RecordTable } from '../../../ui/record-table.tsx'
import { dateIn, given, oneOf, type Search, textIn } from '../../../ui/search-params.ts'
import { Empty } from '../../../ui/states.tsx'
import { Status } from '../../../ui/status.tsx'
import { useFranchiseName } from '../pieces/franchise-name.ts'
import { FranchiseSelect } from '../pieces/franchise-select.tsx'
import { netOf } from '../pieces/payments/net.ts'
import { ListPending } from '../pieces/pending.tsx'
import { franchises, type Payment, type PaymentsSearch, payments } from '../pieces/queries.ts'

const STATUSES = ['approved', 'partially_refunded', 'refunded', 'settling', 'settled', 'declined'] as const
const ALL = ''

export const Route = createFileRoute('/store/payments/')({
  validateSearch: (search: Search): PaymentsSearch => ({
    ...given({
      status: oneOf(STATUSES, search.status),
      franchiseId: textIn(search.franchiseId),
      from: dateIn(search.from),
      to: dateIn(search.to),
    }),
    ...cursorSearch(search),
  }),
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, deps }) =>
    Promise.all([queryClient.ensureQueryData(payments(deps)), queryClient.ensureQueryData(franchises())]),
  component: Payments,
  pendingComponent: () => <ListPending title="payments" />,
})

function Payments() {
  const { t } = useTranslation('store')
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  const nameOf = useFranchiseName()
  const { data } = useSuspenseQuery(payments(search))
  const paging = useCursor(search, data.nextCursor)
  return (
    <Page title={t('payments.title')} subtitle={t('payments.subtitle')}>
      <Card padding={0}>
        <Filters />
        <RecordTable
          label={t('payments.list')}
          rows={data.items}
          id={({ id }) => id}
          columns={useColumns()}
          brief={payment => ({
            title: nameOf(payment.franchiseId),
            aside: <Money amount={payment.amount} currency={payment.currency} />,
            detail: formatInstant(payment.createdAt),
            badge: <Status of="payment" status={payment.status} />,
          })}
          onOpen={({ id }) => void navigate({ to: '/store/payments/$id', params: { id } })}
          empty={<NoPayments isSearch={Object.keys(search).length > 0} />}
          {...paging}
        />
      </Card>
    </Page>
  )
}

function NoPayments({ isSearch }: { readonly isSearch: boolean }) {
  const { t } = useTranslation('store')
  const ui = useTranslation().t
  if (isSearch) return <Empty title={ui('table.noMatch')}>{ui('table.noMatchText')}</Empty>
  return <Empty title={t('payments.none')}>{t('payments.noneText')}</Empty>
}

function Filters() {
  const { t } = useTranslation('store')
  const ui = useTranslation().t
  const { status, franchiseId, from, to } = Route.useSearch()
  const navigate = Route.useNavigate()
  const change = (changed: PaymentsSearch) =>
    void navigate({ search: former => given({ ...former, cursor: undefined, ...changed }) })
  return (
    <Stack gap="sm" p="lg" pb="md">
      <Group gap="sm" align="flex-end">
        <FranchiseSelect value={franchiseId} onChange={id => change({ franchiseId: id })} />
        <DateSpan from={from} to={to} onChange={change} />
      </Group>
      <Chips
        label={t('payments.state')}
        value={status ?? ALL}
        options={[[ALL, t('common.all')], ...STATUSES.map(each => [each, ui(`status.payment.${each}`)] as const)]}
        onChange={wanted => change({ status: oneOf(STATUSES, wanted) })}
      />
    </Stack>
  )
}

function useColumns(): readonly Column<Payment>[] {
  const { t } = useTranslation('store')
  const nameOf = useFranchiseName()
  const amount = (
    title: string,
    key: string,
    of: (payment: Payment) => number | null,
    fw?: number,
  ): Column<Payment> => ({
    ...{ key, title, numeric: true },
    cell(payment) {
      const value = of(payment)
      return value === null ? (
        <Text span inherit c="dimmed">
          –
        </Text>
      ) : (
        <Money amount={value} currency={payment.currency} fw={fw} c={value === 0 ? 'dimmed' : undefined} />
      )
    },
  })
  return [
    {
      key: 'at',
      title: t('payments.at'),
      cell: ({ createdAt }) => <span className="nowrap">{formatInstant(createdAt)}</span>,
    },
    { key: 'franchise', title: t('common.franchise'), cell: ({ franchiseId }) => nameOf(franchiseId) },
    { key: 'status', title: t('payments.state'), cell: ({ status }) => <Status of="payment" status={status} /> },
    amount(t('payments.amount'), 'amount', payment => payment.amount),
    amount(t('payments.refunded'), 'refunded', payment => payment.refunded),
    amount(t('payments.fee'), 'fee', payment => payment.fee),
    amount(t('payments.net'), 'net', netOf, 600),
  ]
}
