/**
 * Works off a stored report: the PSP is asked what is true, and the payment makes the same transition as if its own call
 * had been answered; whoever is first wins.
 */
import { select, sql } from '../../../platform/db/sql.ts'
import { toMinor } from '../../../platform/http/routes/amount.ts'
import { accept, type Command } from '../../../platform/kit/command.ts'
import { isRefusal } from '../../../platform/kit/refusal.ts'
import { answerSaga } from '../../../platform/saga/decide.ts'
import { sagaKey } from '../../../platform/saga/state.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { authorization } from '../orders/feature.ts'
import { paymentKey, sagaIdOf } from '../payment/feature.ts'
import { type PspPayment, pspOf } from '../psp/feature.ts'
import { suspend } from './suspense.ts'

/** The commands a stored report leads to. The PSP's own word counts, never the report's. */
export async function workOff(context: ServiceContext, pspPaymentKey: string): Promise<Command[]> {
  const found = await pspOf(context).byKey(pspPaymentKey)
  if (found.kind === 'refused') return []
  // Not told: the report is tried again, and then a dead letter.
  if (found.kind !== 'done') throw new Error(`the PSP did not say what became of ${pspPaymentKey}: ${found.kind}`)
  if (found.value.status !== 'DONE') return []
  const paymentId = await paymentIdOf(context, found.value)
  return [paymentId ? reportCharged(paymentId, found.value) : suspend(found.value)]
}

/** Billing charges carry our payment's id as order number; payments of the PSP's window carry the order's. */
async function paymentIdOf(context: ServiceContext, { orderId, paymentKey: key }: PspPayment): Promise<string | null> {
  if (orderId.startsWith('pay_')) return (await context.writer.head(paymentKey(orderId))) ? orderId : null
  const [payment] = await select<{ id: string }>(
    context.read,
    sql`select p.id from payments p join heads h on h.stream = 'payment:' || p.id
        where p.order_id = ${orderId} and h.state ->> 'paymentKey' = ${key}`,
  )
  return payment?.id ?? null
}

/** The charge of this payment was made: the same answer its own call would give. */
function reportCharged(paymentId: string, found: PspPayment): Command {
  const id = sagaIdOf(authorization, paymentId)
  const suspended = suspend(found)
  return {
    type: 'payments.report-charged',
    keys: [paymentKey(paymentId), sagaKey(id), ...suspended.keys],
    decide(states, context) {
      const payment = states.of(paymentKey(paymentId))
      const state = states.of(sagaKey(id))
      const amount = toMinor(found.totalAmount, found.currency)
      const agrees = !isRefusal(amount) && amount === payment.amount && found.currency === payment.currency
      if (payment.status === 'requested' && state.step === 'charge' && agrees) {
        const incoming = { definition: authorization, id, service: 'payments', state, context }
        const where = { step: 'charge', phase: 'do', attempt: state.attempt } as const
        return answerSaga(incoming, where, { ok: true, result: { paymentKey: found.paymentKey } })
      }
      const dead = payment.status === 'declined' || !agrees
      return dead ? suspended.decide(states, context) : accept([])
    },
  }
}
