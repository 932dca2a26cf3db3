/** What a run has to begin: new settlements for what was earned up to its date, and those that have failed before. */

import type { Queryable } from '../../platform/db/database.ts'
import { endOf } from '../../platform/ports/business-date.ts'
import type { Due, SettlementTurn } from './commands.ts'
import { settlementIdOf } from './settlement.ts'

/** Settlements that one turn of a run begins. */
export const RUN_TURN_MAX = 500

/**
 * What a settlement that is under way is about to claim is not looked at again. A settlement of the same date that was
 * made before is begun again only if it had found nothing.
 */
const NEW = `
  select e.franchise_id as "franchiseId", e.merchant_id as "merchantId", e.currency, coalesce(max(d.attempts), 0) + 1 as attempt
  from earnings e
  left join settlements d
    on d.franchise_id = e.franchise_id and d.currency = e.currency and d.business_date = $1
  where e.approved_at < $2
    and (d.id is null or (d.reason = 'nothing_to_settle' and not d.under_way and d.run_id is distinct from $3))
    and not exists (select from settlements u where u.franchise_id = e.franchise_id and u.currency = e.currency
                      and u.under_way and e.approved_at < u.until)
  group by 1, 2, 3 having sum(e.gross - e.fee) > 0
  order by 1 limit $4`

/** Each at most once a run, which another failure would otherwise make endless. */
const FAILED = `
  select id as "settlementId", franchise_id as "franchiseId", merchant_id as "merchantId", currency,
         business_date::text as "businessDate", attempts + 1 as attempt
  from settlements
  where status = 'failed' and not under_way and reason <> 'nothing_to_settle' and business_date <= $1
    and run_id is distinct from $2
  order by id limit $3`

export async function planTurn(read: Queryable, businessDate: string, runId: string): Promise<SettlementTurn> {
  const [fresh, failed] = await Promise.all([
    read.query<Omit<Due, 'settlementId' | 'businessDate'>>(NEW, [
      businessDate,
      endOf(businessDate),
      runId,
      RUN_TURN_MAX + 1,
    ]),
    read.query<Due>(FAILED, [businessDate, runId, RUN_TURN_MAX + 1]),
  ])
  const started = fresh.rows.map(row => {
    const settlementId = settlementIdOf(row.franchiseId, businessDate, row.currency)
    return { ...row, settlementId, businessDate }
  })
  const due = [...failed.rows, ...started]
  return { runId, businessDate, due: due.slice(0, RUN_TURN_MAX), more: due.length > RUN_TURN_MAX }
}
