import type { Order } from '@madang/client'
import { Card, Group, Stack, Text } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Language } from '../../../i18n/index.ts'
import { Chips } from '../../../ui/chips.tsx'
import { cursorSearch, useCursor } from '../../../ui/cursor.ts'
import { FindField } from '../../../ui/find-field.tsx'
import { formatInstant } from '../../../ui/format.ts'
import { Money } from '../../../ui/money.tsx'
import { Page } from '../../../ui/page.tsx'
import { type Column, RecordTable } from '../../../ui/record-table.tsx'
import { given, oneOf, type Search, textIn } from '../../../ui/search-params.ts'
import { Empty } from '../../../ui/states.tsx'
import { Status } from '../../../ui/status.tsx'
import { meaningOf } from '../pieces/meaning.ts'
import { ListPending } from '../pieces/pending.tsx'
import { PersonId } from '../pieces/person.tsx'
import { type OrdersSearch, orders } from '../pieces/queries.ts'
import { ShortId, shortOf } from '../pieces/short-id.tsx'

const STATUSES = ['awaiting_payment', 'confirmed', 'shipped', 'delivered', 'cancelled', 'refunded', 'failed'] as const
const ALL = ''

export const Route = createFileRoute('/operations/orders/')({
  validateSearch: (search: Search): OrdersSearch => ({
    ...given({
      status: oneOf(STATUSES, search.status),
      number: textIn(search.number),
      userId: textIn(search.userId),
    }),
    ...cursorSearch(search),
  }),
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => context.queryClient.ensureQueryData(orders(deps)),
  component: Orders,
  pendingComponent: () => <ListPending title="orders" />,
})

function Orders() {
  const { t } = useTranslation('operations')
  const ui = useTranslation().t
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  const { data } = useSuspenseQuery(orders(search))
  const paging = useCursor(search, data.nextCursor)
  const isSearch = search.number !== undefined || search.userId !== undefined || search.status !== undefined
  return (
    <Page title={t('orders.title')} subtitle={search.userId && t('orders.ofMember', { id: shortOf(search.userId) })}>
      <Card padding={0}>
        <Filters />
        <RecordTable
          label={t('orders.list')}
          rows={data.items}
          id={({ id }) => id}
          columns={useColumns()}
          brief={order => ({
            title: order.number ?? <ShortId id={order.id} />,
            aside: <Money amount={order.total} currency={order.currency} />,
            detail: formatInstant(order.createdAt),
            badge: <Status of="order" status={order.status} />,
          })}
          onOpen={({ id }) => void navigate({ to: '/operations/orders/$id', params: { id } })}
          empty={isSearch && <Empty title={ui('table.noMatch')}>{ui('table.noMatchText')}</Empty>}
          {...paging}
        />
      </Card>
    </Page>
  )
}

function Filters() {
  const { t } = useTranslation('operations')
  const ui = useTranslation().t
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  const find = (text: string) => {
    const meaning = meaningOf(text)
    switch (meaning?.kind) {
      case 'order':
        return navigate({ to: '/operations/orders/$id', params: { id: meaning.id } })
      case 'payment':
        return navigate({ to: '/operations/payments/$id', params: { id: meaning.id } })
      case 'member':
        return navigate({ search: { userId: meaning.id } })
      default:
        return navigate({ search: text === '' ? {} : { number: text } })
    }
  }
  const chosen = ({ status, ...rest }: OrdersSearch, wanted: string): OrdersSearch => ({
    ...given({ ...rest, cursor: undefined, status: oneOf(STATUSES, wanted) }),
  })
  return (
    <Stack gap="sm" p="lg" pb="md">
      <FindField
        label={t('orders.search')}
        value={search.number ?? search.userId ?? ''}
        onFind={text => void find(text)}
      />
      <Chips
        label={t('orders.status')}
        value={search.status ?? ALL}
        options={[[ALL, t('common.all')], ...STATUSES.map(status => [status, ui(`status.order.${status}`)] as const)]}
        onChange={wanted => void navigate({ search: former => chosen(former, wanted) })}
      />
    </Stack>
  )
}

function useColumns(): readonly Column<Order>[] {
  const { t, i18n } = useTranslation('operations')
  return [
    {
      key: 'number',
      title: t('orders.number'),
      cell: ({ number, id }) => <span className="nowrap tabular">{number ?? <ShortId id={id} />}</span>,
    },
    { key: 'status', title: t('orders.state'), cell: ({ status }) => <Status of="order" status={status} /> },
    {
      key: 'items',
      title: t('orders.items'),
      cell: ({ items }) => (
        <Group gap={6} wrap="nowrap">
          <span>{items[0]?.name[i18n.language as Language]}</span>
          {items.length > 1 && (
            <Text span c="dimmed" className="nowrap">
              {t('orders.itemsMore', { count: items.length - 1 })}
            </Text>
          )}
        </Group>
      ),
    },
    { key: 'member', title: t('orders.member'), cell: ({ userId }) => <PersonId id={userId} /> },
    {
      key: 'amount',
      title: t('orders.amount'),
      numeric: true,
      cell: ({ total, currency }) => <Money amount={total} currency={currency} fw={600} />,
    },
    {
      key: 'at',
      title: t('orders.at'),
      cell: ({ createdAt }) => (
        <Text span inherit c="dimmed" className="nowrap">
          {formatInstant(createdAt)}
        </Text>
      ),
    },
  ]
}
