import { Skeleton, Stack } from '@mantine/core'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute, redirect } from '@tanstack/react-router'
import { currentSession } from '../../../api/session.ts'
import { CardSkeleton } from '../../../ui/states.tsx'
import classes from '../pieces/columns.module.css'
import { OrderAside } from '../pieces/orders/order-aside.tsx'
import { OrderHead } from '../pieces/orders/order-head.tsx'
import { OrderItems } from '../pieces/orders/order-items.tsx'
import { OrderProgress } from '../pieces/orders/order-progress.tsx'
import { Shipments } from '../pieces/orders/shipments.tsx'
import { order, orderHistory, paymentsOf } from '../pieces/queries.ts'

export const Route = createFileRoute('/shop/orders/$id')({
  beforeLoad: ({ location }) => {
    if (!currentSession()) throw redirect({ to: '/login', search: { next: location.href } })
  },
  loader: async ({ context: { queryClient }, params: { id } }) => {
    void queryClient.prefetchQuery(paymentsOf(id))
    await queryClient.prefetchQuery(orderHistory(await queryClient.ensureQueryData(order(id))))
  },
  component: OrderPage,
  pendingComponent: OrderSkeleton,
})

function OrderPage() {
  const { id } = Route.useParams()
  const { data } = useSuspenseQuery(order(id))
  const { data: payments = [] } = useQuery(paymentsOf(id))
  return (
    <Stack gap="lg">
      <OrderHead order={data} />
      <div className={classes.columns}>
        <div className={classes.main}>
          <OrderProgress order={data} payments={payments} />
          <OrderItems order={data} />
          <Shipments order={data} />
        </div>
        <OrderAside order={data} payments={payments} />
      </div>
    </Stack>
  )
}

function OrderSkeleton() {
  return (
    <Stack gap="lg">
      <Skeleton height={60} width={320} />
      <div className={classes.columns}>
        <div className={classes.main}>
          <CardSkeleton rows={5} />
          <CardSkeleton rows={2} />
        </div>
        <CardSkeleton rows={4} title={false} />
      </div>
    </Stack>
  )
}
