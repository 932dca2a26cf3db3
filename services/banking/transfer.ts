/**
 * A firm-banking transfer: what was asked of the bank, and what the bank said. What pays it back is counted on it, so
 * that never more comes back than went.
 */
import { Type } from 'typebox'
import {
  type Direction,
  type TransferRequested,
  transferCompleted,
  transferFailed,
  transferRequested,
  transferUnknown,
} from '../../contracts/banking.ts'
import { defineAggregate } from '../../platform/kit/aggregate.ts'
import { type ReplyTo, ReplyToSchema } from '../../platform/kit/command.ts'
import { type DataOf, event } from '../../platform/kit/contract.ts'
import { type Refusal, refuse } from '../../platform/kit/refusal.ts'
import { transitions } from '../../platform/kit/transitions.ts'

export type TransferStatus = 'none' | 'requested' | 'completed' | 'failed' | 'unknown'

export interface BankTransfer extends Omit<TransferRequested, 'bankCode' | 'last4'> {
  readonly status: TransferStatus
  readonly reason: string | null
  /** By the bank's clock. */
  readonly bookedAt: string | null
  /** Where the answer belongs, while it is awaited. */
  readonly replyTo: ReplyTo | null
  /** What pays this one back, by id; not yet `done` counts too. */
  readonly reversals: Readonly<Record<string, { readonly amount: number; readonly done: boolean }>>
  readonly requestedAt: string
}

const none: BankTransfer = {
  status: 'none',
  transferId: '',
  direction: 'in',
  counterparty: { kind: 'linked', memberId: '' },
  amount: 0,
  currency: '',
  reference: '',
  accountId: null,
  account: { owner: '', bankCode: '', last4: '', sealed: '' },
  reverses: null,
  attempt: 0,
  toSuspense: false,
  reason: null,
  bookedAt: null,
  replyTo: null,
  reversals: {},
  requestedAt: '',
}

/** Private: where the answer belongs, and what pays it back. */
export const replyAwaited = event('banking.reply-awaited', Type.Object({ replyTo: ReplyToSchema }))
export const reversalBegun = event(
  'banking.reversal-begun',
  Type.Object({ transferId: Type.String(), amount: Type.Integer({ minimum: 1 }) }),
)
export const reversalEnded = event(
  'banking.reversal-ended',
  Type.Object({ transferId: Type.String(), done: Type.Boolean() }),
)

/** What every event of a transfer carries. */
export function factsOf(transfer: Omit<BankTransfer, 'status'>): TransferRequested {
  const { transferId, direction, counterparty, amount, currency, reference, accountId, account } = transfer
  const { reverses, attempt, toSuspense } = transfer
  const { bankCode, last4 } = account
  const asked = { transferId, direction, counterparty, amount, currency, reference }
  return { ...asked, accountId, bankCode, last4, account, reverses, attempt, toSuspense }
}

function endReversal({ reversals }: BankTransfer, { transferId, done }: DataOf<typeof reversalEnded>) {
  const { [transferId]: ended, ...others } = reversals
  return ended && done ? { ...others, [transferId]: { ...ended, done } } : others
}

export const bankTransfer = defineAggregate({
  name: 'bank-transfer',
  shape: 1,
  initial: () => none,
  events: [
    transferRequested,
    transferCompleted,
    transferFailed,
    transferUnknown,
    replyAwaited,
    reversalBegun,
    reversalEnded,
  ],
  evolve(state: BankTransfer, event): BankTransfer {
    switch (event.type) {
      case transferRequested.type: {
        const { bankCode: _, last4: __, ...facts } = event.data
        const requestedAt = state.requestedAt || new Date(event.at).toISOString()
        return { ...state, ...facts, status: 'requested', reason: null, requestedAt }
      }
      case transferCompleted.type:
        return { ...state, status: 'completed', bookedAt: event.data.bookedAt, reason: null, replyTo: null }
      case transferFailed.type:
        return { ...state, status: 'failed', reason: event.data.reason, replyTo: null }
      case transferUnknown.type:
        return { ...state, status: 'unknown', reason: 'outcome_unknown' }
      case replyAwaited.type:
        return { ...state, replyTo: event.data.replyTo }
      case reversalBegun.type: {
        const { transferId, amount } = event.data
        return { ...state, reversals: { ...state.reversals, [transferId]: { amount, done: false } } }
      }
      case reversalEnded.type:
        return { ...state, reversals: endReversal(state, event.data) }
    }
  },
})

export const transferKey = bankTransfer.key

/** What its saga reports, which may come twice and changes nothing then. */
export const moves = transitions<TransferStatus>()({
  table: {
    complete: { from: ['requested', 'unknown'], to: 'completed' },
    fail: { from: ['requested', 'unknown'], to: 'failed' },
    lose: { from: ['requested'], to: 'unknown' },
  },
})

/** The key the bank knows an attempt by. A refusal holds for its key, so what is tried anew needs another one. */
export const bankKeyOf = (transferId: string, attempt: number): string =>
  attempt === 1 ? transferId : `${transferId}.${attempt}`

/** The transfer that a key of the bank's belongs to. */
export const transferOfKey = (key: string): string => key.split('.')[0] ?? key

export const isTerminal = ({ status }: Pick<BankTransfer, 'status'>): boolean =>
  status === 'completed' || status === 'failed' || status === 'unknown'

/** What may still be paid back, reversals under way counted as gone. */
export const reversible = ({ amount, reversals }: BankTransfer): number =>
  Object.values(reversals).reduce((left, reversal) => left - reversal.amount, amount)

/** Whether `amount` may go back the other way. */
export function mayReverse(transfer: BankTransfer, direction: Direction, amount: number): Refusal | null {
  const { status } = transfer
  if (status === 'none') return refuse('transfer_unknown')
  if (status !== 'completed') return refuse('transfer_not_completed', { status })
  if (transfer.reverses !== null || transfer.direction === direction) return refuse('transfer_not_reversible')
  const left = reversible(transfer)
  if (left === 0) return refuse('already_reversed')
  return amount > left ? refuse('reversal_exceeds_transfer', { left }) : null
}
