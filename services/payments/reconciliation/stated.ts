/** A day of the processor's statement against our payments. Pure. */
import { toMinor } from '../../../platform/http/routes/amount.ts'
import { isRefusal } from '../../../platform/kit/refusal.ts'
import type { OrderPayment } from '../payment/feature.ts'
import type { PspTransaction } from '../psp/feature.ts'

/** What the statement of one day says of one payment of the processor. */
export interface Stated {
  readonly paymentKey: string
  readonly orderId: string
  readonly currency: string
  /** Minor units: what was charged that day, and given back that day. Null where it is no amount of the currency. */
  readonly charged: number | null
  readonly given: number | null
}

/** The statement's lines by payment. */
export function statedBy(lines: readonly PspTransaction[]): ReadonlyMap<string, Stated> {
  const stated = new Map<string, Stated>()
  for (const line of lines) {
    const { paymentKey, orderId, currency } = line
    const before = stated.get(paymentKey) ?? { paymentKey, orderId, currency, charged: 0, given: 0 }
    const amount = toMinor(Math.abs(line.amount), currency)
    const sum = (total: number | null) => (total === null || isRefusal(amount) ? null : total + amount)
    const after = line.status === 'DONE' ? { charged: sum(before.charged) } : { given: sum(before.given) }
    stated.set(paymentKey, { ...before, ...after })
  }
  return stated
}

/** Our payment says the same as the statement, and nothing was given back: the processor need not be asked. */
export const saysTheSame = (payment: OrderPayment | null, { charged, given, currency }: Stated): boolean =>
  payment !== null &&
  payment.status === 'approved' &&
  payment.currency === currency &&
  charged === payment.amount &&
  given === 0
