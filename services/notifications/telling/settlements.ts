/** What merchants are told of their settlements. One that failed asks for an action, until it is paid. */
import { settlementFailed, settlementPaid } from '../../../contracts/settlements.ts'
import { settlementTemplates } from '../templates/feature.ts'
import { telling } from './telling.ts'

export const tellsOfSettlements = telling(
  'tells-of-settlements',
  [settlementPaid, settlementFailed],
  ({ id: sourceId, ...event }) => {
    const { merchantId: to, settlementId, franchiseId, businessDate, payout: amount, currency } = event.data
    const facts = { settlementId, franchiseId, businessDate, amount, currency }
    const collapseKey = `settlement-failed/${settlementId}`
    if (event.type === settlementFailed.type) {
      const { reason } = event.data
      return [{ to, notice: settlementTemplates.failed.notice({ ...facts, reason }, { sourceId, collapseKey }) }]
    }
    return [
      { to, notice: { ended: collapseKey } },
      { to, notice: settlementTemplates.paid.notice(facts, { sourceId }) },
    ]
  },
)
