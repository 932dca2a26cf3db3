/** Read model of settlements: their list, and where each stands. */
import { bigint, boolean, date, integer, text, timestamptz } from '../../platform/db/copy.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { endOf } from '../../platform/ports/business-date.ts'
import { headView } from '../../platform/service/head-view.ts'
import { type Settlement, settlement } from './settlement.ts'

export const settlementsView = headView(settlement, {
  table: 'settlements',
  columns: {
    franchise_id: text(({ franchiseId }) => franchiseId),
    merchant_id: text(({ merchantId }) => merchantId),
    business_date: date(({ businessDate }) => businessDate),
    currency: text(({ currency }) => currency),
    until: timestamptz(({ businessDate }) => endOf(businessDate)),
    status: text(({ status }) => status),
    payments: integer(({ payments }) => payments),
    gross: bigint(({ gross }) => gross),
    fee: bigint(({ fee }) => fee),
    payout: bigint(({ payout }) => payout),
    attempts: integer(({ attempts }) => attempts),
    under_way: boolean(({ underWay }) => underWay),
    run_id: text(({ runId }) => runId),
    reason: text(({ reason }) => reason),
  },
  keep: ['franchise_id', 'merchant_id', 'business_date', 'currency', 'until'],
})

export interface SettlementsQuery {
  /** Null sees everybody's. */
  readonly merchantId: string | null
  readonly franchiseId: string | null
  /** Business dates, both included. */
  readonly from: string | null
  readonly to: string | null
  readonly before: string | null
  readonly limit: number
}

/** The newest date first; one row more than `limit` tells that there is a next page. */
export async function listSettlements(read: Queryable, asked: SettlementsQuery) {
  const { rows } = await read.query<{ id: string; state: Settlement }>(
    `select s.id, h.state from settlements s join heads h on h.stream = 'settlement:' || s.id
     where ($1::text is null or s.merchant_id = $1) and ($2::text is null or s.franchise_id = $2)
       and ($3::date is null or s.business_date >= $3) and ($4::date is null or s.business_date <= $4)
       and ($5::text is null or s.id < $5)
     order by s.id desc limit $6`,
    [asked.merchantId, asked.franchiseId, asked.from, asked.to, asked.before, asked.limit + 1],
  )
  return rows
}
