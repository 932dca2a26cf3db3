/** The contract of payments. Amounts are integers in the currency's minor unit. */
import { type Static, Type } from 'typebox'
import { command, defineContract, event, rpc } from '../platform/kit/contract.ts'
import { namedEnum } from '../platform/kit/named-enum.ts'
import { FeeBp } from './franchises.ts'
import { placeHold } from './money.ts'
import { mayLeave } from './obligations.ts'

const PAYMENT_METHOD = {
  wallet: { ko: '지갑', en: 'From the wallet; what it lacks is pulled from the linked bank account.' },
  credit_card: { ko: '신용카드', en: 'By card, through the card processor.' },
} as const
export const PaymentMethod = namedEnum('PaymentMethod', PAYMENT_METHOD, { description: 'How it is paid.' })
export type PaymentMethod = Static<typeof PaymentMethod>

/** Brand and last four digits: nothing else of a card is stored. */
export const CardMask = Type.Object({ brand: Type.String(), last4: Type.String() })
export type CardMask = Static<typeof CardMask>

const Common = {
  paymentId: Type.String(),
  memberId: Type.String(),
  amount: Type.Integer({ minimum: 1 }),
  currency: Type.String(),
  method: PaymentMethod,
  /** Who initiated it: the checkout of the order, or the customer. */
  initiator: Type.Union([Type.Literal('checkout'), Type.Literal('customer')]),
}
const ForOrder = { ...Common, orderId: Type.String() }
/** A payment by wallet at a franchise. The fee is that of the franchise at the time of the request. */
const AtFranchise = {
  ...Common,
  franchiseId: Type.String(),
  /** The owner of the franchise. */
  merchantId: Type.String(),
  feeBp: FeeBp,
}

/** A payment is for an order or at a franchise; the id that is present tells which. */
const ofPayment = <More extends Type.TProperties>(more: More) =>
  Type.Union([Type.Object({ ...ForOrder, ...more }), Type.Object({ ...AtFranchise, ...more })])

export const paymentRequested = event(
  'payments.payment-requested',
  ofPayment({
    card: Type.Union([CardMask, Type.Null()]),
    /** The PSP's key of a payment that the customer began in its window. */
    paymentKey: Type.Union([Type.String(), Type.Null()]),
  }),
)
export type PaymentRequested = Static<typeof paymentRequested.schema>
export const paymentAuthorized = event(
  'payments.payment-authorized',
  ofPayment({ paymentKey: Type.Union([Type.String(), Type.Null()]) }),
)
export type PaymentAuthorized = Static<typeof paymentAuthorized.schema>
export const paymentDeclined = event('payments.payment-declined', ofPayment({ reason: Type.String() }))
export type PaymentDeclined = Static<typeof paymentDeclined.schema>
export const paymentApproved = event('payments.payment-approved', ofPayment({}))
/** With `reason` where it was let go of before any money was set aside: its order may be paid again. */
export const paymentVoided = event('payments.payment-voided', ofPayment({ reason: Type.Optional(Type.String()) }))
const RefundOf = { refundId: Type.String(), refundAmount: Type.Integer({ minimum: 1 }) }
export const refundStarted = event(
  'payments.refund-started',
  ofPayment({
    ...RefundOf,
    /** A code; in old events of orders, what was said. */
    reason: Type.String(),
    /** What was said with it, encrypted under the key of the payer. */
    sealedNote: Type.Optional(Type.Union([Type.String(), Type.Null()])),
    /** Not by our call: the processor gave it back by itself, or it is paid out to the payer's wallet instead. */
    how: Type.Optional(Type.Union([Type.Literal('by_processor'), Type.Literal('to_wallet')])),
  }),
)
export const paymentRefunded = event(
  'payments.payment-refunded',
  ofPayment({
    ...RefundOf,
    /** All refunds so far, this one counted; not in events of before. */
    refunded: Type.Optional(Type.Integer({ minimum: 1 })),
  }),
)
export type PaymentRefunded = Static<typeof paymentRefunded.schema>
export const refundFailed = event('payments.refund-failed', ofPayment({ ...RefundOf, reason: Type.String() }))

