/** The aggregate of payments: how its events change what a payment is, for an order or at a franchise. */
import { Type } from 'typebox'
import {
  type PaymentRequested,
  type PaymentSettling,
  paymentApproved,
  paymentAuthorized,
  paymentDeclined,
  paymentRefunded,
  paymentRequested,
  paymentSettled,
  paymentSettling,
  paymentVoided,
  refundFailed,
  refundStarted,
} from '../../../contracts/payments.ts'
import { defineAggregate } from '../../../platform/kit/aggregate.ts'
import { ReplyToSchema } from '../../../platform/kit/command.ts'
import { type DataOf, event } from '../../../platform/kit/contract.ts'
import { blank, isAtFranchise, none, type Payment, type PaymentStatus, type RefundState } from './state.ts'

type RefundStarted = DataOf<typeof refundStarted>

/** Private: where the payment's next answer belongs. */
export const replyAwaited = event(
  'payments.reply-awaited',
  Type.Object({ task: Type.String(), replyTo: ReplyToSchema }),
)

function without<V>(record: Readonly<Record<string, V>>, id: string): Record<string, V> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== id))
}

/** What was awaited under this name was answered. */
const answered = <P extends Payment>(payment: P, task: string): P => ({
  ...payment,
  replies: without(payment.replies, task),
})

const afterRefund = (payment: Payment, refundId: string, how: Pick<RefundState, 'status' | 'failure'>): Payment => {
  const before = payment.refunds[refundId]
  return {
    ...answered(payment, refundId),
    refunding: without(payment.refunding, refundId),
    refunds: before ? { ...payment.refunds, [refundId]: { ...before, ...how } } : payment.refunds,
  }
}

function refundBegun(
  payment: Payment,
  { refundId, refundAmount: amount, reason, sealedNote = null, how }: RefundStarted,
): Payment {
  const begun: RefundState = { amount, status: 'requested', reason, sealedNote, failure: null, how: how ?? 'asked' }
  return {
    ...payment,
    refunding: { ...payment.refunding, [refundId]: amount },
    refunds: { ...payment.refunds, [refundId]: begun },
  }
}

function requested(facts: PaymentRequested, createdAt: string): Payment {
  const begun = { status: 'requested', createdAt } as const
  if ('orderId' in facts) return { ...blank, ...facts, ...begun }
  return { ...blank, ...facts, ...begun, approvedAt: null, settled: { gross: 0, fee: 0 }, claimed: null }
}

/** What was given back whole stays `refunded`, also while a settlement takes the loss into account. */
export const statusSettled = (status: 'settling' | 'settled', left: number): PaymentStatus =>
  left === 0 ? 'refunded' : status

function settling(payment: Payment, status: 'settling' | 'settled', share: PaymentSettling): Payment {
  if (!isAtFranchise(payment)) return payment
  const { settlementId, gross, fee } = share
  const moved = { ...payment, status: statusSettled(status, payment.amount - payment.refunded) }
  if (status === 'settling') return { ...moved, claimed: { settlementId, gross, fee } }
  const { settled } = payment
  return { ...moved, settled: { gross: settled.gross + gross, fee: settled.fee + fee }, claimed: null }
}

function approved(payment: Payment, approvedAt: string): Payment {
  const state = { ...answered(payment, 'capture'), status: 'approved' } as const
  return isAtFranchise(state) ? { ...state, approvedAt } : state
}

function refunded(payment: Payment, { refundId, refundAmount }: DataOf<typeof paymentRefunded>): Payment {
  const total = payment.refunded + refundAmount
  const status = total === payment.amount ? 'refunded' : 'partially_refunded'
  return { ...afterRefund(payment, refundId, { status: 'done', failure: null }), status, refunded: total }
}

/** What comes next comes within moments, and not from people or settlements. */
const UNDER_WAY: readonly PaymentStatus[] = ['none', 'requested', 'authorized', 'settling']

export const payment = defineAggregate({
  name: 'payment',
  shape: 3,
  initial: () => none,
  events: [
    paymentRequested,
    paymentAuthorized,
    paymentDeclined,
    paymentApproved,
    paymentSettling,
    paymentSettled,
    paymentVoided,
    refundStarted,
    paymentRefunded,
    refundFailed,
    replyAwaited,
  ],
  evolve(state: Payment, event): Payment {
    switch (event.type) {
      case paymentRequested.type:
        return requested(event.data, new Date(event.at).toISOString())
      case paymentAuthorized.type:
        return { ...answered(state, 'authorize'), status: 'authorized', paymentKey: event.data.paymentKey }
      case paymentDeclined.type:
        return { ...answered(state, 'authorize'), status: 'declined', reason: event.data.reason }
      case paymentApproved.type:
        return approved(state, new Date(event.at).toISOString())
      case paymentSettling.type:
        return settling(state, 'settling', event.data)
      case paymentSettled.type:
        return settling(state, 'settled', event.data)
      case paymentVoided.type:
        return {
          ...answered(answered(state, 'void'), 'authorize'),
          status: 'voided',
          reason: event.data.reason ?? null,
        }
      case refundStarted.type:
        return refundBegun(state, event.data)
      case paymentRefunded.type:
        return refunded(state, event.data)
      case refundFailed.type:
        return afterRefund(state, event.data.refundId, { status: 'failed', failure: event.data.reason })
      case replyAwaited.type:
        return { ...state, replies: { ...state.replies, [event.data.task]: event.data.replyTo } }
    }
  },
  isTerminal: ({ status, replies }) => !UNDER_WAY.includes(status) && Object.keys(replies).length === 0,
})

export const paymentKey = payment.key
