/** Settlements and runs as the API shows them: amounts in major units. */

import { Type } from 'typebox'
import { idOf, MaskedAccount, Reason } from '../../contracts/api-fields.ts'
import { amount, Currency, toMajor } from '../../platform/http/routes/amount.ts'
import { BusinessDate, Nullable, Timestamp } from '../../platform/http/routes/schemas.ts'
import { namedEnum, type WordsOf } from '../../platform/kit/named-enum.ts'
import type { Line } from './earnings.ts'
import { openOf, type Run } from './run.ts'
import type { Settlement, SettlementStatus } from './settlement.ts'

const STATUS: WordsOf<Exclude<SettlementStatus, 'none'>> = {
  created: { ko: '정산 준비', en: 'Its payments are being gathered.' },
  transferring: { ko: '지급 중', en: 'The bank is asked to pay it out.' },
  paid: { ko: '지급 완료', en: 'It is in the franchise’s bank account.' },
  failed: { ko: '지급 실패', en: 'Nothing was paid out; `reason` says why. It is tried again.' },
}
export const SettlementStatusSchema = namedEnum('SettlementStatus', STATUS, {
  description: 'How far a settlement has come.',
  example: 'paid',
})

export const SettlementResponse = Type.Object(
  {
    id: idOf('settlement'),
    franchiseId: idOf('franchise'),
    merchantId: idOf('merchant'),
    businessDate: BusinessDate,
    currency: Currency,
    status: SettlementStatusSchema,
    reason: Nullable(Reason, { description: 'Why it failed.', example: null }),
    payments: Type.Integer({ description: 'How many it is for.', examples: [12] }),
    gross: amount('the payments less refunds.', 348_000),
    fee: amount('what the platform keeps.', 8_700),
    payout: amount('what is paid out.', 339_300),
    transferId: Nullable(idOf('bankTransfer')),
    paidTo: Nullable(MaskedAccount),
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
    paymentId: idOf('payment'),
    approvedAt: Timestamp,
    amount: amount('what was paid.', 29_000),
    refunded: amount('what of it was given back.', 0),
    gross: amount('its share of the settlement; below zero for what was given back after an earlier one.', 29_000),
    fee: amount('what the platform keeps of it.', 725),
    payout: amount('what is paid out of it.', 28_275),
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
    id: idOf('run'),
    businessDate: BusinessDate,
    started: Type.Integer({ description: 'Settlements begun for the first time.', examples: [3] }),
    retried: Type.Integer({ description: 'Those that had failed before.', examples: [0] }),
    paid: Type.Integer({ examples: [3] }),
    failed: Type.Integer({ examples: [0] }),
    open: Type.Integer({ description: 'Those that have not ended yet.', examples: [0] }),
    more: Type.Boolean({ description: 'There are more than one turn may begin; it goes on by itself.' }),
  },
  { $id: 'SettlementRun' },
)

export function presentRun(run: Run) {
  const { runId: id, businessDate, started, retried, paid, failed, more } = run
  return { id, businessDate, started, retried, paid, failed, open: openOf(run), more }
}
