/** A franchise: whose it is, where its money is paid out to, at which fee it takes payments, and whether it takes any. */
import { type Static, Type } from 'typebox'
import { FeeBp, type FranchiseSnapshot, franchiseChanged, franchiseRegistered } from '../../contracts/franchises.ts'
import type { Aggregate } from '../../platform/kit/aggregate.ts'
import { event } from '../../platform/kit/contract.ts'

export interface Franchise extends FranchiseSnapshot {
  readonly known: boolean
  /** Encrypted under the merchant's key. */
  readonly sealedContact: string
  readonly createdAt: string
  /** How often the fee was set. */
  readonly fees: number
}

export const franchiseKey = (id: string): string => `franchise:${id}`

/** The history of the fee; nobody else needs to hear of it, the snapshot says what holds now. */
export const feeSet = event(
  'franchises.fee-set',
  Type.Object({
    franchiseId: Type.String(),
    /** 1 when it was registered. */
    number: Type.Integer({ minimum: 1 }),
    feeBp: FeeBp,
    previousBp: Type.Union([FeeBp, Type.Null()]),
  }),
)
export type FeeSet = Static<typeof feeSet.schema>

const unknown: Franchise = {
  known: false,
  franchiseId: '',
  merchantId: '',
  name: '',
  region: null,
  bankAccount: { owner: '', bankCode: '', last4: '', sealed: '' },
  feeBp: 0,
  active: false,
  sealedContact: '',
  createdAt: '',
  fees: 0,
}

type Facts = Static<typeof franchiseRegistered.schema>

function evolve(state: Franchise, { type, data, at }: { type: string; data: unknown; at: Date }): Franchise {
  switch (type) {
    case franchiseRegistered.type:
      return { ...state, ...(data as Facts), known: true, createdAt: new Date(at).toISOString() }
    case franchiseChanged.type:
      return { ...state, ...(data as Facts) }
    case feeSet.type:
      return { ...state, fees: (data as FeeSet).number }
    default:
      return state
  }
}

export const franchise: Aggregate<Franchise> = { name: 'franchise', shape: 1, initial: () => unknown, evolve }

/** What every event of a franchise carries. */
export function factsOf(state: Franchise): Facts {
  const { franchiseId, merchantId, name, region, bankAccount, feeBp, active, sealedContact } = state
  return { franchiseId, merchantId, name, region, bankAccount, feeBp, active, sealedContact }
}
