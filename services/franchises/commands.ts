/** What changes a franchise: its owner registers and changes it, an operator may do so for any and sets the fee. */
import type { SealedAccount } from '../../contracts/banking.ts'
import { franchiseChanged, franchiseRegistered } from '../../contracts/franchises.ts'
import { accept, type Command } from '../../platform/kit/command.ts'
import type { NewMessage } from '../../platform/kit/message.ts'
import { type Refusal, refuse } from '../../platform/kit/refusal.ts'
import type { Sealer } from '../../platform/vault/vault.ts'
import { type Franchise, factsOf, feeSet, franchiseKey } from './franchise.ts'

/** Basis points that a franchise begins with unless an operator says otherwise; `FRANCHISE_FEE_BP` overrides. */
export const FEE_BP_DEFAULT = 250

/** Who asks: owners may do with their own what operators may do with all, but for the fee. */
export interface Caller {
  readonly id: string
  readonly operator: boolean
}

/** How the answer shows the franchise, and under whose key it is stored; null once the merchant is forgotten. */
export interface Showing {
  readonly present: (franchise: Franchise) => unknown
  readonly sealer: Sealer | null
}

export interface Registration {
  readonly franchiseId: string
  readonly merchantId: string
  readonly name: string
  readonly region: string | null
  readonly bankAccount: SealedAccount
  readonly feeBp: number
  readonly active: boolean
  readonly sealedContact: string
}

export function registerFranchise(registration: Registration, shown: Showing): Command {
  const key = franchiseKey(registration.franchiseId)
  return {
    type: 'franchises.register',
    keys: [key],
    sealed: shown.sealer,
    decide(states, context) {
      const before = states.of(key)
      if (before.known) return refuse('franchise_exists')
      const after = { ...before, ...registration, known: true, createdAt: context.now.toISOString() }
      const messages = [franchiseRegistered.of(key, factsOf(after)), ...feeChange(before, after)]
      return accept(messages, { status: 201, reply: shown.present(after) })
    },
  }
}

/** What is left out stays as it is. */
export type FranchiseChange = Partial<Omit<Registration, 'franchiseId' | 'merchantId'>>

/** Refused with `franchise_unknown`, `forbidden`, `fee_by_operator`. */
export function changeFranchise(franchiseId: string, by: Caller, change: FranchiseChange, shown: Showing): Command {
  const key = franchiseKey(franchiseId)
  return {
    type: 'franchises.change',
    keys: [key],
    sealed: shown.sealer,
    decide(states) {
      const before = states.of(key)
      const refusal = mayChange(before, by) ?? maySetFee(change.feeBp, by)
      if (refusal) return refusal
      const after = { ...before, ...change }
      const same = JSON.stringify(factsOf(after)) === JSON.stringify(factsOf(before))
      const messages = same ? [] : [franchiseChanged.of(key, factsOf(after)), ...feeChange(before, after)]
      return accept(messages, { reply: shown.present(after) })
    },
  }
}

export function mayChange({ known, merchantId }: Franchise, by: Caller): Refusal | null {
  if (!known) return refuse('franchise_unknown')
  return by.operator || by.id === merchantId ? null : refuse('forbidden')
}

export const maySetFee = (feeBp: number | undefined, by: Caller): Refusal | null =>
  feeBp === undefined || by.operator ? null : refuse('fee_by_operator', { field: 'feeBp' })

function feeChange(before: Franchise, { franchiseId, feeBp }: Franchise): NewMessage[] {
  const previousBp = before.known ? before.feeBp : null
  if (feeBp === previousBp) return []
  return [feeSet.of(franchiseKey(franchiseId), { franchiseId, number: before.fees + 1, feeBp, previousBp })]
}