/** The earnings of a franchise from a payment; negative for a refund. */
const Share = {
  /** Payments less refunds. */
  gross: Type.Integer(),
  fee: Type.Integer(),
}
export const franchiseEarned = event(
  'payments.franchise-earned',
  Type.Object({
    paymentId: Type.String(),
    franchiseId: Type.String(),
    merchantId: Type.String(),
    currency: Type.String(),
    ...Share,
    /** When the payment was approved. */
    approvedAt: Type.String({ format: 'date-time' }),
  }),
)
export type FranchiseEarned = Static<typeof franchiseEarned.schema>

/** The share of a settlement in a payment: earnings that were not settled before. */
const Settling = Type.Object({
  ...AtFranchise,
  settlementId: Type.String(),
  ...Share,
  /** The sum of all refunds so far. */
  refunded: Type.Integer({ minimum: 0 }),
  approvedAt: Type.String({ format: 'date-time' }),
})
export type PaymentSettling = Static<typeof Settling>
export const paymentSettling = event('payments.payment-settling', Settling)
export const paymentSettled = event('payments.payment-settled', Settling)

const PaymentId = { paymentId: Type.String() }
const PaymentReply = Type.Object(PaymentId)

/** Sets the money aside; answers when it is set aside, or refuses for the reason the hold was refused. */
export const authorizePayment = command(
  'payments.authorize',
  Type.Object({
    ...PaymentId,
    orderId: Type.String(),
    memberId: Type.String(),
    amount: Type.Integer({ minimum: 1 }),
    currency: Type.String(),
    method: Type.Literal('wallet'),
  }),
  { reply: PaymentReply, refusals: ['payment_in_progress', 'payment_tries_exhausted', ...placeHold.refusals] },
)
export const capturePayment = command('payments.capture', Type.Object(PaymentId), {
  reply: PaymentReply,
  refusals: ['payment_not_authorized', 'payment_busy'],
})
/** Lets go of an authorized payment; one that took nothing is left as it is, and the answer is still yes. */
export const voidPayment = command('payments.void', Type.Object(PaymentId), {
  reply: PaymentReply,
  refusals: ['payment_not_authorized', 'payment_busy'],
})
/** Gives back all that is left of a captured payment; where that was done already, the answer is still yes. */
export const refundPayment = command('payments.refund', Type.Object({ ...PaymentId, reason: Type.String() }), {
  reply: Type.Object({ refundId: Type.String() }),
  refusals: [
    ...['payment_unknown', 'payment_not_captured', 'payment_settling', 'payment_busy'],
    ...['refund_exceeds_payment', 'refund_declined', 'psp_unavailable'],
  ],
})

export const SettlementClaim = Type.Object({
  /** The number of payments in it. */
  payments: Type.Integer({ minimum: 0 }),
  /** Payments less refunds. */
  gross: Type.Integer(),
  fee: Type.Integer(),
  /** gross − fee. */
  payout: Type.Integer(),
})
export type SettlementClaim = Static<typeof SettlementClaim>

const SettlementOf = { settlementId: Type.String(), franchiseId: Type.String(), currency: Type.String() }
/**
 * Claims the unsettled earnings of a franchise from payments approved before `until`, less later refunds of settled
 * payments: `approved → settling`. A repeated request gives the same reply, `SettlementClaim`. Refused with
 * `nothing_to_settle` when the payout would not be positive; then nothing is claimed.
 */
export const claimSettlement = command(
  'payments.claim-settlement',
  Type.Object({ ...SettlementOf, until: Type.String({ format: 'date-time' }) }),
  { reply: SettlementClaim, refusals: ['nothing_to_settle'] },
)
/** The claimed payments were paid out: `settling → settled`. */
export const settlePayments = command('payments.settle', Type.Object(SettlementOf), {
  reply: SettlementClaim,
  refusals: ['settlement_unknown'],
})

