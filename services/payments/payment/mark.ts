/**
 * The sagas of payments: how a command begins one, and how its end is marked. The reply to a command message is deferred
 * until then; where it belongs is kept with the payment.
 */
import { type markPaymentDeclined, type markPaymentRefunded, paymentDeclined } from '../../../contracts/payments.ts'
import {
  type Accepted,
  accept,
  type Command,
  type Context,
  type Decision,
  replyMessage,
  replyStream,
} from '../../../platform/kit/command.ts'
import type { DataOf } from '../../../platform/kit/contract.ts'
import type { NewMessage } from '../../../platform/kit/message.ts'
import { refuse } from '../../../platform/kit/refusal.ts'
import type { SagaDefinition } from '../../../platform/kit/saga-definition.ts'
import { startSaga } from '../../../platform/saga/decide.ts'
import { paymentKey, replyAwaited } from './payment.ts'
import { factsOf, type Payment } from './state.ts'

/** Whom the sagas of payments ask, and who looks at one that is stuck. */
export const SAGA = { owner: 'payments operators', asks: ['money', 'payments'] }

/** A saga of this payment, begun by the command that decides it. */
export const sagaIdOf = (saga: SagaDefinition, paymentId: string): string => `${saga.name}/${paymentId}`

interface RefundMark {
  readonly paymentId: string
  readonly refundId: string
  readonly taskId?: string | undefined
}

/** What the end of a refund is marked with. */
export const refundIdOf = ({ paymentId, refundId, taskId }: RefundMark): DataOf<typeof markPaymentRefunded> => ({
  paymentId,
  refundId,
  ...(taskId !== undefined && { taskId }),
})

/** The events of the command, and the saga it begins. */
export function begin(
  saga: SagaDefinition,
  id: string,
  data: unknown,
  context: Context,
  facts: NewMessage[],
): Accepted {
  const started = startSaga(saga, id, data, 'payments', context)
  return { ...started, messages: [...facts, ...started.messages] }
}

/** Keeps where the deferred answer of the message under way belongs. */
export function remember(decision: Decision, paymentId: string, task: string, context: Context): Decision {
  const replyTo = context.message?.data.replyTo
  if ('refused' in decision || !replyTo) return decision
  const deferredReply = replyStream(replyTo)
  const remembered = { ...replyAwaited.of(paymentKey(paymentId), { task, replyTo }), deferredReply }
  return { ...decision, messages: [...decision.messages, remembered], deferred: true }
}

/** What a saga reports of its end: the facts, and the reply. Without facts it comes again, or too late: nothing changes. */
export function mark(
  paymentId: string,
  task: string,
  factsIn: (payment: Payment, now: Date) => readonly NewMessage[],
  answer: Parameters<typeof replyMessage>[1] = { ok: true, result: { paymentId } },
): Command {
  return {
    type: 'payments.mark',
    keys: [paymentKey(paymentId)],
    decide(states, { now }) {
      const payment = states.of(paymentKey(paymentId))
      const facts = factsIn(payment, now)
      const replyTo = payment.replies[task]
      return accept(facts.length === 0 || !replyTo ? facts : [...facts, replyMessage(replyTo, answer)])
    },
  }
}

export const markDeclined = ({ paymentId, reason }: DataOf<typeof markPaymentDeclined>): Command =>
  mark(
    paymentId,
    'authorize',
    payment =>
      payment.status === 'requested'
        ? [paymentDeclined.of(paymentKey(paymentId), { ...factsOf(payment), reason })]
        : [],
    { ok: false, refusal: refuse(reason) },
  )
