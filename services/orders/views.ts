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
import { type MessageOf, view } from '../../platform/service/handlers.ts'
import type { Order, OrderStatus } from './order.ts'

const EVENTS = [
  orderPlaced,
  paymentAwaited,
  orderConfirmed,
  orderFailed,
  cancellationStarted,
  orderCancelled,
  orderShipped,
  orderDelivered,
] as const

function statusAfter(event: MessageOf<(typeof EVENTS)[number]>): OrderStatus {
  switch (event.type) {
    case orderPlaced.type:
      return 'pending'
    case paymentAwaited.type:
      return 'awaiting_payment'
    case orderConfirmed.type:
      return 'confirmed'
    case orderFailed.type:
      return 'failed'
    case cancellationStarted.type:
      return 'cancelling'
    case orderCancelled.type:
      return event.data.refunded ? 'refunded' : 'cancelled'
    case orderShipped.type:
      return 'shipped'
    case orderDelivered.type:
      return 'delivered'
  }
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

export const ordersView = view({
  name: 'orders',
  tables: ['orders'],
  events: EVENTS,
  async apply(tx, events) {
    const latest = new Map<string, OrderStatus>()
    for (const event of events) latest.set(event.data.orderId, statusAfter(event))
    // Most orders are over in the commit in which they are placed: their rows are written once.
    const placed = events.flatMap((event): Placed[] => {
      if (event.type !== orderPlaced.type) return []
      return [{ order: event.data, status: latest.get(event.data.orderId) ?? 'pending', at: event.at }]
    })
    for (const { order } of placed) latest.delete(order.orderId)
    await Promise.all([
      placed.length > 0 && insertOrders(tx, placed),
      latest.size > 0 && tx.query(UPDATE, [[...latest.keys()], [...latest.values()]]),
    ])
  },
})

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
