/** What changes a franchise: its owner registers and changes it, an operator may do so for any and sets the fee. */
import { franchiseChanged, franchiseRegistered } from '../../contracts/franchises.ts'
import { type Actor, hasRole } from '../../platform/auth/tokens.ts'
import { accept, type Command } from '../../platform/kit/command.ts'
import type { NewMessage } from '../../platform/kit/message.ts'
import { type Refusal, refuse } from '../../platform/kit/refusal.ts'
import { ownerOrRole } from '../../platform/service/resource.ts'
import type { Sealer } from '../../platform/vault/vault.ts'
import { type Franchise, factsOf, feeSet, franchiseKey, type Registration } from './franchise.ts'

/** Basis points that a franchise begins with unless an operator says otherwise; `FRANCHISE_FEE_BP` overrides. */
export const FEE_BP_DEFAULT = 250

/** How the answer shows the franchise, and under whose key it is stored; null once the merchant is forgotten. */
export interface Showing {
  readonly present: (franchise: Franchise) => unknown
  readonly sealer: Sealer | null
}

export function registerFranchise(registration: Registration, { sealer, present }: Showing): Command {
  const key = franchiseKey(registration.franchiseId)
  return {
    type: 'franchises.register',
    keys: [key],
    sealed: sealer,
    decide(states, context) {
      const before = states.of(key)
      if (before.known) return refuse('franchise_exists')
      const after = { ...before, ...registration, known: true, createdAt: context.now.toISOString() }
      const messages = [franchiseRegistered.of(key, factsOf(after)), ...feeChange(before, after)]
      return accept(messages, { status: 201, reply: present(after) })
    },
  }
}

/** What is left out stays as it is. */
export type FranchiseChange = Partial<Omit<Registration, 'franchiseId' | 'merchantId'>>

/** Refused with `franchise_unknown`, `forbidden`, `fee_by_operator`. */
export function changeFranchise(
  franchiseId: string,
  actor: Actor,
  change: FranchiseChange,
  { sealer, present }: Showing,
): Command {
  const key = franchiseKey(franchiseId)
  return {
    type: 'franchises.change',
    keys: [key],
    sealed: sealer,
    decide(states) {
      const before = states.of(key)
      if (!before.known) return refuse('franchise_unknown')
      if (!mayChange(before, actor)) return refuse('forbidden')
      const refusal = maySetFee(change.feeBp, actor)
      if (refusal) return refusal
      const after = { ...before, ...change }
      const same = JSON.stringify(factsOf(after)) === JSON.stringify(factsOf(before))
      const messages = same ? [] : [franchiseChanged.of(key, factsOf(after)), ...feeChange(before, after)]
      return accept(messages, { reply: present(after) })
    },
  }
}

/** Owners may do with their own what operators may do with all, but for the fee. */
export const mayChange = ownerOrRole(({ merchantId }: Franchise) => merchantId, 'operator')

export const maySetFee = (feeBp: number | undefined, actor: Actor): Refusal | null =>
  feeBp === undefined || hasRole(actor, 'operator') ? null : refuse('fee_by_operator', { field: 'feeBp' })

function feeChange(before: Franchise, { franchiseId, feeBp }: Franchise): NewMessage[] {
  const previousBp = before.known ? before.feeBp : null
  if (feeBp === previousBp) return []
  return [feeSet.of(franchiseKey(franchiseId), { franchiseId, number: before.fees + 1, feeBp, previousBp })]
}
