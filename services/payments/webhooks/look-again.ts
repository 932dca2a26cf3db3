/** The processor is looked at again a little later, a limited number of times. */
import { lookAtProcessor } from '../../../contracts/payments.ts'
import type { DataOf } from '../../../platform/kit/contract.ts'
import { referenceId } from '../../../platform/kit/derived-id.ts'

/** Looks at one payment before a person has to. */
export const LOOKS_MAX = 8
/** Before the second look; doubled each time, some ten minutes in all. */
const PAUSE_MS = 5_000

export type Look = DataOf<typeof lookAtProcessor>

/** One look at a payment waits at a time. */
export const lookId = (paymentKey: string): string => `look/${referenceId(paymentKey)}`

/** The timer of the next look; null when there were enough. */
export function nextLook({ paymentKey: key, looks }: Look, now: Date) {
  if (looks >= LOOKS_MAX) return null
  const at = new Date(now.getTime() + PAUSE_MS * 2 ** (looks - 1))
  return lookAtProcessor.timer(lookId(key), at, { paymentKey: key, looks: looks + 1 })
}
