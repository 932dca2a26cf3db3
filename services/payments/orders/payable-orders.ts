/** This service's own copy of the orders: which may be paid, by whom, and how much. */
import {
  cancellationStarted,
  orderCancelled,
  orderConfirmed,
  orderFailed,
  orderPlaced,
  paymentAwaited,
} from '../../../contracts/orders.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { DEFAULT_CURRENCY } from '../../../platform/http/routes/amount.ts'
import { projection } from '../../../platform/service/handlers.ts'

export interface PayableOrder {
  readonly orderId: string
  readonly memberId: string
  readonly amount: number
  readonly currency: string
  readonly status: 'placed' | 'awaiting' | 'over'
}

export async function payableOrder(read: Queryable, orderId: string): Promise<PayableOrder | null> {
  const { rows } = await read.query<PayableOrder>(
    `select order_id as "orderId", member_id as "memberId", amount::float8 as amount, currency, status
     from payable_orders where order_id = $1`,
    [orderId],
  )
  return rows[0] ?? null
}

/** An order has one currency; who does not name it means that one. */
export async function currencyOf(read: Queryable, orderId: string): Promise<string> {
  return (await payableOrder(read, orderId))?.currency ?? DEFAULT_CURRENCY
}

export const payableOrders = projection({
  name: 'payable-orders',
  tables: ['payable_orders'],
  events: [orderPlaced, paymentAwaited, orderConfirmed, orderFailed, orderCancelled, cancellationStarted],
  async apply(tx, events) {
    const placed = events.flatMap(event => (event.type === orderPlaced.type ? [event.data] : []))
    const waiting = new Set(events.flatMap(({ type, data }) => (type === paymentAwaited.type ? [data.orderId] : [])))
    const over = new Set(
      events.flatMap(({ type, data }) =>
        type === orderPlaced.type || type === paymentAwaited.type ? [] : [data.orderId],
      ),
    )
    const statuses = placed.map(({ orderId }) =>
      over.has(orderId) ? 'over' : waiting.has(orderId) ? 'awaiting' : 'placed',
    )
    for (const { orderId } of placed) for (const later of [waiting, over]) later.delete(orderId)
    await Promise.all([
      placed.length > 0 &&
        tx.query(
          `insert into payable_orders (order_id, member_id, amount, currency, status)
           select * from unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[])
           on conflict do nothing`,
          [
            placed.map(order => order.orderId),
            placed.map(order => order.memberId),
            placed.map(order => order.total),
            placed.map(order => order.currency),
            statuses,
          ],
        ),
      waiting.size > 0 &&
        tx.query(`update payable_orders set status = 'awaiting' where order_id = any($1) and status = 'placed'`, [
          [...waiting],
        ]),
      over.size > 0 && tx.query(`update payable_orders set status = 'over' where order_id = any($1)`, [[...over]]),
    ])
  },
})
