import type { Order } from '@madang/client'
import { Button, Card, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useCursor } from '../../../../ui/cursor.ts'
import { formatInstant } from '../../../../ui/format.ts'
import { imageOf } from '../../../../ui/image.ts'
import { useLocal } from '../../../../ui/local.ts'
import { Money } from '../../../../ui/money.tsx'
import { ProductPicture } from '../../../../ui/product-picture.tsx'
import { Status } from '../../../../ui/status.tsx'
import { type OrdersSearch, productsByIds } from '../queries.ts'
import classes from './order-list.module.css'

interface OrderListProps {
  readonly orders: readonly Order[]
  readonly search: OrdersSearch
  readonly nextCursor: string | null
}

/** Orders by what was bought, newest first. */
export function OrderList({ orders, search, nextCursor }: OrderListProps) {
  const { t } = useTranslation('shop')
  const ui = useTranslation().t
  const { onNext, onPrevious } = useCursor(search, nextCursor)
  const firsts = orders.flatMap(({ items }) => items[0]?.productId ?? [])
  const { data: products } = useQuery(productsByIds(firsts))
  return (
    <>
      <Card component="ul" p={0} className={classes.list} aria-label={t('orders.list')}>
        {orders.map(order => {
          const product = products?.get(order.items[0]?.productId ?? '')
          return (
            <li key={order.id}>
              <Link to="/shop/orders/$id" params={{ id: order.id }} className={classes.order}>
                <ProductPicture image={product && imageOf(product)} category={product?.category} size="line" />
                <OrderText order={order} />
              </Link>
            </li>
          )
        })}
      </Card>
      {(onNext || onPrevious) && (
        <Group justify="center" gap="xs">
          <Button variant="default" disabled={!onPrevious} onClick={onPrevious}>
            {ui('action.previous')}
          </Button>
          <Button variant="default" disabled={!onNext} onClick={onNext}>
            {ui('action.next')}
          </Button>
        </Group>
      )}
    </>
  )
}

function OrderText({ order: { items, createdAt, number, status, total, currency } }: { readonly order: Order }) {
  const { t } = useTranslation('shop')
  const local = useLocal()
  const [first, ...others] = items
  const name = first ? local(first.name) : ''
  return (
    <span className={classes.text}>
      <span className={classes.what}>
        <Text span fw={600}>
          {others.length > 0 ? t('orders.more', { name, count: others.length }) : name}
        </Text>
        <Text span size="sm" c="dimmed" className={classes.when}>
          <span className="nowrap">{formatInstant(createdAt)}</span>
          {number && <span className="nowrap">{number}</span>}
        </Text>
      </span>
      <span className={classes.state}>
        <Money amount={total} currency={currency} fw={700} />
        <Status of="order" status={status} />
      </span>
    </span>
  )
}
