/**
 * Linked accounts, pure. Three streams change together: the account's own; the member's link, since a member has one
 * linked account at a time; and the claim on the number, since a number is linked once in the system.
 */
import { type Static, Type } from 'typebox'
import { type AccountLinked, accountLinked, accountUnlinked, Link } from '../../contracts/banking.ts'
import { defineAggregate } from '../../platform/kit/aggregate.ts'
import { event } from '../../platform/kit/contract.ts'
import { Nullable } from '../../platform/kit/schemas.ts'

export interface LinkedAccount {
  readonly status: 'none' | 'linked' | 'unlinked'
  readonly account: AccountLinked | null
}

export const linkedAccount = defineAggregate({
  name: 'bank-account',
  shape: 1,
  initial: (): LinkedAccount => ({ status: 'none', account: null }),
  events: [accountLinked, accountUnlinked],
  evolve(state: LinkedAccount, event): LinkedAccount {
    switch (event.type) {
      case accountLinked.type:
        return { status: 'linked', account: event.data }
      case accountUnlinked.type:
        return { ...state, status: 'unlinked' }
    }
  },
})

export const accountKey = linkedAccount.key

const Standing = Type.Union([Type.Literal('active'), Type.Literal('deactivated'), Type.Literal('forgotten')])
export type Standing = Static<typeof Standing>

export type HeldAccount = AccountLinked & { readonly linkedAt: string }

/** What banking knows of a member. */
export interface Holding {
  readonly standing: Standing
  readonly account: HeldAccount | null
}

export const standingChanged = event('banking.standing-changed', Type.Object({ standing: Standing }))
/** `account` is null when it was unlinked. */
export const linkChanged = event('banking.link-changed', Type.Object({ account: Nullable(Link) }))

export const holding = defineAggregate({
  name: 'bank-holding',
  shape: 1,
  initial: (): Holding => ({ standing: 'active', account: null }),
  events: [standingChanged, linkChanged],
  evolve(state: Holding, event): Holding {
    switch (event.type) {
      case standingChanged.type:
        return { ...state, standing: event.data.standing }
      case linkChanged.type: {
        const { account } = event.data
        return { ...state, account: account && { ...account, linkedAt: new Date(event.at).toISOString() } }
      }
    }
  },
})

export const holdingKey = holding.key

export interface NumberClaim {
  readonly accountId: string | null
}

const Claim = Type.Object({ accountId: Type.String() })
export const numberClaimed = event('banking.number-claimed', Claim)
export const numberReleased = event('banking.number-released', Claim)

export const numberClaim = defineAggregate({
  name: 'bank-number',
  shape: 1,
  initial: () => ({ accountId: null }),
  events: [numberClaimed, numberReleased],
  evolve: (_claim: NumberClaim, { type, data }): NumberClaim => ({
    accountId: type === numberClaimed.type ? data.accountId : null,
  }),
})

export const numberKey = numberClaim.key
