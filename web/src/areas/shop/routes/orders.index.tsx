import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute, redirect } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { currentSession } from '../../../api/session.ts'
import { Chips } from '../../../ui/chips.tsx'
import { cursorSearch } from '../../../ui/cursor.ts'
import { LinkButton } from '../../../ui/links.tsx'
import { Page } from '../../../ui/page.tsx'
import { CardSkeleton, Empty } from '../../../ui/states.tsx'
import { TONES } from '../../../ui/status.tsx'
import { OrderList } from '../pieces/orders/order-list.tsx'
import { type OrderStatus, type OrdersSearch, ordersOf } from '../pieces/queries.ts'

const STATES = Object.keys(TONES.order) as OrderStatus[]
const ALL = ''

function ordersSearch(search: Record<string, unknown>): OrdersSearch {
  const status = STATES.find(state => state === search.status)
  return { ...(status && { status }), ...cursorSearch(search) }
}

const memberId = (): string => currentSession()?.user.id ?? ''

export const Route = createFileRoute('/shop/orders/')({
  validateSearch: ordersSearch,
  beforeLoad: ({ location }) => {
    if (!currentSession()) throw redirect({ to: '/login', search: { next: location.href } })
  },
  loaderDeps: ({ search }) => search,
  loader: async ({ context: { queryClient }, deps }) => {
    await queryClient.ensureQueryData(ordersOf(memberId(), deps))
  },
  component: Orders,
  pendingComponent: OrdersSkeleton,
})

function Orders() {
  const { t } = useTranslation('shop')
  const ui = useTranslation().t
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  const { data } = useSuspenseQuery(ordersOf(memberId(), search))
  return (
    <Page title={t('orders.title')}>
      <Chips
        label={t('orders.states')}
        value={search.status ?? ALL}
        options={[[ALL, t('orders.all')], ...STATES.map(state => [state, ui(`status.order.${state}`)] as const)]}
        onChange={state => void navigate({ search: state === ALL ? {} : { status: state as OrderStatus } })}
      />
      {data.items.length > 0 || search.cursor ? (
        <OrderList orders={data.items} search={search} nextCursor={data.nextCursor} />
      ) : (
        <NoOrders isFiltered={search.status !== undefined} />
      )}
    </Page>
  )
}

function NoOrders({ isFiltered }: { readonly isFiltered: boolean }) {
  const { t } = useTranslation('shop')
  const ui = useTranslation().t
  if (isFiltered)
    return (
      <Empty
        title={t('orders.noneIn')}
        action={
          <LinkButton to="/shop/orders" variant="default">
            {ui('action.all')}
          </LinkButton>
        }
      />
    )
  return (
    <Empty title={t('orders.empty')} action={<LinkButton to="/shop">{t('cart.goShopping')}</LinkButton>}>
      {t('orders.emptyText')}
    </Empty>
  )
}

function OrdersSkeleton() {
  const { t } = useTranslation('shop')
  return (
    <Page title={t('orders.title')}>
      <CardSkeleton rows={5} title={false} />
    </Page>
  )
}
