/** The events of franchises: which there are, whose they are, at which fee they take payments, where they are paid out to. */
import { type Static, Type } from 'typebox'
import { defineContract, event } from '../platform/kit/contract.ts'
import { Nullable } from '../platform/kit/schemas.ts'
import { SealedAccount } from './banking.ts'
import { lookUp } from './look-up.ts'
import { mayLeave } from './obligations.ts'

/** Basis points: 10,000 are the whole amount. */
export const FEE_BP_MAX = 10_000
export const FeeBp = Type.Integer({
  minimum: 0,
  maximum: FEE_BP_MAX,
  description: 'Basis points: 250 are 2.5 %.',
  examples: [250],
})

/** Everything other services copy of a franchise; every event has all of it. */
export const FranchiseSnapshot = Type.Object({
  franchiseId: Type.String(),
  /** The member who owns it. */
  merchantId: Type.String(),
  name: Type.String(),
  region: Nullable(Type.String()),
  bankAccount: SealedAccount,
  feeBp: FeeBp,
  active: Type.Boolean(),
})
export type FranchiseSnapshot = Static<typeof FranchiseSnapshot>

export const franchiseRegistered = event(
  'franchises.franchise-registered',
  Type.Object({ ...FranchiseSnapshot.properties, sealedContact: Type.String() }),
)
export const franchiseChanged = event(
  'franchises.franchise-changed',
  Type.Object({ ...FranchiseSnapshot.properties, sealedContact: Type.String() }),
)

/**
 * The fee on an amount in minor units: round half up(amount × bp / 10,000), in integers. Exact for every amount up to
 * 2^53, because the product is taken in BigInt.
 */
export const feeOf = (amount: number, bp: number): number =>
  Number((BigInt(amount) * BigInt(bp) * 2n + 10_000n) / 20_000n)

/** Names by id. */
export const franchiseNames = lookUp('franchises.names', Type.String())

export const franchisesContract = defineContract('franchises', {
  summary: 'Franchises: whose they are, where their money is paid out to, and their fees.',
  events: { franchiseRegistered, franchiseChanged },
  rpcs: { franchiseNames, mayLeave: mayLeave.of('franchises') },
})
