/**
 * What the processor says of a payment against what we say of it, by level: what it has charged and given back in all,
 * whichever report of it was lost. Pure.
 */
import { toMinor } from '../../../platform/http/routes/amount.ts'
import { isRefusal } from '../../../platform/kit/refusal.ts'
import { isRefunding, type Payment, type PaymentStatus, refundedByProcessor } from '../payment/feature.ts'
import type { PspPayment } from '../psp/feature.ts'

export type Difference =
  | 'agrees'
  /** It comes to something within moments. */
  | 'not_settled'
  /** The processor holds money that no payment of ours has taken. */
  | 'money_left'
  /** The processor has given back by itself what is in suspense. */
  | 'suspense_given_back'
  /** The processor has given back more than we have refunded. */
  | 'given_back'
  /** The processor has given back less. */
  | 'not_given_back'
  | 'amount_differs'
  /** We have taken a payment that the processor does not know as charged. */
  | 'not_charged'

interface Levels {
  /** Minor units. */
  readonly charged: number
  readonly given: number
}

/** Null where the processor's numbers are none of this currency's. */
export function levelsOf({ status, totalAmount, balanceAmount, currency }: PspPayment): Levels | null {
  const [total, left] = [toMinor(totalAmount, currency), toMinor(balanceAmount, currency, { zero: true })]
  if (isRefusal(total) || isRefusal(left)) return null
  switch (status) {
    case 'DONE':
    case 'CANCELED':
    case 'PARTIAL_CANCELED':
      return { charged: total, given: total - left }
    case 'READY':
    case 'WAITING_FOR_DEPOSIT':
    case 'IN_PROGRESS':
    case 'ABORTED':
    case 'EXPIRED':
      return { charged: 0, given: 0 }
  }
}

/** What a payment of ours, by its state, says of money at the processor. */
const STAGES = {
  none: 'nothing',
  requested: 'asked',
  authorized: 'set_aside',
  approved: 'taken',
  declined: 'nothing',
  voided: 'nothing',
  partially_refunded: 'taken',
  refunded: 'taken',
  settling: 'taken',
  settled: 'taken',
} as const satisfies Record<PaymentStatus, string>

export const stageOf = (payment: Payment | null) => STAGES[payment?.status ?? 'none']

/** What is booked to suspense of it. */
export interface Suspended {
  readonly opened: boolean
  /** Minor units. */
  readonly left: number
}

function ofNothing({ charged, given }: Levels, { opened, left }: Suspended): Difference | false {
  if (charged > given) return !opened && 'money_left'
  return left > 0 && 'suspense_given_back'
}

export function differenceOf(payment: Payment | null, found: PspPayment, suspended: Suspended): Difference {
  const levels = levelsOf(found)
  if (levels === null) return 'amount_differs'
  const { charged, given } = levels
  const differs: Readonly<Record<ReturnType<typeof stageOf>, Difference | false>> = {
    asked: charged > 0 && 'not_settled',
    set_aside: given > 0 && 'not_settled',
    nothing: ofNothing(levels, suspended),
    taken: payment !== null && ofTaken(payment, found, levels),
  }
  return differs[stageOf(payment)] || 'agrees'
}

function ofTaken(payment: Payment, found: PspPayment, { charged, given }: Levels): Difference {
  if (charged === 0) return 'not_charged'
  if (charged !== payment.amount || found.currency !== payment.currency) return 'amount_differs'
  const refunded = refundedByProcessor(payment)
  if (given === refunded) return 'agrees'
  if (isRefunding(payment)) return 'not_settled'
  return given > refunded ? 'given_back' : 'not_given_back'
}
