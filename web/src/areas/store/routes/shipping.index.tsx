import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Chips } from '../../../ui/chips.tsx'
import { cursorSearch, useCursor } from '../../../ui/cursor.ts'
import { Page } from '../../../ui/page.tsx'
import { Pager } from '../../../ui/pager.tsx'
import { given, oneOf, type Search } from '../../../ui/search-params.ts'
import { Empty } from '../../../ui/states.tsx'
import { ListPending } from '../pieces/pending.tsx'
import { type ShippingSearch, shipments } from '../pieces/queries.ts'
import { ShipmentCard } from '../pieces/shipping/shipment-card.tsx'
import classes from '../pieces/shipping/shipping.module.css'

const STATUSES = ['open', 'shipped', 'delivered'] as const

export const Route = createFileRoute('/store/shipping/')({
  validateSearch: (search: Search): ShippingSearch => ({
    ...given({ shipment: oneOf(STATUSES, search.shipment) }),
    ...cursorSearch(search),
  }),
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => context.queryClient.ensureQueryData(shipments(deps)),
  component: Shipping,
  pendingComponent: () => <ListPending title="shipping" />,
})

function Shipping() {
  const { t } = useTranslation('store')
  const ui = useTranslation().t
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  const { shipment = 'open' } = search
  const { data } = useSuspenseQuery(shipments(search))
  const paging = useCursor(search, data.nextCursor)
  return (
    <Page title={t('shipping.title')} subtitle={t('shipping.subtitle')}>
      <Chips
        label={t('shipping.state')}
        value={shipment}
        options={STATUSES.map(each => [each, ui(`status.shipment.${each}`)] as const)}
        onChange={wanted => void navigate({ search: wanted === 'open' ? {} : { shipment: wanted } })}
      />
      {data.items.length === 0 && <Empty title={t(`shipping.empty.${shipment}`)}>{t('shipping.emptyText')}</Empty>}
      <ul className={classes.list} aria-label={t('shipping.list')}>
        {data.items.map(order => (
          <li key={order.id}>
            <ShipmentCard order={order} />
          </li>
        ))}
      </ul>
      <Pager {...paging} />
    </Page>
  )
}
