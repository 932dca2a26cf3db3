/**
 * A report without a signature: the processor signs only reports of payouts and sellers. Its word counts for nothing, so
 * it is a hint, and the processor itself is asked. Hints are limited in rate; a wrong secret is no hint.
 */
import { timingSafeEqual } from 'node:crypto'
import { lookAtProcessor } from '../../../contracts/payments.ts'
import { RateLimit } from '../../../platform/http/server/rate-limit.ts'
import { accept, type Command } from '../../../platform/kit/command.ts'
import { isRefusal, type Refusal, refuse } from '../../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { pspOf } from '../psp/feature.ts'
import { lookId } from './look-again.ts'

/** Of one address, and of all together. */
const HINTS_MAX = 120
const HINTS_MAX_OF_ALL = 600
const MINUTE_MS = 60_000

/** What a report without a signature names. */
export type Hint =
  | { readonly kind: 'payment'; readonly paymentKey: string }
  /** A deposit to a virtual account, with the secret that the processor gave with the payment. */
  | { readonly kind: 'deposit'; readonly orderId: string; readonly secret: string }

interface Report {
  readonly eventType?: string | undefined
  readonly data?: unknown
  readonly orderId?: string | undefined
  readonly secret?: string | undefined
}

/** The processor's key of the payment that a report names, null where it names none. */
export function pspKeyIn(data: unknown): string | null {
  if (typeof data !== 'object' || data === null || !('paymentKey' in data)) return null
  return typeof data.paymentKey === 'string' ? data.paymentKey : null
}

/** Null for reports that the processor signs. */
export function hintIn({ eventType, data, orderId, secret }: Report): Hint | null {
  const isDeposit = eventType === undefined || eventType === 'DEPOSIT_CALLBACK'
  if (isDeposit && orderId && secret) return { kind: 'deposit', orderId, secret }
  const paymentKey = pspKeyIn(data)
  return eventType === 'PAYMENT_STATUS_CHANGED' && paymentKey ? { kind: 'payment', paymentKey } : null
}

/** Follows hints: refuses `bad_signature`, `rate_limited` or `psp_unavailable`. */
export function hintsOf(context: ServiceContext) {
  const { clock } = context.ports
  const [each, all] = [new RateLimit(clock, HINTS_MAX, MINUTE_MS), new RateLimit(clock, HINTS_MAX_OF_ALL, MINUTE_MS)]
  return async (hint: Hint, address: string): Promise<Command | Refusal> => {
    const wait_s = each.take(address) || all.take('everyone')
    if (wait_s > 0) return refuse('rate_limited', { retryAfter: wait_s })
    if (hint.kind === 'payment') return lookSoon(hint.paymentKey)
    const paymentKey = await paymentOfDeposit(context, hint)
    return isRefusal(paymentKey) ? paymentKey : lookSoon(paymentKey)
  }
}

/** One look at a payment waits at a time, however many hints there are. */
const lookSoon = (paymentKey: string | null): Command => ({
  type: 'payments.look-soon',
  keys: [],
  decide(_states, { now }) {
    const reply = { received: true }
    if (paymentKey === null) return accept([], { reply })
    const timer = lookAtProcessor.timer(lookId(paymentKey), now, { paymentKey, looks: 1 })
    return accept([], { reply, setTimers: [timer] })
  },
})

/** The payment of the order, if the secret is the one it has; null where the processor knows no such order. */
async function paymentOfDeposit(
  context: ServiceContext,
  { orderId, secret }: Extract<Hint, { kind: 'deposit' }>,
): Promise<string | null | Refusal> {
  const found = await pspOf(context).byOrder(orderId)
  if (found.kind === 'refused') return null
  if (found.kind !== 'done') return refuse('psp_unavailable')
  const [right, given] = [Buffer.from(found.value.secret ?? ''), Buffer.from(secret)]
  const isRight = right.length > 0 && right.length === given.length && timingSafeEqual(right, given)
  return isRight ? found.value.paymentKey : refuse('bad_signature')
}
