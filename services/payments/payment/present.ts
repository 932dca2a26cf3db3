/** A payment as the API shows it. */

import { Type } from 'typebox'
import { PaymentMethod } from '../../../contracts/payments.ts'
import { type Actor, hasRole } from '../../../platform/auth/tokens.ts'
import { AmountSchema, Currency, toMajor } from '../../../platform/http/routes/amount.ts'
import { Nullable, Timestamp } from '../../../platform/http/routes/schemas.ts'
import { isAtFranchise, keptFee, PAYMENT_STATUSES, type Payment, type PaymentStatus, refundingOf } from './state.ts'

/** The integer the "pay" clients know a status by; the others have none. */
const STATUS_CODES: Partial<Readonly<Record<PaymentStatus, number>>> = { approved: 0, declined: 1, settled: 2 }

export const RefundResponse = Type.Object(
  {
    id: Type.String(),
    amount: AmountSchema,
    status: Type.Enum(['requested', 'done', 'failed']),
    reason: Type.Union([Type.String(), Type.Null()], { description: 'Why it failed; an operator can try it again.' }),
    how: Type.Enum(['asked', 'by_processor', 'to_wallet'], {
      description: 'By the processor itself, or to the wallet where the processor would not.',
    }),
  },
  { $id: 'Refund' },
)

export const PaymentResponse = Type.Object(
  {
    id: Type.String(),
    /** A payment is for an order or at a franchise. */
    orderId: Nullable(Type.String()),
    franchiseId: Nullable(Type.String()),
    userId: Type.String(),
    amount: AmountSchema,
    currency: Currency,
    paymentMethod: PaymentMethod,
    status: Type.Enum(PAYMENT_STATUSES),
    /** Status as an integer, for clients that know it so: 0 approved, 1 declined, 2 settled. */
    code: Nullable(Type.Integer()),
    reason: Nullable(Type.String()),
    refunded: AmountSchema,
    refunding: AmountSchema,
    refunds: Type.Array(RefundResponse),
    /** What the franchise pays for it; shown to its owner and to operators. */
    fee: Nullable(AmountSchema),
    card: Nullable(Type.Object({ brand: Type.String(), last4: Type.String() })),
    createdAt: Timestamp,
  },
  { $id: 'Payment' },
)

/** The owner of the franchise it was at, or an operator: they see its fee, and may give it back. */
export const isPayee = (payment: Payment, actor: Actor): boolean =>
  hasRole(actor, 'operator') || (isAtFranchise(payment) && payment.merchantId === actor.id)

export function present(payment: Payment, { withFee = false } = {}) {
  const { currency } = payment
  const franchise = isAtFranchise(payment) ? payment : null
  return {
    id: payment.paymentId,
    orderId: isAtFranchise(payment) ? null : payment.orderId,
    franchiseId: franchise?.franchiseId ?? null,
    userId: payment.memberId,
    amount: toMajor(payment.amount, currency),
    currency,
    paymentMethod: payment.method,
    status: payment.status,
    code: STATUS_CODES[payment.status] ?? null,
    reason: payment.reason,
    refunded: toMajor(payment.refunded, currency),
    refunding: toMajor(refundingOf(payment), currency),
    refunds: Object.entries(payment.refunds).map(([id, refund]) => ({
      ...refund,
      id,
      amount: toMajor(refund.amount, currency),
    })),
    fee: withFee && franchise ? toMajor(keptFee(franchise), currency) : null,
    card: payment.card,
    createdAt: payment.createdAt,
  }
}
