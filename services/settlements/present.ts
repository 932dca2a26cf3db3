/** Settlements and runs as the API shows them: amounts in major units. */

import { Type } from 'typebox'
import { AmountSchema, Currency, toMajor } from '../../platform/http/routes/amount.ts'
import { Nullable, Timestamp } from '../../platform/http/routes/schemas.ts'
import type { Line } from './earnings.ts'
import { openOf, type Run } from './run.ts'
import type { Settlement } from './settlement.ts'

export const SETTLEMENT_STATUSES = ['created', 'transferring', 'paid', 'failed'] as const

export const SettlementResponse = Type.Object(
  {
    id: Type.String(),
    franchiseId: Type.String(),
    merchantId: Type.String(),
    businessDate: Type.String({ format: 'date' }),
    currency: Currency,
    status: Type.Enum(SETTLEMENT_STATUSES),
    reason: Nullable(Type.String()),
    payments: Type.Integer(),
    /** Amounts less refunds. */
    gross: AmountSchema,
    fee: AmountSchema,
    payout: AmountSchema,
    transferId: Nullable(Type.String()),
    paidTo: Nullable(Type.Object({ bankCode: Type.String(), last4: Type.String() })),
    createdAt: Timestamp,
    paidAt: Nullable(Timestamp),
  },
  { $id: 'Settlement' },
)

export function present(settlement: Settlement) {
  const { settlementId: id, franchiseId, merchantId, businessDate, currency, status, reason, payments } = settlement
  const { transferId, paidTo, createdAt, paidAt } = settlement
  return {
    ...{ id, franchiseId, merchantId, businessDate, currency, status, reason, payments },
    gross: toMajor(settlement.gross, currency),
    fee: toMajor(settlement.fee, currency),
    payout: toMajor(settlement.payout, currency),
    ...{ transferId, paidTo, createdAt, paidAt },
  }
}

export const LineResponse = Type.Object(
  {
    paymentId: Type.String(),
    approvedAt: Timestamp,
    amount: AmountSchema,
    refunded: AmountSchema,
    /** The payment's share of the settlement; below zero for what was given back after an earlier one. */
    gross: AmountSchema,
    fee: AmountSchema,
    payout: AmountSchema,
  },
  { $id: 'SettlementLine' },
)

export const presentLine =
  (currency: string) =>
  ({ paymentId, approvedAt, amount, refunded, gross, fee }: Line) => ({
    paymentId,
    approvedAt: approvedAt.toISOString(),
    amount: toMajor(amount, currency),
    refunded: toMajor(refunded, currency),
    gross: toMajor(gross, currency),
    fee: toMajor(fee, currency),
    payout: toMajor(gross - fee, currency),
  })

export const RunResponse = Type.Object(
  {
    id: Type.String(),
    businessDate: Type.String({ format: 'date' }),
    /** Settlements begun for the first time, and those that had failed before. */
    started: Type.Integer(),
    retried: Type.Integer(),
    paid: Type.Integer(),
    failed: Type.Integer(),
    open: Type.Integer(),
    /** There is more than one turn may begin; it goes on by itself. */
    more: Type.Boolean(),
  },
  { $id: 'SettlementRun' },
)

export function presentRun(run: Run) {
  const { runId: id, businessDate, started, retried, paid, failed, more } = run
  return { id, businessDate, started, retried, paid, failed, open: openOf(run), more }
}
