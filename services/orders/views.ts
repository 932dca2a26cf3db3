/** The read model of orders: their list, and the numbers of some. */
import { text, texts, timestamptz } from '../../platform/db/copy.ts'
import type { Queryable } from '../../platform/db/database.ts'
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

export async function numbersOf(read: Queryable, ids: readonly string[]): Promise<Record<string, string>> {
  const found = await headsByIds(read, order, ids)
  return Object.fromEntries(found.flatMap(({ id, state: { number } }) => (number === null ? [] : [[id, number]])))
}
