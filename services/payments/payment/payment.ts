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
import { blank, isAtFranchise, none, type Payment, type PaymentStatus } from './state.ts'

/** Private: where the payment's next answer belongs. */
export const replyAwaited = event(
  'payments.reply-awaited',
  Type.Object({ task: Type.String(), replyTo: ReplyToSchema }),
)

function without<V>(record: Readonly<Record<string, V>>, id: string): Record<string, V> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== id))
}

const afterRefund = (payment: Payment, refundId: string) => ({
  refunding: without(payment.refunding, refundId),
  replies: without(payment.replies, refundId),
})

function requested(facts: PaymentRequested, createdAt: string): Payment {
  const begun = { status: 'requested', createdAt } as const
  if ('orderId' in facts) return { ...blank, ...facts, ...begun }
  return { ...blank, ...facts, ...begun, approvedAt: null, settled: { gross: 0, fee: 0 }, claimed: null }
}

/** What was given back whole stays `refunded`, also while a settlement takes the loss into account. */
export const statusSettled = (status: 'settling' | 'settled', left: number): PaymentStatus =>
  left === 0 ? 'refunded' : status

function settling(payment: Payment, { settlementId, gross, fee }: PaymentSettling): Payment {
  if (!isAtFranchise(payment)) return payment
  const status = statusSettled('settling', payment.amount - payment.refunded)
  return { ...payment, status, claimed: { settlementId, gross, fee } }
}

function settled(payment: Payment, { gross, fee }: PaymentSettling): Payment {
  if (!isAtFranchise(payment)) return payment
  const status = statusSettled('settled', payment.amount - payment.refunded)
  const share = { gross: payment.settled.gross + gross, fee: payment.settled.fee + fee }
  return { ...payment, status, settled: share, claimed: null }
}

function approved(payment: Payment, approvedAt: string): Payment {
  const state = { ...payment, status: 'approved', replies: without(payment.replies, 'capture') } as const
  return isAtFranchise(state) ? { ...state, approvedAt } : state
}

function refunded(payment: Payment, { refundId, refundAmount }: DataOf<typeof paymentRefunded>): Payment {
  const total = payment.refunded + refundAmount
  const status = total === payment.amount ? 'refunded' : 'partially_refunded'
  return { ...payment, status, refunded: total, ...afterRefund(payment, refundId) }
}

/** What comes next comes within moments, and not from people or settlements. */
const UNDER_WAY: readonly PaymentStatus[] = ['none', 'requested', 'authorized', 'settling']

export const payment = defineAggregate({
  name: 'payment',
  shape: 1,
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
      case paymentAuthorized.type: {
        const replies = without(state.replies, 'authorize')
        return { ...state, status: 'authorized', paymentKey: event.data.paymentKey, replies }
      }
      case paymentDeclined.type: {
        const replies = without(state.replies, 'authorize')
        return { ...state, status: 'declined', reason: event.data.reason, replies }
      }
      case paymentApproved.type:
        return approved(state, new Date(event.at).toISOString())
      case paymentSettling.type:
        return settling(state, event.data)
      case paymentSettled.type:
        return settled(state, event.data)
      case paymentVoided.type:
        return { ...state, status: 'voided', replies: without(state.replies, 'void') }
      case refundStarted.type: {
        const { refundId, refundAmount } = event.data
        return { ...state, refunding: { ...state.refunding, [refundId]: refundAmount } }
      }
      case paymentRefunded.type:
        return refunded(state, event.data)
      case refundFailed.type:
        return { ...state, ...afterRefund(state, event.data.refundId) }
      case replyAwaited.type:
        return { ...state, replies: { ...state.replies, [event.data.task]: event.data.replyTo } }
    }
  },
  isTerminal: ({ status, replies }) => !UNDER_WAY.includes(status) && Object.keys(replies).length === 0,
})

export const paymentKey = payment.key
