/** The read models of orders: their list, which one has a number, and the numbers of some. */
import { type OrderConfirmed, orderConfirmed } from '../../contracts/orders.ts'
import { copyInto, text, texts, timestamptz } from '../../platform/db/copy.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { type Sql, sql } from '../../platform/db/sql.ts'
import { view } from '../../platform/service/handlers.ts'
import { headView } from '../../platform/service/head-view.ts'
import { headsByIds } from '../../platform/service/list-heads.ts'
import { order } from './order.ts'

export const ordersView = headView(order, {
  table: 'orders',
  columns: {
    member_id: text(({ memberId }) => memberId),
    status: text(({ status }) => status),
    merchants: texts(({ lines }) => [...new Set(lines.flatMap(line => line.merchantId ?? []))]),
    placed_at: timestamptz(({ placedAt }) => placedAt),
  },
  keep: ['member_id', 'merchants', 'placed_at'],
})

const insertNumbers = copyInto<OrderConfirmed>('numbered_orders', {
  number: text(({ number }) => number),
  id: text(({ orderId }) => orderId),
})

export const numberedOrdersView = view({
  name: 'numbered-orders',
  // Databases that had orders before they had this view are filled at their next start.
  version: 2,
  tables: ['numbered_orders'],
  events: [orderConfirmed],
  apply: (tx, events) =>
    insertNumbers(
      tx,
      events.map(({ data }) => data),
    ),
})

/** The order with a number, in a list of orders. */
export const hasNumber = (number: string | null): Sql | null =>
  number === null
    ? null
    : sql`id = (select numbered.id from numbered_orders numbered where numbered.number = ${number})`

export async function numbersOf(read: Queryable, ids: readonly string[]): Promise<Record<string, string>> {
  const found = await headsByIds(read, order, ids)
  return Object.fromEntries(found.flatMap(({ id, state: { number } }) => (number === null ? [] : [[id, number]])))
}
