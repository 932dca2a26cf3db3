/** This service's own copy of the orders: which may be paid, by whom, and how much. */
import {
  cancellationStarted,
  orderCancelled,
  orderConfirmed,
  orderFailed,
  orderPlaced,
  paymentAwaited,
} from '../../../contracts/orders.ts'
import { bigint, text } from '../../../platform/db/copy.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { select, sql } from '../../../platform/db/sql.ts'
import { upsertInto } from '../../../platform/db/upsert.ts'
import { projection } from '../../../platform/service/handlers.ts'

export interface PayableOrder {
  readonly orderId: string
  readonly memberId: string
  readonly amount: number
  readonly currency: string
  readonly status: 'placed' | 'awaiting' | 'over'
}

export async function payableOrder(read: Queryable, orderId: string): Promise<PayableOrder | null> {
  const [order = null] = await select<PayableOrder>(
    read,
    sql`select order_id as "orderId", member_id as "memberId", amount::float8 as amount, currency, status
        from payable_orders where order_id = ${orderId}`,
  )
  return order
}

/** An order that is known already stays as it is. */
const insert = upsertInto<PayableOrder>(
  'payable_orders',
  {
    order_id: text(order => order.orderId),
    member_id: text(order => order.memberId),
    amount: bigint(order => order.amount),
    currency: text(order => order.currency),
    status: text(order => order.status),
  },
  { key: 'order_id', keep: ['member_id', 'amount', 'currency', 'status'] },
)

export const payableOrders = projection({
  name: 'payable-orders',
  tables: ['payable_orders'],
  events: [orderPlaced, paymentAwaited, orderConfirmed, orderFailed, orderCancelled, cancellationStarted],
  async apply(tx, events) {
    const placed = events.filter(event => event.type === orderPlaced.type)
    const later = events.filter(event => event.type !== orderPlaced.type)
    const waiting = new Set(later.filter(({ type }) => type === paymentAwaited.type).map(({ data }) => data.orderId))
    const over = new Set(later.filter(({ type }) => type !== paymentAwaited.type).map(({ data }) => data.orderId))
    const orders = placed.map(({ data: { orderId, memberId, total: amount, currency } }): PayableOrder => {
      const status = over.has(orderId) ? 'over' : waiting.has(orderId) ? 'awaiting' : 'placed'
      return { orderId, memberId, amount, currency, status }
    })
    for (const { orderId } of orders) for (const ids of [waiting, over]) ids.delete(orderId)
    await Promise.all([
      insert(tx, orders),
      waiting.size > 0 &&
        tx.query(`update payable_orders set status = 'awaiting' where order_id = any($1) and status = 'placed'`, [
          [...waiting],
        ]),
      over.size > 0 && tx.query(`update payable_orders set status = 'over' where order_id = any($1)`, [[...over]]),
    ])
  },
})
