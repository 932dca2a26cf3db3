/**
 * How often the bank is asked who holds an account. Each question is one of a person's and one about an account: nobody
 * finds out a holder by guessing, alone or with many accounts of their own, and the bank is not flooded.
 */
import { accept, type Command } from '../../platform/kit/command.ts'
import { refuse } from '../../platform/kit/refusal.ts'
import { type Gate, type ThrottleTerms, throttleOf } from '../../platform/kit/throttle.ts'

export const throttle = throttleOf('banking')

const MINUTE_MS = 60_000

export const MEMBER_TERMS: ThrottleTerms = {
  free: 5,
  wait_ms: MINUTE_MS,
  waitMax_ms: 60 * MINUTE_MS,
  forget_ms: 60 * MINUTE_MS,
}
/** More, and shorter waits: a stranger's questions should not keep its holder from linking it for long. */
export const ACCOUNT_TERMS: ThrottleTerms = {
  free: 30,
  wait_ms: MINUTE_MS,
  waitMax_ms: 10 * MINUTE_MS,
  forget_ms: 60 * MINUTE_MS,
}

/** Of accounts that money is to be sent to: people send to several a day, and only wrong ones count in the end. */
export const PAYEE_TERMS: ThrottleTerms = {
  free: 10,
  wait_ms: MINUTE_MS,
  waitMax_ms: 60 * MINUTE_MS,
  forget_ms: 60 * MINUTE_MS,
}

export const payeeGates = (memberId: string, numberIndex: string): readonly Gate[] => [
  { key: throttle.key(`payer/${memberId}`), terms: PAYEE_TERMS },
  { key: throttle.key(`account/${numberIndex}`), terms: ACCOUNT_TERMS },
]

export const inquiryGates = (memberId: string, numberIndex: string): readonly Gate[] => [
  { key: throttle.key(`member/${memberId}`), terms: MEMBER_TERMS },
  { key: throttle.key(`account/${numberIndex}`), terms: ACCOUNT_TERMS },
]

/** Counted before the bank is asked, so that many at once are counted one by one. Refusal: too_many_inquiries. */
export const countInquiry = (memberId: string, numberIndex: string): Command =>
  countAt(inquiryGates(memberId, numberIndex))

/** The same terms for everyone who asks. Refusal: too_many_inquiries. */
export function countAt(gates: readonly Gate[]): Command {
  return {
    type: 'banking.count-inquiry',
    keys: gates.map(({ key }) => key),
    decide(states, { now }) {
      const retryAfter = throttle.wait_s(gates, states, now)
      return retryAfter > 0 ? refuse('too_many_inquiries', { retryAfter }) : accept(throttle.tried(gates, states, now))
    },
  }
}