/** From its own sagas: the progress of a payment's money. */
export const markPaymentAuthorized = command(
  'payments.mark-authorized',
  Type.Object({ ...PaymentId, paymentKey: Type.Union([Type.String(), Type.Null()]) }),
)
export const markPaymentDeclined = command(
  'payments.mark-declined',
  Type.Object({ ...PaymentId, reason: Type.String() }),
)
/** Of an order: it may be paid by another payment, as long as it waits for one. */
export const markOrderPaymentDeclined = command(
  'payments.mark-order-payment-declined',
  Type.Object({ ...PaymentId, orderId: Type.String(), reason: Type.String() }),
)
/** Nothing was taken, and nobody said no: the order may be paid again. */
export const markPaymentUnavailable = command(
  'payments.mark-unavailable',
  Type.Object({ ...PaymentId, orderId: Type.String(), reason: Type.String() }),
)
export const markPaymentApproved = command('payments.mark-approved', Type.Object(PaymentId))
export const markPaymentPaid = command('payments.mark-paid', Type.Object(PaymentId))
export const markPaymentVoided = command('payments.mark-voided', Type.Object(PaymentId))
const RefundId = {
  ...PaymentId,
  refundId: Type.String(),
  /** The task of an earlier refund that failed and is tried again by this one. */
  taskId: Type.Optional(Type.String()),
}
export const markPaymentRefunded = command('payments.mark-refunded', Type.Object(RefundId))
export const markPaymentRefundFailed = command(
  'payments.mark-refund-failed',
  Type.Object({ ...RefundId, reason: Type.String() }),
)

/** From a timer: asks the processor what became of a payment, and does what follows from it. */
export const lookAtProcessor = command(
  'payments.look-at-processor',
  Type.Object({ paymentKey: Type.String(), looks: Type.Integer({ minimum: 1 }) }),
)

/** From the daily timer, and for the date it is about: the processor's statement against our payments. */
export const reconciliationDue = command(
  'payments.reconciliation-due',
  Type.Object({ date: Type.String({ format: 'date' }) }),
)
export const reconcileProcessor = command(
  'payments.reconcile-processor',
  Type.Object({ date: Type.String({ format: 'date' }) }),
)

/** From the saga that settles money in suspense. */
export const markSuspenseSettled = command(
  'payments.mark-suspense-settled',
  Type.Object({ paymentKey: Type.String(), taskId: Type.String(), how: Type.String() }),
)
export const markSuspenseFailed = command(
  'payments.mark-suspense-failed',
  Type.Object({ paymentKey: Type.String(), taskId: Type.String(), reason: Type.String() }),
)

/** What was taken and given back for an order, as it is now; null where nothing was taken. Minor units. */
export const takenForOrder = rpc(
  'payments.taken-for-order',
  Type.Object({ orderId: Type.String() }),
  Type.Object({
    taken: Type.Union([
      Type.Object({ amount: Type.Integer(), refunded: Type.Integer(), refunding: Type.Integer() }),
      Type.Null(),
    ]),
  }),
)

export const paymentsContract = defineContract('payments', {
  summary: 'Payments for orders and at franchises, by wallet or by card, and their refunds.',
  events: {
    paymentRequested,
    paymentAuthorized,
    paymentDeclined,
    paymentApproved,
    paymentVoided,
    refundStarted,
    paymentRefunded,
    refundFailed,
    franchiseEarned,
    paymentSettling,
    paymentSettled,
  },
  commands: {
    authorizePayment,
    capturePayment,
    voidPayment,
    refundPayment,
    claimSettlement,
    settlePayments,
    markPaymentAuthorized,
    markPaymentDeclined,
    markOrderPaymentDeclined,
    markPaymentUnavailable,
    markPaymentApproved,
    markPaymentPaid,
    markPaymentVoided,
    markPaymentRefunded,
    markPaymentRefundFailed,
    lookAtProcessor,
    markSuspenseSettled,
    markSuspenseFailed,
    reconciliationDue,
    reconcileProcessor,
  },
  rpcs: { takenForOrder, mayLeave: mayLeave.of('payments') },
})
