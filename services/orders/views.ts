/** The read model of orders: their list. */
import { text, texts, timestamptz } from '../../platform/db/copy.ts'
import { headView } from '../../platform/service/head-view.ts'
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
