/**
 * Linked accounts, pure. Three streams change together: the account's own; the member's link, since a member has one
 * linked account at a time; and the claim on the number, since a number is linked once in the system.
 */
import { type AccountLinked, accountLinked, accountUnlinked } from '../../contracts/banking.ts'
import type { Aggregate } from '../../platform/kit/aggregate.ts'

export interface LinkedAccount {
  readonly status: 'none' | 'linked' | 'unlinked'
  readonly account: AccountLinked | null
}

export const accountKey = (accountId: string): string => `bank-account:${accountId}`

export const linkedAccount: Aggregate<LinkedAccount> = {
  name: 'bank-account',
  shape: 1,
  initial: () => ({ status: 'none', account: null }),
  evolve(state, { type, data }) {
    if (type === accountLinked.type) return { status: 'linked', account: data as AccountLinked }
    if (type === accountUnlinked.type) return { ...state, status: 'unlinked' }
    return state
  },
}

export type Standing = 'active' | 'deactivated' | 'forgotten'

/** What banking knows of a member. */
export interface Holding {
  readonly standing: Standing
  readonly account: (AccountLinked & { readonly linkedAt: string }) | null
}

export const holdingKey = (memberId: string): string => `bank-holding:${memberId}`
export const STANDING_CHANGED = 'banking.standing-changed'
/** `account` is null when it was unlinked. */
export const LINK_CHANGED = 'banking.link-changed'

export const holding: Aggregate<Holding> = {
  name: 'bank-holding',
  shape: 1,
  initial: () => ({ standing: 'active', account: null }),
  evolve(state, { type, data, at }) {
    if (type === STANDING_CHANGED) return { ...state, standing: (data as { standing: Standing }).standing }
    if (type !== LINK_CHANGED) return state
    const { account } = data as { account: AccountLinked | null }
    return { ...state, account: account && { ...account, linkedAt: new Date(at).toISOString() } }
  },
}

export interface NumberClaim {
  readonly accountId: string | null
}

export const numberKey = (numberIndex: string): string => `bank-number:${numberIndex}`
export const NUMBER_CLAIMED = 'banking.number-claimed'
export const NUMBER_RELEASED = 'banking.number-released'

export const numberClaim: Aggregate<NumberClaim> = {
  name: 'bank-number',
  shape: 1,
  initial: () => ({ accountId: null }),
  evolve(claim, { type, data }) {
    if (type === NUMBER_CLAIMED) return { accountId: (data as { accountId: string }).accountId }
    return type === NUMBER_RELEASED ? { accountId: null } : claim
  },
}
