/** What keeps a member from leaving: orders they bought that are still to come, and orders they sold that are still to go. */
import { obligationsOf } from '../../contracts/obligations.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { select, sql } from '../../platform/db/sql.ts'
import type { OrderStatus } from './order.ts'

const TEXTS = {
  orders_open: {
    ko: '아직 끝나지 않은 주문이 있습니다. 배송이 끝날 때까지 기다리거나 주문을 취소해 주세요.',
    en: 'Orders of yours are not finished: wait until they are delivered, or cancel them.',
  },
  orders_to_deliver: {
    ko: '판매한 상품 중 배송이 끝나지 않은 주문이 있습니다. 배송을 마쳐 주세요.',
    en: 'Orders with your products are not delivered yet: ship and deliver them.',
  },
} as const

/** Somebody still waits for goods or money. */
const OPEN: readonly OrderStatus[] = ['pending', 'awaiting_payment', 'confirmed', 'shipped', 'cancelling']

export async function orderObligations(read: Queryable, memberId: string) {
  const open = sql`status = any(${OPEN})`
  return obligationsOf(
    TEXTS,
    await select<{ code: keyof typeof TEXTS; count: number; reference: string | null }>(
      read,
      sql`select 'orders_open' as code, count(*)::int as count, min(id) as reference
          from orders where member_id = ${memberId} and ${open}
          union all
          select 'orders_to_deliver', count(*)::int, min(id)
          from orders where merchants @> array[${memberId}::text] and ${open}`,
    ),
  )
}
