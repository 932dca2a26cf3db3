/** What keeps a member from leaving: products of theirs that anyone can still order. */
import { obligationsOf } from '../../contracts/obligations.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { select, sql } from '../../platform/db/sql.ts'

const TEXTS = {
  products_on_sale: {
    ko: '판매 중인 상품이 있어요. 먼저 상품의 판매를 중지해 주세요.',
    en: 'Products of yours are on sale: take them off sale first.',
  },
} as const

export const productObligations = async (read: Queryable, memberId: string) =>
  obligationsOf(
    TEXTS,
    await select<{ code: keyof typeof TEXTS; count: number; reference: string | null }>(
      read,
      sql`select 'products_on_sale' as code, count(*)::int as count, min(product_id) as reference
          from products where merchant_id = ${memberId} and active`,
    ),
  )
