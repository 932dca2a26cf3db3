/** A payment as the API shows it. */

import { Type } from 'typebox'
import { idOf, Reason } from '../../../contracts/api-fields.ts'
import { PaymentMethod } from '../../../contracts/payments.ts'
import { type Actor, hasRole } from '../../../platform/auth/tokens.ts'
import { AmountSchema, amount, Currency, toMajor } from '../../../platform/http/routes/amount.ts'
import { Nullable, Timestamp } from '../../../platform/http/routes/schemas.ts'
import type { Vault } from '../../../platform/vault/vault.ts'
import {
  type FranchisePayment,
  isAtFranchise,
  keptFee,
  type Payment,
  type PaymentStatus,
  type RefundState,
  refundingOf,
} from './state.ts'
import { PaymentStatusSchema, RefundStatusSchema, RefundWaySchema } from './statuses.ts'

/** The integer that the original clients know a status by; the others have none. */
const STATUS_CODES: Partial<Readonly<Record<PaymentStatus, number>>> = { approved: 0, declined: 1, settled: 2 }

const Why = (description: string) => Nullable(Type.String(), { description, example: null })
const WhyCode = (description: string) => Nullable(Reason, { description, example: null })

export const RefundResponse = Type.Object(
  {
    id: idOf('refund'),
    amount: AmountSchema,
    status: RefundStatusSchema,
    reason: Type.String({
      description: 'Why it is given back: what was sent as `reason`; where nothing was, a code.',
      examples: ['메뉴가 품절됐어요'],
    }),
    reasonCode: Type.String({
      description: 'Why it is given back, always as a code; programs decide by it.',
      examples: ['refunded_by_merchant'],
    }),
    failureCode: WhyCode('Why it failed. An operator can try it again.'),
    how: RefundWaySchema,
  },
  { $id: 'Refund' },
)

const Card = Type.Object(
  { brand: Type.String({ examples: ['visa'] }), last4: Type.String({ examples: ['4242'] }) },
  { $id: 'MaskedCard', description: 'Nothing else of a card is kept.' },
)

export const PaymentResponse = Type.Object(
  {
    id: idOf('payment'),
    orderId: Nullable(idOf('order'), { description: 'Null for a payment at a franchise.' }),
    franchiseId: Nullable(idOf('franchise'), { description: 'Null for the payment of an order.', example: null }),
    userId: idOf('member', { description: 'Who pays.' }),
    amount: amount('what is paid.', 29_000),
    currency: Currency,
    paymentMethod: PaymentMethod,
    status: PaymentStatusSchema,
    code: Nullable(Type.Integer({ examples: [0] }), {
      description: 'The status as a number: 0 is approved, 1 declined, 2 settled; null is any other.',
    }),
    reason: Why(
      'Why it was declined or let go: a code. Once something was given back, the reason of the latest refund, as it was sent.',
    ),
    reasonCode: WhyCode('Why, always as a code; programs decide by it.'),
    refunded: amount('what of it was given back.', 0),
    refunding: amount('what of it is being given back.', 0),
    refunds: Type.Array(RefundResponse, { examples: [[]] }),
    fee: Nullable(AmountSchema, {
      description:
        'What the franchise pays for it, shown to its owner and to operators; null for an order, and until it is approved.',
      example: null,
    }),
    card: Nullable(Card, { description: 'Of a payment by card.', example: null }),
    createdAt: Timestamp,
  },
  { $id: 'Payment' },
)

/** The owner of the franchise it was at, or an operator: they see its fee, and may give it back. */
export const isPayee = (payment: Payment, actor: Actor): boolean =>
  hasRole(actor, 'operator') || (isAtFranchise(payment) && payment.merchantId === actor.id)

/** What was said with each refund, by its id, as far as it can be opened today. */
export type Notes = Readonly<Record<string, string>>

/** Once the payer is forgotten there are none. */
export async function openNotes(vault: Vault, { memberId, refunds }: Payment): Promise<Notes> {
  const notes: Record<string, string> = {}
  for (const [id, { sealedNote }] of Object.entries(refunds)) {
    const note = sealedNote === null ? null : await vault.open(memberId, sealedNote)
    if (note !== null) notes[id] = note
  }
  return notes
}

function presentRefund(
  id: string,
  { reason, failure, status, how, amount }: RefundState,
  currency: string,
  notes: Notes,
) {
  return {
    ...{ id, amount: toMajor(amount, currency), status },
    ...{ reason: notes[id] ?? reason, reasonCode: reason, failureCode: failure, how },
  }
}

/** A refund that failed gave nothing back. */
function reasonsOf({ reason }: Payment, refunds: readonly ReturnType<typeof presentRefund>[]) {
  const latest = refunds.findLast(({ status }) => status !== 'failed')
  return { reason: reason ?? latest?.reason ?? null, reasonCode: reason ?? latest?.reasonCode ?? null }
}

/** The fee is that on what was taken: before, and where nothing was, there is none. */
const feeShown = (payment: FranchisePayment): number | null =>
  payment.approvedAt === null ? null : toMajor(keptFee(payment), payment.currency)

export function present(payment: Payment, { withFee = false, notes = {} as Notes } = {}) {
  const { currency } = payment
  const franchise = isAtFranchise(payment) ? payment : null
  const refunds = Object.entries(payment.refunds).map(([id, refund]) => presentRefund(id, refund, currency, notes))
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
    ...reasonsOf(payment, refunds),
    refunded: toMajor(payment.refunded, currency),
    refunding: toMajor(refundingOf(payment), currency),
    refunds,
    fee: withFee && franchise ? feeShown(franchise) : null,
    card: payment.card,
    createdAt: payment.createdAt,
  }
}
