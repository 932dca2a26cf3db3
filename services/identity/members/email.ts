/** E-mail addresses in one form, and the claim of a member on one: a stream of its own, so that it is unique. */
import { domainToASCII } from 'node:url'
import { emailClaimed, emailReleased } from '../../../contracts/identity.ts'
import { defineAggregate } from '../../../platform/kit/aggregate.ts'

const ADDRESS_LENGTH_MAX = 254
const LOCAL_PART_LENGTH_MAX = 64

/** Trimmed, NFC, lower case, the domain in ASCII; null when it is no address. */
export function normalizeEmail(text: string): string | null {
  const [local = '', domain = '', ...rest] = text.trim().normalize('NFC').toLowerCase().split('@')
  if (rest.length > 0 || local.length > LOCAL_PART_LENGTH_MAX || /[\s\p{C}"(),:;<>[\\\]]/u.test(local)) return null
  if (local === '' || local.startsWith('.') || local.endsWith('.') || local.includes('..')) return null
  const host = domainToASCII(domain)
  if (!/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/.test(host)) return null
  const address = `${local}@${host}`
  return address.length > ADDRESS_LENGTH_MAX ? null : address
}

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
