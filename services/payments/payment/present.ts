/** A payment as the API shows it. */

import { Type } from 'typebox'
import { PaymentMethod } from '../../../contracts/payments.ts'
import { type Actor, hasRole } from '../../../platform/auth/tokens.ts'
import { AmountSchema, Currency, toMajor } from '../../../platform/http/routes/amount.ts'
import { Nullable, Timestamp } from '../../../platform/http/routes/schemas.ts'
import type { Vault } from '../../../platform/vault/vault.ts'
import {
  type FranchisePayment,
  isAtFranchise,
  keptFee,
  PAYMENT_STATUSES,
  type Payment,
  type PaymentStatus,
  type RefundState,
  refundingOf,
} from './state.ts'

/** The integer that the original clients know a status by; the others have none. */
const STATUS_CODES: Partial<Readonly<Record<PaymentStatus, number>>> = { approved: 0, declined: 1, settled: 2 }

const Why = (description: string) => Type.Union([Type.String(), Type.Null()], { description })

export const RefundResponse = Type.Object(
  {
    id: Type.String(),
    amount: AmountSchema,
    status: Type.Enum(['requested', 'done', 'failed']),
    reason: Type.String({ description: 'Why it is given back: what was sent as `reason`; where nothing was, a code.' }),
    reasonCode: Type.String({ description: 'Why it is given back, always as a code; programs decide by it.' }),
    failureCode: Why('Why it failed: a code. An operator can try it again.'),
    how: Type.Enum(['asked', 'by_processor', 'to_wallet'], {
      description: 'By the processor itself, or to the wallet where the processor would not.',
    }),
  },
  { $id: 'Refund' },
)

export const PaymentResponse = Type.Object(
  {
    id: Type.String(),
    orderId: Type.Union([Type.String(), Type.Null()], { description: 'Null for a payment at a franchise.' }),
    franchiseId: Nullable(Type.String()),
    userId: Type.String(),
    amount: AmountSchema,
    currency: Currency,
    paymentMethod: PaymentMethod,
    status: Type.Enum(PAYMENT_STATUSES),
    code: Type.Union([Type.Integer(), Type.Null()], {
      description: 'The status as a number: 0 is approved, 1 declined, 2 settled; null is any other.',
    }),
    reason: Why(
      'Why it was declined or let go: a code. Once something was given back, the reason of the latest refund, as it was sent.',
    ),
    reasonCode: Why('Why, always as a code; programs decide by it.'),
    refunded: AmountSchema,
    refunding: AmountSchema,
    refunds: Type.Array(RefundResponse),
    fee: Type.Union([AmountSchema, Type.Null()], {
      description:
        'What the franchise pays for it, shown to its owner and to operators; null for an order, and until it is approved.',
    }),
    card: Nullable(Type.Object({ brand: Type.String(), last4: Type.String() })),
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
