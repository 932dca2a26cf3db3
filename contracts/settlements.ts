/** The contract of settlements. Amounts are integers in the currency's minor unit. */
import { type Static, Type } from 'typebox'
import { command, defineContract, event } from '../platform/kit/contract.ts'
import { SealedAccount } from './banking.ts'
import { mayLeave } from './obligations.ts'
import { SettlementClaim } from './payments.ts'

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
  /** Payments less refunds. */
  gross: Type.Integer(),
  fee: Type.Integer(),
  /** gross − fee. */
  payout: Type.Integer({ minimum: 0 }),
}

export const settlementCreated = event('settlements.settlement-created', Type.Object(Settlement))
export type SettlementCreated = Static<typeof settlementCreated.schema>
/** The payments are claimed and the bank transfer is requested; `attempt` counts the requests. */
export const settlementTransferring = event(
  'settlements.settlement-transferring',
  Type.Object({
    ...Settlement,
    ...Totals,
    attempt: Type.Integer({ minimum: 1 }),
    /** The id at the bank, `bkt_…`. It changes only after the bank has refused the previous one. */
    transferId: Type.String(),
  }),
)
export type SettlementTransferring = Static<typeof settlementTransferring.schema>
export const settlementPaid = event(
  'settlements.settlement-paid',
  Type.Object({ ...Settlement, ...Totals, transferId: Type.String(), bankCode: Type.String(), last4: Type.String() }),
)
export type SettlementPaid = Static<typeof settlementPaid.schema>
/** The next run or an operator retries it; the claimed payments stay claimed. */
export const settlementFailed = event(
  'settlements.settlement-failed',
  Type.Object({ ...Settlement, ...Totals, reason: Type.String() }),
)
export type SettlementFailed = Static<typeof settlementFailed.schema>

/** Settles a business date, from a timer of the service itself. A run that is too large continues under its id. */
export const runSettlements = command(
  'settlements.run',
  Type.Object({ businessDate: Type.String({ format: 'date' }), runId: Type.Optional(Type.String()) }),
)

const Payout = Type.Object({
  transferId: Type.String(),
  /** The account of the franchise at this moment: it may have been corrected after a refusal. */
  account: SealedAccount,
})
export type Payout = Static<typeof Payout>

/** From its own saga: the earnings are claimed; the bank transfer is next. */
export const transferSettlement = command(
  'settlements.mark-transferring',
  Type.Object({ settlementId: Type.String(), claim: SettlementClaim }),
  { reply: Payout },
)
const OfRun = { settlementId: Type.String(), runId: Type.Union([Type.String(), Type.Null()]) }
export const completeSettlement = command(
  'settlements.mark-paid',
  Type.Object({ ...OfRun, bankCode: Type.String(), last4: Type.String() }),
)
export const failSettlement = command('settlements.mark-failed', Type.Object({ ...OfRun, reason: Type.String() }))

/** From its own timer: the run of a date is due. */
export const runDue = command('settlements.run-due', Type.Object({ date: Type.String({ format: 'date' }) }))

export const settlementsContract = defineContract('settlements', {
  summary: 'What franchises have earned, paid out day by day.',
  events: { settlementCreated, settlementTransferring, settlementPaid, settlementFailed },
  commands: { runSettlements, runDue, transferSettlement, completeSettlement, failSettlement },
  rpcs: { mayLeave: mayLeave.of('settlements') },
})
