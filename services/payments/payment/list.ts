/** The query behind the list of payments. */
import type { Queryable } from '../../../platform/db/database.ts'
import type { Payment } from './state.ts'

export interface PaymentsQuery {
  /** Null sees all; anybody else what they paid, and what was paid at a franchise of theirs that they ask for. */
  readonly memberId: string | null
  readonly orderId: string | null
  readonly franchiseId: string | null
  readonly status: string | null
  readonly from: string | null
  readonly to: string | null
  readonly before: string | null
  readonly limit: number
}

/** Newest first; one row more than `limit` tells that there is a next page. */
export async function listPayments(read: Queryable, asked: PaymentsQuery): Promise<{ id: string; state: Payment }[]> {
  const { rows } = await read.query<{ id: string; state: Payment }>(
    `select p.id, h.state from payments p join heads h on h.stream = 'payment:' || p.id
     where ($1::text is null or p.member_id = $1 or ($8::text is not null and p.merchant_id = $1))
       and ($2::text is null or p.order_id = $2) and ($8::text is null or p.franchise_id = $8)
       and ($3::text is null or p.status = $3) and ($4::timestamptz is null or p.created_at >= $4)
       and ($5::timestamptz is null or p.created_at < $5) and ($6::text is null or p.id < $6)
     order by p.id desc limit $7`,
    [
      ...[asked.memberId, asked.orderId, asked.status, asked.from, asked.to, asked.before, asked.limit + 1],
      asked.franchiseId,
    ],
  )
  return rows
}
