/**
 * What follows from the processor's word about a payment: a charge is reported as if its own call had been answered, money
 * of nobody goes to suspense, what the processor gave back by itself is refunded here too (and whoever hears of refunds
 * hears of it), and all else is a task.
 */
import { accept, type Command, type Context, type Decision, type States } from '../../../platform/kit/command.ts'
import { isRefusal } from '../../../platform/kit/refusal.ts'
import { answerSaga } from '../../../platform/saga/decide.ts'
import { sagaKey } from '../../../platform/saga/state.ts'
import { authorization, refund } from '../orders/feature.ts'
import { isAtFranchise, type Payment, paymentKey, refundedByProcessor, sagaIdOf } from '../payment/feature.ts'
import type { PspPayment } from '../psp/feature.ts'
import { beginRefund, refundable } from '../refunds/feature.ts'
import { type Difference, differenceOf, levelsOf, stageOf } from './difference.ts'
import { type Look, nextLook } from './look-again.ts'
import { closeDifference, differenceKey, openDifferenceOf } from './open-difference.ts'
import { releaseSuspense } from './settle-suspense.ts'
import { suspend, suspendedIn } from './suspense.ts'

export interface Found {
  /** Ours, if there is one. */
  readonly paymentId: string | null
  readonly found: PspPayment
  readonly looking: Look
  /** New: of the refund that may come of it. */
  readonly refundId: string
}

export function follow({ paymentId, found, looking, refundId }: Found): Command {
  const suspended = suspend(found)
  const released = releaseSuspense(found.paymentKey, found.currency, refundId)
  const ofPayment =
    paymentId === null
      ? []
      : [paymentKey(paymentId), sagaKey(sagaIdOf(authorization, paymentId)), sagaKey(sagaIdOf(refund, refundId))]
  return {
    type: 'payments.follow',
    keys: [...ofPayment, ...suspended.keys, ...released.keys, differenceKey(found.paymentKey)],
    decide(states, context) {
      const payment = paymentId === null ? null : states.of(paymentKey(paymentId))
      const why = differenceOf(payment, found, suspendedIn(states, found))
      const settled = settle(why, { payment, found, looking, refundId, states, context })
      if (settled) return withClosed(settled, states, found)
      if (why === 'not_settled' && nextLook(looking, context.now)) return again(looking, context)
      return accept(openDifferenceOf(states, payment, found.paymentKey, unsettled(why)))
    },
  }
}

/** What could not be given back here any more was given back twice. */
const unsettled = (why: Difference) => (why === 'given_back' || why === 'agrees' ? 'refunded_twice' : why)

interface Differing extends Omit<Found, 'paymentId'> {
  readonly payment: Payment | null
  readonly states: States
  readonly context: Context
}

/** What settles the difference by itself; null where nothing does. */
function settle(why: Difference, { payment, found, refundId, states, context }: Differing): Decision | null {
  switch (why) {
    case 'agrees':
      return accept([])
    case 'not_settled':
      return charged(payment, found, states, context)
    case 'money_left':
      return suspend(found).decide(states, context)
    case 'suspense_given_back':
      return releaseSuspense(found.paymentKey, found.currency, refundId).decide(states, context)
    case 'given_back':
      return payment && takeOver(payment, found, refundId, context)
    case 'amount_differs':
      return ['nothing', 'asked'].includes(stageOf(payment)) ? suspend(found).decide(states, context) : null
    case 'not_given_back':
    case 'not_charged':
      return null
  }
}

/** It was said that it differs; now it does not. */
function withClosed(decision: Decision, states: States, { paymentKey: key }: PspPayment): Decision {
  if (isRefusal(decision)) return decision
  return { ...decision, messages: [...decision.messages, ...closeDifference(states, key)] }
}

/** The charge of this payment was made: the same answer its own call would give. Null where nothing waits for it. */
function charged(payment: Payment | null, found: PspPayment, states: States, context: Context): Decision | null {
  if (payment?.status !== 'requested' || isAtFranchise(payment) || found.status !== 'DONE') return null
  const id = sagaIdOf(authorization, payment.paymentId)
  const state = states.of(sagaKey(id))
  if (state.step !== 'charge' || levelsOf(found)?.charged !== payment.amount) return null
  if (found.currency !== payment.currency) return null
  const incoming = { definition: authorization, id, service: 'payments', state, context }
  const where = { step: 'charge', phase: 'do', attempt: state.attempt } as const
  return answerSaga(incoming, where, { ok: true, result: { paymentKey: found.paymentKey } })
}

function again(looking: Look, { now }: Context): Decision {
  const timer = nextLook(looking, now)
  return accept([], timer ? { setTimers: [timer] } : {})
}

/** Null where more was given back than is left. */
function takeOver(payment: Payment, found: PspPayment, refundId: string, context: Context): Decision | null {
  const { paymentId } = payment
  const refundAmount = (levelsOf(found)?.given ?? 0) - refundedByProcessor(payment)
  if (refundAmount > refundable(payment)) return null
  const reason = 'cancelled_at_processor'
  return beginRefund(payment, { paymentId, refundId, refundAmount, reason, how: 'by_processor' }, context)
}
