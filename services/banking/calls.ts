/** The one call to the bank that moves money: how it is performed, and how its outcome is asked for. */
import { type Static, Type } from 'typebox'
import type { TransferRequested } from '../../contracts/banking.ts'
import type { CallDefinition, CallOutcome, QueryOutcome } from '../../platform/kit/calls.ts'
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

const unknown = (reason: string) => ({ kind: 'unknown', reason }) as const
const refused = (code: string) => ({ kind: 'refused', refusal: refuse(refusalOf(code), { bankCode: code }) }) as const

function outcomeOf(found: Found, { amount, direction }: MoveInput): Exclude<QueryOutcome, { kind: 'absent' }> {
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

/** While the bank turns us away it is tried so often before the transfer is given up: nothing has moved. */
const TURNED_AWAY_TRIES = 4

export function moveCall(bank: Bank, vault: Vault): CallDefinition<MoveInput> {
  async function ask(input: MoveInput): Promise<QueryOutcome> {
    const found = await bank.lookUp(input.bankKey)
    switch (found.kind) {
      case 'done':
        return outcomeOf(found.value, input)
      case 'refused':
        return { kind: 'absent' }
      case 'again':
      case 'ours':
        return unknown(`asking was answered ${found.status} ${found.code}`)
      case 'unknown':
        return found
    }
  }
  /** After an answer that tells nothing about the transfer. */
  async function askAfter(code: string, input: MoveInput): Promise<CallOutcome> {
    const outcome = await ask(input)
    return outcome.kind === 'absent' ? unknown(`not booked, and not refused: ${code}`) : outcome
  }
  return {
    ask,
    turnedAwayTries: TURNED_AWAY_TRIES,
    async perform(input) {
      const { bankKey, direction, account, amount } = input
      const counterparty = await openHolder(vault, account)
      if (!counterparty) return { kind: 'refused', refusal: refuse('account_forgotten') }
      const answer = await bank.transfer({ direction, counterparty, amount }, bankKey)
      switch (answer.kind) {
        case 'done':
          return outcomeOf(answer.value, input)
        case 'refused':
          return refused(answer.code)
        case 'again':
          return askAfter(answer.code, input)
        case 'ours':
          return {
            kind: 'turned_away',
            refusal: refuse('bank_unavailable'),
            reason: `turned away: ${answer.status} ${answer.code}`,
          }
        case 'unknown':
          return answer
      }
    },
  }
}
