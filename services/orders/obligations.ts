/** What keeps a member from leaving: orders they bought that are still to come, and orders they sold that are still to go. */
import { obligationsOf } from '../../contracts/obligations.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { select, sql } from '../../platform/db/sql.ts'
import type { OrderStatus } from './order.ts'

const TEXTS = {
  orders_open: {
    ko: '아직 끝나지 않은 주문이 있어요. 배송이 끝날 때까지 기다리거나 주문을 취소해 주세요.',
    en: 'Orders of yours are not finished: wait until they are delivered, or cancel them.',
  },
  orders_to_deliver: {
    ko: '판매한 상품 중 배송이 끝나지 않은 주문이 있어요. 배송을 마쳐 주세요.',
    en: 'Orders with your products are not delivered yet: ship and deliver them.',
  },
} as const

/** Whether somebody still waits for goods or money. A status that is added has to say. */
const IS_OPEN: Readonly<Record<OrderStatus, boolean>> = {
  none: false,
  pending: true,
  awaiting_payment: true,
  confirmed: true,
  partially_shipped: true,
  shipped: true,
  delivered: false,
  failed: false,
  cancelling: true,
  cancelled: false,
  refunded: false,
}
const OPEN = Object.entries(IS_OPEN).flatMap(([status, isOpen]) => (isOpen ? [status] : []))

export async function orderObligations(read: Queryable, memberId: string) {
  const open = sql`o.status = any(${OPEN})`
  const delivered = JSON.stringify([{ merchantId: memberId, status: 'delivered' }])
  return obligationsOf(
    TEXTS,
    await select<{ code: keyof typeof TEXTS; count: number; reference: string | null }>(
      read,
      sql`select 'orders_open' as code, count(*)::int as count, min(o.id) as reference
          from orders o where o.member_id = ${memberId} and ${open}
          union all
          select 'orders_to_deliver', count(*)::int, min(o.id)
          from orders o join heads h on h.stream = 'order:' || o.id
          where o.merchants @> array[${memberId}::text] and ${open}
            and not coalesce((h.state -> 'shipments')::jsonb @> ${delivered}::jsonb, false)`,
    ),
  )
}
