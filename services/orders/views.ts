/** The read models of orders: their list, which one has a number, and the numbers of some. */
import { type OrderConfirmed, orderConfirmed } from '../../contracts/orders.ts'
import { copyInto, text, texts, timestamptz } from '../../platform/db/copy.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { type Sql, sql } from '../../platform/db/sql.ts'
import { view } from '../../platform/service/handlers.ts'
import { headView } from '../../platform/service/head-view.ts'
import { headsByIds } from '../../platform/service/list-heads.ts'
import { isRefunded, type Order, order } from './order.ts'
import type { ShipmentStatus } from './shipment.ts'
import { TO_SHIP } from './statuses.ts'

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

/** `open:mem_1`: what a merchant has to ship, or has shipped, by an order. Nothing of one that was taken back. */
const shipmentTag = (status: ShipmentStatus, merchantId: string): string => `${status}:${merchantId}`

const tagsOf = (state: Order): string[] =>
  TO_SHIP.includes(state.status) && !isRefunded(state)
    ? state.shipments.flatMap(({ status, merchantId }) => (merchantId === null ? [] : shipmentTag(status, merchantId)))
    : []

/** A table of its own: an index of `orders` would be in the way of each update of an order. */
export const merchantShipmentsView = headView(order, {
  table: 'merchant_shipments',
  // Databases that had orders before they had this view are filled at their next start.
  version: 2,
  columns: { shipments: texts(tagsOf) },
  when: ({ number, lines }) => number !== null && lines.some(({ merchantId }) => merchantId !== null),
})

/** Orders of which a merchant's own shipment is so, in a list of orders. */
export const hasShipment = (status: ShipmentStatus | null, merchantId: string): Sql | null =>
  status === null
    ? null
    : sql`id in (select own.id from merchant_shipments own
                 where own.shipments @> array[${shipmentTag(status, merchantId)}::text])`

/** The order with a number, in a list of orders. */
export const hasNumber = (number: string | null): Sql | null =>
  number === null
    ? null
    : sql`id = (select numbered.id from numbered_orders numbered where numbered.number = ${number})`

export async function numbersOf(read: Queryable, ids: readonly string[]): Promise<Record<string, string>> {
  const found = await headsByIds(read, order, ids)
  return Object.fromEntries(found.flatMap(({ id, state: { number } }) => (number === null ? [] : [[id, number]])))
}
