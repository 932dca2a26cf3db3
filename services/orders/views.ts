/** The read model of orders: their list. */
import {
  cancellationStarted,
  type OrderPlaced,
  orderCancelled,
  orderConfirmed,
  orderDelivered,
  orderFailed,
  orderPlaced,
  orderShipped,
  paymentAwaited,
} from '../../contracts/orders.ts'
import { copyInto, text, texts, timestamptz } from '../../platform/db/copy.ts'
import type { Queryable } from '../../platform/db/database.ts'
import type { Message } from '../../platform/kit/message.ts'
import type { InlineView } from '../../platform/service/service.ts'
import type { Order, OrderStatus } from './order.ts'

const STATUS_AFTER: Readonly<Record<string, (data: { refunded?: boolean }) => OrderStatus>> = {
  [paymentAwaited.type]: () => 'awaiting_payment',
  [orderConfirmed.type]: () => 'confirmed',
  [orderFailed.type]: () => 'failed',
  [cancellationStarted.type]: () => 'cancelling',
  [orderCancelled.type]: ({ refunded }) => (refunded ? 'refunded' : 'cancelled'),
  [orderShipped.type]: () => 'shipped',
  [orderDelivered.type]: () => 'delivered',
}

const merchantsOf = ({ lines }: OrderPlaced): string[] => [...new Set(lines.flatMap(line => line.merchantId ?? []))]

interface Placed {
  readonly order: OrderPlaced
  readonly status: OrderStatus
  readonly at: Date
}

const insertOrders = copyInto<Placed>('orders', {
  id: text(({ order }) => order.orderId),
  member_id: text(({ order }) => order.memberId),
  status: text(({ status }) => status),
  merchants: texts(({ order }) => merchantsOf(order)),
  placed_at: timestamptz(({ at }) => at),
})

const UPDATE = `
  update orders set status = o.status from unnest($1::text[], $2::text[]) as o(id, status) where orders.id = o.id`

export const ordersView: InlineView = {
  name: 'orders',
  tables: ['orders'],
  types: [orderPlaced.type, ...Object.keys(STATUS_AFTER)],
  async apply(tx, events) {
    const placed = events.filter((event): event is Message<OrderPlaced> => event.type === orderPlaced.type)
    const latest = new Map<string, OrderStatus>()
    for (const { type, data } of events) {
      const status = STATUS_AFTER[type]?.(data)
      if (status) latest.set(data.orderId, status)
    }
    // Most orders are over in the commit in which they are placed: their rows are written once.
    const rows = placed.map(({ data, at }) => ({
      order: data,
      status: latest.get(data.orderId) ?? ('pending' as const),
      at,
    }))
    for (const { order } of rows) latest.delete(order.orderId)
    await Promise.all([
      rows.length > 0 && insertOrders(tx, rows),
      latest.size > 0 && tx.query(UPDATE, [[...latest.keys()], [...latest.values()]]),
    ])
  },
}

export interface OrdersQuery {
  readonly memberId: string | null
  /** Orders with a line of this merchant. */
  readonly merchantId: string | null
  readonly status: string | null
  readonly before: string | null
  readonly limit: number
}

/** Newest first; one row more than `limit` tells that there is a next page. */
export async function listOrders(read: Queryable, asked: OrdersQuery): Promise<{ id: string; state: Order }[]> {
  const { rows } = await read.query<{ id: string; state: Order }>(
    `select o.id, h.state from orders o join heads h on h.stream = 'order:' || o.id
     where (($1::text is null and $2::text is null) or o.member_id = $1 or o.merchants @> array[$2::text])
       and ($3::text is null or o.status = $3) and ($4::text is null or o.id < $4)
     order by o.id desc limit $5`,
    [asked.memberId, asked.merchantId, asked.status, asked.before, asked.limit + 1],
  )
  return rows
}
