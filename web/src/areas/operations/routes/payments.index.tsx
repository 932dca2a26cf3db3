import type { Payment } from '@madang/client'
import { Card, Flex, Stack, Text } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Chips } from '../../../ui/chips.tsx'
import { cursorSearch, useCursor } from '../../../ui/cursor.ts'
import { DateSpan } from '../../../ui/date-span.tsx'
import { FindField } from '../../../ui/find-field.tsx'
import { formatInstant } from '../../../ui/format.ts'
import { Money } from '../../../ui/money.tsx'
import { Page } from '../../../ui/page.tsx'
import { type Column, RecordTable } from '../../../ui/record-table.tsx'
import { dateIn, given, oneOf, type Search, textIn } from '../../../ui/search-params.ts'
import { Empty } from '../../../ui/states.tsx'
import { Status } from '../../../ui/status.tsx'
import { meaningOf } from '../pieces/meaning.ts'
import { ListPending } from '../pieces/pending.tsx'
import { PersonId } from '../pieces/person.tsx'
import { type PaymentsSearch, payments } from '../pieces/queries.ts'
import { ShortId } from '../pieces/short-id.tsx'
import { Thing } from '../pieces/thing.tsx'

const STATUSES = ['requested', 'approved', 'declined', 'voided', 'partially_refunded', 'refunded', 'settled'] as const
const ALL = ''

export const Route = createFileRoute('/operations/payments/')({
  validateSearch: (search: Search): PaymentsSearch => ({
    ...given({
      status: oneOf(STATUSES, search.status),
      orderId: textIn(search.orderId),
      franchiseId: textIn(search.franchiseId),
      userId: textIn(search.userId),
      from: dateIn(search.from),
      to: dateIn(search.to),
    }),
    ...cursorSearch(search),
  }),
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => context.queryClient.ensureQueryData(payments(deps)),
  component: Payments,
  pendingComponent: () => <ListPending title="payments" />,
})

function Payments() {
  const { t } = useTranslation('operations')
  const ui = useTranslation().t
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  const { data } = useSuspenseQuery(payments(search))
  const paging = useCursor(search, data.nextCursor)
  const isSearch = Object.keys(search).length > 0
  return (
    <Page title={t('payments.title')}>
      <Card padding={0}>
        <Filters />
        <RecordTable
          label={t('payments.list')}
          rows={data.items}
          id={({ id }) => id}
          columns={useColumns()}
          brief={payment => ({
            title: <ShortId id={payment.orderId ?? payment.franchiseId ?? payment.id} />,
            aside: <Money amount={payment.amount} currency={payment.currency} />,
            detail: formatInstant(payment.createdAt),
            badge: <Status of="payment" status={payment.status} />,
          })}
          onOpen={({ id }) => void navigate({ to: '/operations/payments/$id', params: { id } })}
          empty={isSearch && <Empty title={ui('table.noMatch')}>{ui('table.noMatchText')}</Empty>}
          {...paging}
        />
      </Card>
    </Page>
  )
}

/** What is typed, as the list's own filter. */
function filterOf(text: string): PaymentsSearch {
  const meaning = meaningOf(text)
  if (meaning === null) return {}
  switch (meaning.kind) {
    case 'franchise':
      return { franchiseId: meaning.id }
    case 'member':
      return { userId: meaning.id }
    case 'number':
      return { orderId: meaning.number }
    default:
      return { orderId: meaning.id }
  }
}

function Filters() {
  const { t } = useTranslation('operations')
  const ui = useTranslation().t
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  const find = (text: string) => {
    const meaning = meaningOf(text)
    if (meaning?.kind === 'payment') return navigate({ to: '/operations/payments/$id', params: { id: meaning.id } })
    return navigate({ search: filterOf(text) })
  }
  const change = (changed: PaymentsSearch) =>
    void navigate({ search: former => given({ ...former, cursor: undefined, ...changed }) })
  return (
    <Stack gap="sm" p="lg" pb="md">
      <Flex gap="sm" direction={{ base: 'column', md: 'row' }} justify="space-between">
        <FindField
          label={t('payments.search')}
          value={search.orderId ?? search.franchiseId ?? search.userId ?? ''}
          onFind={text => void find(text)}
        />
        <DateSpan from={search.from} to={search.to} onChange={change} />
      </Flex>
      <Chips
        label={t('payments.status')}
        value={search.status ?? ALL}
        options={[[ALL, t('common.all')], ...STATUSES.map(status => [status, ui(`status.payment.${status}`)] as const)]}
        onChange={wanted => change({ status: oneOf(STATUSES, wanted) })}
      />
    </Stack>
  )
}

function useColumns(): readonly Column<Payment>[] {
  const { t } = useTranslation('operations')
  return [
    { key: 'id', title: t('payments.id'), cell: ({ id }) => <ShortId id={id} /> },
    { key: 'status', title: t('payments.state'), cell: ({ status }) => <Status of="payment" status={status} /> },
    {
      key: 'for',
      title: t('payments.for'),
      cell: ({ orderId, franchiseId }) => <Thing id={orderId ?? franchiseId ?? ''} />,
    },
    { key: 'member', title: t('payments.member'), cell: ({ userId }) => <PersonId id={userId} /> },
    { key: 'method', title: t('payments.method'), cell: ({ paymentMethod }) => t(`method.${paymentMethod}`) },
    {
      key: 'amount',
      title: t('payments.amount'),
      numeric: true,
      cell: ({ amount, currency }) => <Money amount={amount} currency={currency} fw={600} />,
    },
    {
      key: 'at',
      title: t('payments.at'),
      cell: ({ createdAt }) => (
        <Text span inherit c="dimmed" className="nowrap">
          {formatInstant(createdAt)}
        </Text>
      ),
    },
  ]
}
