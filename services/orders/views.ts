/** The read model of orders: their list. */
import { text, texts, timestamptz } from '../../platform/db/copy.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { headView } from '../../platform/service/head-view.ts'
import { type Order, order } from './order.ts'

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
