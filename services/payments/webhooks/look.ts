/** Asks the processor what became of a payment. Its own word counts, never a report's. */
import { select, sql } from '../../../platform/db/sql.ts'
import { accept, type Command } from '../../../platform/kit/command.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { paymentKey } from '../payment/feature.ts'
import { type PspPayment, pspOf } from '../psp/feature.ts'
import { follow } from './follow.ts'
import { type Look, nextLook } from './look-again.ts'
import { differenceKey, type Opening, openDifferenceOf } from './open-difference.ts'

/** The command that the processor's answer leads to. */
export async function look(context: ServiceContext, looking: Look): Promise<Command> {
  const answer = await pspOf(context).byKey(looking.paymentKey)
  switch (answer.kind) {
    case 'unknown':
    case 'again':
    case 'ours':
      return lookLater(looking)
    case 'refused':
      return stillDiffers(looking, 'not_charged')
    case 'done': {
      const found = answer.value
      const paymentId = await paymentIdOf(context, found)
      return follow({ paymentId, found, looking, refundId: context.ports.ids.next('ref') })
    }
  }
}

/** Whoever does not answer is asked later; after the last look it is a person's. */
const lookLater = (looking: Look): Command => ({
  type: 'payments.look-later',
  keys: [differenceKey(looking.paymentKey)],
  decide(states, { now }) {
    const timer = nextLook(looking, now)
    if (timer) return accept([], { setTimers: [timer] })
    return accept(openDifferenceOf(states, null, looking.paymentKey, 'no_answer'))
  },
})

/** A task that was being looked into is open again; a report of something that there is not, opens none. */
const stillDiffers = ({ paymentKey: key }: Look, why: Opening['why']): Command => ({
  type: 'payments.look',
  keys: [differenceKey(key)],
  decide: states =>
    accept(states.of(differenceKey(key)).status === 'none' ? [] : openDifferenceOf(states, null, key, why)),
})

/** Billing charges carry our payment's id as order number; payments of the PSP's window carry the order's. */
export async function paymentIdOf(
  context: Pick<ServiceContext, 'writer' | 'read'>,
  { orderId, paymentKey: key }: Pick<PspPayment, 'orderId' | 'paymentKey'>,
): Promise<string | null> {
  if (orderId.startsWith('pay_')) return (await context.writer.head(paymentKey(orderId))) ? orderId : null
  const [payment] = await select<{ id: string }>(
    context.read,
    sql`select p.id from payments p join heads h on h.stream = 'payment:' || p.id
        where p.order_id = ${orderId} and h.state ->> 'paymentKey' = ${key}`,
  )
  return payment?.id ?? null
}
