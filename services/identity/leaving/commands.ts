/**
 * A member leaves in two decisions, so that nothing slips through in between: first they can do nothing any more, then it is
 * looked once more whether anything is in the way, and they are forgotten, or stay.
 */
import {
  emailReleased,
  finishLeaving,
  memberActivated,
  memberDeactivated,
  memberForgotten,
} from '../../../contracts/identity.ts'
import type { Obligation } from '../../../contracts/obligations.ts'
import { accept, type Command, recordRefusal } from '../../../platform/kit/command.ts'
import { refuse } from '../../../platform/kit/refusal.ts'
import { emailKey, memberKey, onMember, revokeAll } from '../members/feature.ts'
import { refusals } from '../refusals.ts'
import { refusalFor } from './obligations.ts'

/** If the second decision has not come by then, the process has died in between. */
export const FINISH_AFTER_MS = 60_000

const timerOf = (memberId: string): string => `leave/${memberId}`

/** Every log-in ends at once. Refusal: inactive. */
export const beginLeaving = (memberId: string): Command =>
  onMember('identity.begin-leaving', memberId, null, (member, { now }) => {
    if (member.status !== 'active') return refuse('inactive')
    const messages = [
      memberDeactivated.of(memberKey(memberId), { memberId, leaving: true }),
      ...revokeAll(memberId, member.sessions, 'deactivated', now),
    ]
    const at = new Date(now.getTime() + FINISH_AFTER_MS)
    return accept(messages, { setTimers: [finishLeaving.timer(timerOf(memberId), at, { memberId })] })
  })

/** Something came in between: the member stays, and logs in again. Refusals: balance_not_zero, obligations_open. */
export const stay = (memberId: string, open: readonly Obligation[]): Command =>
  onMember('identity.stay', memberId, null, member => {
    if (!member.leaving) return refuse('inactive')
    const activated = memberActivated.of(memberKey(memberId), { memberId })
    return { ...recordRefusal(refusalFor(open), refusals, [activated]), clearTimers: [timerOf(memberId)] }
  })

/** The member is gone: unreadable once the key is destroyed, and the address is free again. */
export function forget(memberId: string, emailIndex: string): Command {
  const [claimKey, key] = [emailKey(emailIndex), memberKey(memberId)]
  return {
    type: 'identity.forget',
    keys: [claimKey, key],
    decide(states) {
      if (!states.of(key).leaving) return refuse('inactive')
      const messages = [memberForgotten.of(key, { memberId }), emailReleased.of(claimKey, { emailIndex, memberId })]
      return accept(messages, { status: 204, clearTimers: [timerOf(memberId)] })
    },
  }
}
