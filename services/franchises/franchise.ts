/** A franchise: whose it is, where its money is paid out to, at which fee it takes payments, and whether it takes any. */
import { Type } from 'typebox'
import { FeeBp, franchiseChanged, franchiseRegistered } from '../../contracts/franchises.ts'
import { defineAggregate } from '../../platform/kit/aggregate.ts'
import { type DataOf, event } from '../../platform/kit/contract.ts'
import { Nullable } from '../../platform/kit/schemas.ts'

/** What every event of a franchise carries; the contact is encrypted under the merchant's key. */
export type Registration = Readonly<DataOf<typeof franchiseRegistered>>

export interface Franchise extends Registration {
  readonly known: boolean
  readonly createdAt: string
  /** How often the fee was set. */
  readonly fees: number
}

/** The history of the fee; no other service reads it, the snapshot has the current fee. */
export const feeSet = event(
  'franchises.fee-set',
  Type.Object({
    franchiseId: Type.String(),
    /** 1 when it was registered. */
    number: Type.Integer({ minimum: 1 }),
    feeBp: FeeBp,
    previousBp: Nullable(FeeBp),
  }),
)

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

export const franchise = defineAggregate({
  name: 'franchise',
  shape: 1,
  initial: () => unknown,
  events: [franchiseRegistered, franchiseChanged, feeSet],
  evolve(state: Franchise, event): Franchise {
    switch (event.type) {
      case franchiseRegistered.type:
        return { ...state, ...event.data, known: true, createdAt: new Date(event.at).toISOString() }
      case franchiseChanged.type:
        return { ...state, ...event.data }
      case feeSet.type:
        return { ...state, fees: event.data.number }
    }
  },
})

export const franchiseKey = franchise.key

export function factsOf(state: Franchise): Registration {
  const { franchiseId, merchantId, name, region, bankAccount, feeBp, active, sealedContact } = state
  return { franchiseId, merchantId, name, region, bankAccount, feeBp, active, sealedContact }
}
