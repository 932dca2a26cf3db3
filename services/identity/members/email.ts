/** E-mail addresses in one form, and the claim of a member on one: a stream of its own, so that it is unique. */
import { emailClaimed, emailReleased } from '../../../contracts/identity.ts'
import { readText } from '../../../platform/http/routes/texts.ts'
import { defineAggregate } from '../../../platform/kit/aggregate.ts'

/** Null when it is no address. */
export const normalizeEmail = (text: string): string | null => readText('e-mail', text)

export interface EmailClaim {
  readonly memberId: string | null
}

export const emailClaim = defineAggregate({
  name: 'email',
  shape: 1,
  initial: () => ({ memberId: null }),
  events: [emailClaimed, emailReleased],
  evolve: (_claim: EmailClaim, { type, data }): EmailClaim => ({
    memberId: type === emailClaimed.type ? data.memberId : null,
  }),
})

export const emailKey = emailClaim.key
