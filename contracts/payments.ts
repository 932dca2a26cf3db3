/** What the payments service tells and takes. Amounts are integers in the currency's minor unit. */
import { type Static, Type } from 'typebox'
import { command, event } from '../platform/contract.ts'

export const PaymentMethod = Type.Union([Type.Literal('wallet'), Type.Literal('credit_card')])
export type PaymentMethod = Static<typeof PaymentMethod>

/** Brand and last four digits: all that is ever kept of a card. */
export const CardMask = Type.Object({ brand: Type.String(), last4: Type.String() })
export type CardMask = Static<typeof CardMask>

const Payment = {
  paymentId: Type.String(),
  orderId: Type.String(),
  memberId: Type.String(),
  amount: Type.Integer({ minimum: 1 }),
  currency: Type.String(),
  method: PaymentMethod,
  /** Who began it: the order's checkout, or the customer paying an order that waits. */
  initiator: Type.Union([Type.Literal('checkout'), Type.Literal('customer')]),
}

export const paymentRequested = event(
  'payments.payment-requested',
  Type.Object({
    ...Payment,
    card: Type.Union([CardMask, Type.Null()]),
    /** The PSP's key of a payment the customer began in its window. */
    paymentKey: Type.Union([Type.String(), Type.Null()]),
  }),
)
export type PaymentRequested = Static<typeof paymentRequested.schema>
export const paymentAuthorized = event(
  'payments.payment-authorized',
  Type.Object({ ...Payment, paymentKey: Type.Union([Type.String(), Type.Null()]) }),
)
export type PaymentAuthorized = Static<typeof paymentAuthorized.schema>
export const paymentDeclined = event('payments.payment-declined', Type.Object({ ...Payment, reason: Type.String() }))
export type PaymentDeclined = Static<typeof paymentDeclined.schema>
export const paymentApproved = event('payments.payment-approved', Type.Object(Payment))
export const paymentVoided = event('payments.payment-voided', Type.Object(Payment))
export const refundStarted = event(
  'payments.refund-started',
  Type.Object({
    ...Payment,
    refundId: Type.String(),
    refundAmount: Type.Integer({ minimum: 1 }),
    reason: Type.String(),
  }),
)
export const paymentRefunded = event(
  'payments.payment-refunded',
  Type.Object({ ...Payment, refundId: Type.String(), refundAmount: Type.Integer({ minimum: 1 }) }),
)
export const refundFailed = event(
  'payments.refund-failed',
  Type.Object({
    ...Payment,
    refundId: Type.String(),
    refundAmount: Type.Integer({ minimum: 1 }),
    reason: Type.String(),
  }),
)

const PaymentId = { paymentId: Type.String() }

/** Sets the money aside; answers when it is set aside, or refuses (`insufficient_funds`, `payment_declined`, …). */
export const authorizePayment = command(
  'payments',
  'payments.authorize',
  Type.Object({
    ...PaymentId,
    orderId: Type.String(),
    memberId: Type.String(),
    amount: Type.Integer({ minimum: 1 }),
    currency: Type.String(),
    method: Type.Literal('wallet'),
  }),
)
export const capturePayment = command('payments', 'payments.capture', Type.Object(PaymentId))
/** Lets go of an authorized payment; one that took nothing is left as it is, and the answer is still yes. */
export const voidPayment = command('payments', 'payments.void', Type.Object(PaymentId))
/** Gives back all that is left of a captured payment. */
export const refundPayment = command(
  'payments',
  'payments.refund',
  Type.Object({ ...PaymentId, reason: Type.String() }),
)

const SettlementOf = { settlementId: Type.String(), franchiseId: Type.String(), currency: Type.String() }
/**
 * Claims what a franchise's payments approved before `until` have earned and was settled by nobody yet (refunds of payments
 * settled before count against it): `approved → settling`. Asking again gives the same answer, `SettlementClaim`.
 * Refused with `nothing_to_settle` when the payout would not be more than zero; then nothing is claimed.
 */
export const claimSettlement = command(
  'payments',
  'payments.claim-settlement',
  Type.Object({ ...SettlementOf, until: Type.String({ format: 'date-time' }) }),
)
export interface SettlementClaim {
  /** How many payments it is for. */
  readonly payments: number
  /** Amounts less refunds. */
  readonly gross: number
  readonly fee: number
  /** gross − fee. */
  readonly payout: number
}
/** The claimed payments were paid out: `settling → settled`. */
export const settlePayments = command('payments', 'payments.settle', Type.Object(SettlementOf))
