import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute, redirect } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { cartQuery } from '../../../api/cart.ts'
import { currentSession } from '../../../api/session.ts'
import { useUser } from '../../../api/use-session.ts'
import { Page } from '../../../ui/page.tsx'
import { CardSkeleton } from '../../../ui/states.tsx'
import { firstAddress } from '../pieces/checkout/address.ts'
import { NewOrder } from '../pieces/checkout/new-order.tsx'
import { checkoutSearch, sourceOf } from '../pieces/checkout/search.ts'
import { Settling } from '../pieces/checkout/settling.tsx'
import classes from '../pieces/columns.module.css'
import { balance, lastOrder, order, paymentsOf, product, profile } from '../pieces/queries.ts'

export const Route = createFileRoute('/shop/checkout')({
  validateSearch: checkoutSearch,
  beforeLoad: ({ location }) => {
    if (!currentSession()) throw redirect({ to: '/login', search: { next: location.href } })
  },
  loader: async ({ context: { queryClient }, location }) => {
    const { order: placed, product: productId } = checkoutSearch({ ...location.search })
    void queryClient.prefetchQuery(balance())
    if (placed) {
      void queryClient.prefetchQuery(paymentsOf(placed))
      await queryClient.ensureQueryData(order(placed))
      return
    }
    const memberId = currentSession()?.user.id ?? ''
    await Promise.all([
      productId === undefined
        ? queryClient.ensureQueryData(cartQuery())
        : queryClient.ensureQueryData(product(productId)),
      queryClient.ensureQueryData(profile()),
      queryClient.prefetchQuery(lastOrder(memberId)),
    ])
  },
  component: Checkout,
  pendingComponent: CheckoutSkeleton,
})

function Checkout() {
  const { t } = useTranslation('shop')
  const { order: placed, ...search } = Route.useSearch()
  return (
    <Page title={t('checkout.title')}>
      {placed === undefined ? <First search={search} /> : <Settling key={placed} id={placed} again={search} />}
    </Page>
  )
}

/** The form begins with where the last order went. */
function First({ search }: { readonly search: ReturnType<typeof checkoutSearch> }) {
  const user = useUser()
  const { data: known } = useSuspenseQuery(profile())
  const { data: last } = useQuery(lastOrder(user?.id ?? ''))
  return <NewOrder source={sourceOf(search)} first={firstAddress(last?.shippingAddress, known)} />
}

function CheckoutSkeleton() {
  const { t } = useTranslation('shop')
  return (
    <Page title={t('checkout.title')}>
      <div className={classes.columns}>
        <div className={classes.main}>
          <CardSkeleton rows={3} />
          <CardSkeleton rows={2} />
        </div>
        <CardSkeleton rows={3} />
      </div>
    </Page>
  )
}
