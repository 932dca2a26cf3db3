/** What moves a payment: requests from the checkout and from customers, and the marks its own sagas report. */
import type { Static } from 'typebox'
import {
  type authorizePayment,
  type CardMask,
  type capturePayment,
  type PaymentMethod,
  paymentApproved,
  paymentAuthorized,
  paymentDeclined,
  paymentRefunded,
  paymentRequested,
  paymentVoided,
  refundFailed,
  type refundPayment,
  refundStarted,
  type voidPayment,
} from '../../contracts/payments.ts'
import {
  type Accepted,
  accept,
  type Command,
  type Context,
  type Decision,
  type ReplyTo,
  replyMessage,
  replyStream,
} from '../../platform/kit/command.ts'
import type { NewMessage } from '../../platform/kit/message.ts'
import { type Refusal, refuse } from '../../platform/kit/refusal.ts'
import type { SagaDefinition } from '../../platform/kit/saga-definition.ts'
import { startSaga } from '../../platform/saga/decide.ts'
import { sagaKey } from '../../platform/saga/state.ts'
import type { ChargeInput } from './calls.ts'
import { lost, refundOf } from './franchise-payment.ts'
import { franchiseRefund } from './franchise-sagas.ts'
import {
  claimKey,
  factsOf,
  isAtFranchise,
  mayRefund,
  type OrderPayment,
  orderClaimed,
  type Payment,
  payment,
  paymentKey,
  refundable,
  replyAwaited,
} from './payment.ts'
import { present } from './present.ts'
import { authorization, capture, refund, release } from './sagas.ts'

const SERVICE = 'payments'

/** A saga of this payment, begun by the command that decides it. */
export const sagaIdOf = (saga: SagaDefinition, paymentId: string): string => `${saga.name}/${paymentId}`

function begin(saga: SagaDefinition, id: string, data: unknown, context: Context, facts: NewMessage[]): Accepted {
  const started = startSaga(saga, id, data, SERVICE, context)
  return { ...started, messages: [...facts, ...started.messages] }
}

export interface PaymentRequest {
  readonly paymentId: string
  readonly orderId: string
  readonly memberId: string
  /** Minor units. */
  readonly amount: number
  readonly currency: string
  readonly method: PaymentMethod
  readonly initiator: 'checkout' | 'customer'
  readonly card: CardMask | null
  readonly charge: ChargeInput | null
}

/**
 * Claims the order and begins to set the money aside. An order that is claimed already refuses `payment_in_progress`;
 * the same payment of the PSP's window, reported once more, gets the first one's answer.
 */
export function requestPayment(request: PaymentRequest): Command {
  const { paymentId, orderId, card, charge, ...rest } = request
  const sagaId = sagaIdOf(authorization, paymentId)
  const windowKey = charge && 'paymentKey' in charge.with ? charge.with.paymentKey : null
  return {
    type: 'payments.request',
    keys: [paymentKey(paymentId), claimKey(orderId), sagaKey(sagaId)],
    decide(states, context) {
      const known = states.of(paymentKey(paymentId))
      if (known.status !== 'none' && !isAtFranchise(known) && known.orderId === orderId)
        return accept([], { reply: present(known, context.now) })
      const claimed = states.of(claimKey(orderId)).paymentId
      if (claimed !== null) return refuse('payment_in_progress', { paymentId: claimed })
      const facts = { paymentId, orderId, ...rest, card, paymentKey: windowKey }
      const requested = paymentRequested.of(paymentKey(paymentId), facts)
      const claim = orderClaimed.of(claimKey(orderId), { paymentId })
      const data = { paymentId, orderId, ...rest, charge }
      const accepted = begin(authorization, sagaId, data, context, [requested, claim])
      const shown = present(payment.after(known, [requested], context.now), context.now)
      return { ...accepted, status: 201, reply: shown }
    },
  }
}

/** The checkout asks; the answer comes when the money is set aside. */
export function authorizeCommand(input: Static<typeof authorizePayment.schema>): Command {
  const command = requestPayment({ ...input, initiator: 'checkout', card: null, charge: null })
  return {
    ...command,
    decide: (states, context) => remember(command.decide(states, context), input.paymentId, 'authorize', context),
  }
}

/** Keeps where the deferred answer of the message under way belongs. */
function remember(decision: Decision, paymentId: string, task: string, context: Context): Decision {
  const replyTo = context.message?.data.replyTo
  if ('refused' in decision || !replyTo) return decision
  const deferredReply = replyStream(replyTo)
  const remembered = { ...replyAwaited.of(paymentKey(paymentId), { task, replyTo }), deferredReply }
  return { ...decision, messages: [...decision.messages, remembered], deferred: true }
}

type Answer = { ok: true; result: unknown } | { ok: false; refusal: Refusal }

function answerTo(replyTo: ReplyTo | undefined, answer: Answer): NewMessage[] {
  return replyTo ? [replyMessage(replyTo, answer)] : []
}

function mark(
  paymentId: string,
  from: Payment['status'],
  task: string,
  next: (payment: Payment) => { fact: NewMessage; answer: Answer },
): Command {
  return {
    type: 'payments.mark',
    keys: [paymentKey(paymentId)],
    decide(states) {
      const payment = states.of(paymentKey(paymentId))
      if (payment.status !== from) return accept([])
      const { fact, answer } = next(payment)
      return accept([fact, ...answerTo(payment.replies[task], answer)])
    },
  }
}

const done = (result: unknown): Answer => ({ ok: true, result })

export const markAuthorized = (input: { paymentId: string; paymentKey: string | null }): Command =>
  mark(input.paymentId, 'requested', 'authorize', payment => ({
    fact: paymentAuthorized.of(paymentKey(input.paymentId), { ...factsOf(payment), paymentKey: input.paymentKey }),
    answer: done({ paymentId: input.paymentId }),
  }))

