/** What a payment's own saga reports of its end: the event, and the reply that was deferred until then. */
import { paymentDeclined } from '../../../contracts/payments.ts'
import { accept, type Command } from '../../../platform/kit/command.ts'
import type { NewMessage } from '../../../platform/kit/message.ts'
import { refuse } from '../../../platform/kit/refusal.ts'
import { paymentKey } from './payment.ts'
import { type Answer, answerTo } from './reply.ts'
import { factsOf, type Payment } from './state.ts'

/** A mark that comes again, or too late, changes nothing. */
export function mark(
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

export const markDeclined = (input: { paymentId: string; reason: string }): Command =>
  mark(input.paymentId, 'requested', 'authorize', payment => ({
    fact: paymentDeclined.of(paymentKey(input.paymentId), { ...factsOf(payment), reason: input.reason }),
    answer: { ok: false, refusal: refuse(input.reason) },
  }))
