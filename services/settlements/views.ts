/** Read model of settlements: their list, and where each stands. */
import { bigint, boolean, date, integer, text, timestamptz } from '../../platform/db/copy.ts'
import { endOf } from '../../platform/ports/business-date.ts'
import { headView } from '../../platform/service/head-view.ts'
import { settlement } from './settlement.ts'

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
