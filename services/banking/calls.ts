/** The one call to the bank that moves money: how it is performed, and how its outcome is asked for. */
import { type Static, Type } from 'typebox'
import type { TransferRequested } from '../../contracts/banking.ts'
import type { CallDefinition, CallOutcome } from '../../platform/kit/calls.ts'
import { refuse } from '../../platform/kit/refusal.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { type Bank, type Found, refusalOf } from './bank.ts'
import { openHolder } from './sealing.ts'

export interface MoveInput extends Pick<TransferRequested, 'direction' | 'account' | 'amount'> {
  /** Unique to the attempt; the bank books it once. */
  readonly bankKey: string
}

export const Moved = Type.Object({ bookedAt: Type.String({ format: 'date-time' }) })
export type Moved = Static<typeof Moved>

const unknown = (reason: string): CallOutcome => ({ kind: 'unknown', reason })
const refused = (code: string): CallOutcome => ({
  kind: 'refused',
  refusal: refuse(refusalOf(code), { bankCode: code }),
})

function outcomeOf(found: Found, { amount, direction }: MoveInput): CallOutcome {
  switch (found.status) {
    case 'booked': {
      const asItWasAsked = found.amount === amount && found.direction === direction
      const result: Moved = { bookedAt: new Date(found.bookedAt).toISOString() }
      return asItWasAsked ? { kind: 'done', result } : unknown('another transfer is booked under the key')
    }
    case 'refused':
      return refused(found.code)
    case 'processing':
      return unknown('the bank is working on it')
  }
}

/** What the bank says when the key is known to it, or before it has looked at the transfer at all. */
const SAYS_NOTHING = new Set([
  ...['DUPLICATE_TRANSFER', 'TRANSFER_IN_PROGRESS'],
  ...['UNAUTHORIZED', 'NOT_FOUND', 'UNKNOWN'],
])
const RETRIABLE = new Set([401, 403, 408, 425, 429])

/** Null when only asking tells what became of the transfer. */
function refusalOutcome({ code, status }: { readonly code: string; readonly status: number }): CallOutcome | null {
  if (code === 'KEY_REUSED') return unknown('the key is another transfer’s')
  return SAYS_NOTHING.has(code) || RETRIABLE.has(status) ? null : refused(code)
}

export function moveCall(bank: Bank, vault: Vault): CallDefinition<MoveInput> {
  async function ask(input: MoveInput): Promise<CallOutcome | { kind: 'absent' }> {
    const found = await bank.lookUp(input.bankKey)
    if (found.kind === 'unknown') return found
    if (found.kind === 'done') return outcomeOf(found.value, input)
    // Any other 404 may come from whoever stands in between, and means nothing.
    return found.code === 'TRANSFER_UNKNOWN' ? { kind: 'absent' } : unknown(`asking was refused: ${found.code}`)
  }
  /** After a refusal that tells nothing about the transfer. */
  async function askAfter(code: string, input: MoveInput): Promise<CallOutcome> {
    const outcome = await ask(input)
    return outcome.kind === 'absent' ? unknown(`not booked, and not refused: ${code}`) : outcome
  }
  return {
    ask,
    async perform(input) {
      const { bankKey, direction, account, amount } = input
      const counterparty = await openHolder(vault, account)
      if (!counterparty) return { kind: 'refused', refusal: refuse('account_forgotten') }
      const answer = await bank.transfer({ direction, counterparty, amount }, bankKey)
      if (answer.kind === 'unknown') return answer
      if (answer.kind === 'done') return outcomeOf(answer.value, input)
      return refusalOutcome(answer) ?? askAfter(answer.code, input)
    },
  }
}
