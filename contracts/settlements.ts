/** What settlements tell. Amounts are integers in the currency's minor unit. */
import { type Static, Type } from 'typebox'
import { command, event } from '../platform/contract.ts'

const Settlement = {
  settlementId: Type.String(),
  franchiseId: Type.String(),
  merchantId: Type.String(),
  /** `2026-11-20`, Asia/Seoul. */
  businessDate: Type.String({ format: 'date' }),
  currency: Type.String(),
}
const Totals = {
  payments: Type.Integer({ minimum: 0 }),
  /** Amounts less refunds. */
  gross: Type.Integer(),
  fee: Type.Integer(),
  /** gross − fee. */
  payout: Type.Integer({ minimum: 0 }),
}

export const settlementCreated = event('settlements.settlement-created', Type.Object(Settlement))
export type SettlementCreated = Static<typeof settlementCreated.schema>
/** The payments are claimed and the bank is asked; `attempt` counts the times it was. */
export const settlementTransferring = event(
  'settlements.settlement-transferring',
  Type.Object({ ...Settlement, ...Totals, attempt: Type.Integer({ minimum: 1 }) }),
)
export const settlementPaid = event('settlements.settlement-paid', Type.Object({ ...Settlement, ...Totals }))
export const settlementFailed = event(
  'settlements.settlement-failed',
  Type.Object({ ...Settlement, ...Totals, reason: Type.String() }),
)

/** The daily timer's command to the service itself. */
export const runSettlements = command(
  'settlements',
  'settlements.run',
  Type.Object({ businessDate: Type.String({ format: 'date' }) }),
)
