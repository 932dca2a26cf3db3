/** What a run has to begin: new settlements for what was earned up to its date, and those that have failed before. */
import { franchiseEarned } from '../../contracts/payments.ts'
import { select, sql } from '../../platform/db/sql.ts'
import { endOf } from '../../platform/ports/business-date.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import type { Due, SettlementTurn } from './commands.ts'
import { settlementIdOf } from './settlement.ts'

/** Settlements that one turn of a run begins. */
export const RUN_TURN_MAX = 500

/**
 * What a settlement that is under way is about to claim is not looked at again. A settlement of the same date that was
 * made before is begun again only if it had found nothing.
 */
const unpaid = ({ businessDate, runId }: Turn) => sql`
  select e.franchise_id as "franchiseId", e.merchant_id as "merchantId", e.currency, coalesce(max(d.attempts), 0) + 1 as attempt
  from earnings e
  left join settlements d
    on d.franchise_id = e.franchise_id and d.currency = e.currency and d.business_date = ${businessDate}
  where e.approved_at < ${endOf(businessDate)}
    and (d.id is null or (d.reason = 'nothing_to_settle' and not d.under_way and d.run_id is distinct from ${runId}))
    and not exists (select from settlements u where u.franchise_id = e.franchise_id and u.currency = e.currency
                      and u.under_way and e.approved_at < u.until)
  group by 1, 2, 3 having sum(e.gross - e.fee) > 0
  order by 1 limit ${RUN_TURN_MAX + 1}`

/** Each at most once a run, which another failure would otherwise make endless. */
const failed = ({ businessDate, runId }: Turn) => sql`
  select id as "settlementId", franchise_id as "franchiseId", merchant_id as "merchantId", currency,
         business_date::text as "businessDate", attempts + 1 as attempt
  from settlements
  where status = 'failed' and not under_way and reason <> 'nothing_to_settle' and business_date <= ${businessDate}
    and run_id is distinct from ${runId}
  order by id limit ${RUN_TURN_MAX + 1}`

type Turn = Pick<SettlementTurn, 'businessDate' | 'runId'>

export async function planTurn(
  { read, catchUp }: ServiceContext,
  businessDate: string,
  runId: string,
): Promise<SettlementTurn> {
  await catchUp.withThisProcess([franchiseEarned.service])
  const turn = { businessDate, runId }
  const [before, fresh] = await Promise.all([
    select<Due>(read, failed(turn)),
    select<Omit<Due, 'settlementId' | 'businessDate'>>(read, unpaid(turn)),
  ])
  const started = fresh.map(row => {
    const settlementId = settlementIdOf(row.franchiseId, businessDate, row.currency)
    return { ...row, settlementId, businessDate }
  })
  const due = [...before, ...started]
  return { ...turn, due: due.slice(0, RUN_TURN_MAX), more: due.length > RUN_TURN_MAX }
}