export const markDeclined = (input: { paymentId: string; reason: string }): Command =>
  mark(input.paymentId, 'requested', 'authorize', payment => ({
    fact: paymentDeclined.of(paymentKey(input.paymentId), { ...factsOf(payment), reason: input.reason }),
    answer: { ok: false, refusal: refuse(input.reason) },
  }))

export const markApproved = (input: { paymentId: string }): Command =>
  mark(input.paymentId, 'authorized', 'capture', payment => ({
    fact: paymentApproved.of(paymentKey(input.paymentId), factsOf(payment)),
    answer: done({ paymentId: input.paymentId }),
  }))

export const markVoided = (input: { paymentId: string }): Command =>
  mark(input.paymentId, 'authorized', 'void', payment => ({
    fact: paymentVoided.of(paymentKey(input.paymentId), factsOf(payment)),
    answer: done({ paymentId: input.paymentId }),
  }))

function takingOf(payment: OrderPayment) {
  const { paymentId, orderId, memberId, amount, currency, method, paymentKey: key } = payment
  return { paymentId, orderId, memberId, amount, currency, method, paymentKey: key }
}

/** Capture and void: allowed from `authorized`, answered at once when the payment is there already. */
function settle(
  paymentId: string,
  task: 'capture' | 'void',
  saga: SagaDefinition,
  elsewhere: (payment: Payment) => Decision,
): Command {
  const id = sagaIdOf(saga, paymentId)
  return {
    type: `payments.${saga.name}`,
    keys: [paymentKey(paymentId), sagaKey(id)],
    decide(states, context) {
      const payment = states.of(paymentKey(paymentId))
      if (payment.status !== 'authorized' || isAtFranchise(payment)) return elsewhere(payment)
      if (states.version(sagaKey(id)) > 0) return refuse('payment_busy')
      return remember(begin(saga, id, takingOf(payment), context, []), paymentId, task, context)
    },
  }
}

export const captureCommand = (input: Static<typeof capturePayment.schema>): Command =>
  settle(input.paymentId, 'capture', capture, payment =>
    payment.status === 'approved'
      ? accept([], { reply: { paymentId: input.paymentId } })
      : refuse('payment_not_authorized', { status: payment.status }),
  )

export const voidCommand = (input: Static<typeof voidPayment.schema>): Command =>
  settle(input.paymentId, 'void', release, payment => {
    const nothingTaken = payment.status === 'none' || payment.status === 'declined' || payment.status === 'voided'
    if (nothingTaken) return accept([], { reply: { paymentId: input.paymentId } })
    return refuse('payment_not_authorized', { status: payment.status })
  })

/** Gives back part of a captured payment. The refund id makes every one a saga of its own. */
export function refundCommand(input: {
  paymentId: string
  refundId: string
  amount: number | null
  reason: string
  /** What was said at a franchise, encrypted under the payer's key. */
  sealedNote?: string | null
}): Command {
  const { paymentId, refundId, reason, sealedNote } = input
  const id = `${refund.name}/${refundId}`
  return {
    type: 'payments.refund',
    keys: [paymentKey(paymentId), sagaKey(id)],
    decide(states, context) {
      const payment = states.of(paymentKey(paymentId))
      const refundAmount = input.amount ?? refundable(payment)
      const refusal = mayRefund(payment, refundAmount)
      if (refusal) return refusal
      if (refundAmount === 0) return refuse('payment_busy')
      const asked = { refundId, refundAmount, reason, ...(sealedNote !== undefined && { sealedNote }) }
      const started = refundStarted.of(paymentKey(paymentId), { ...factsOf(payment), ...asked })
      const begun = isAtFranchise(payment)
        ? begin(franchiseRefund, id, refundOf(payment, refundId, refundAmount), context, [started])
        : begin(refund, id, { ...takingOf(payment), refundId, refundAmount, reason }, context, [started])
      const refunding = { ...payment.refunding, [refundId]: refundAmount }
      const shown = present({ ...payment, refunding }, context.now, { withFee: true })
      return remember({ ...begun, reply: shown }, paymentId, refundId, context)
    },
  }
}

export const refundAll = (input: Static<typeof refundPayment.schema>, refundId: string): Command =>
  refundCommand({ ...input, refundId, amount: null })

type RefundMark = { paymentId: string; refundId: string; reason?: string }

function markRefund(
  input: RefundMark,
  facts: (payment: Payment, amount: number) => NewMessage[],
  answer: Answer,
): Command {
  return {
    type: 'payments.mark',
    keys: [paymentKey(input.paymentId)],
    decide(states) {
      const payment = states.of(paymentKey(input.paymentId))
      const amount = payment.refunding[input.refundId]
      if (amount === undefined) return accept([])
      return accept([...facts(payment, amount), ...answerTo(payment.replies[input.refundId], answer)])
    },
  }
}

export const markRefunded = ({ paymentId, refundId }: RefundMark): Command =>
  markRefund(
    { paymentId, refundId },
    (payment, refundAmount) => [
      paymentRefunded.of(paymentKey(paymentId), { ...factsOf(payment), refundId, refundAmount }),
      ...(isAtFranchise(payment) ? [lost(payment, refundAmount)] : []),
    ],
    done({ refundId }),
  )

export const markRefundFailed = (input: RefundMark): Command => {
  const { paymentId, refundId, reason = 'refund_declined' } = input
  return markRefund(
    input,
    (payment, refundAmount) => [
      refundFailed.of(paymentKey(paymentId), { ...factsOf(payment), refundId, refundAmount, reason }),
    ],
    { ok: false, refusal: refuse(reason) },
  )
}
