/**
 * The ledger's rules, pure: open, transfer, hold, post, void, expire. The model is two-phase double entry: a transfer is
 * posted at once, or an amount is pending first and then posted (whole or in part), voided or expired.
 */
import {
  accountOpened,
  type HoldEnded,
  holdExpired,
  holdPlaced,
  holdPosted,
  holdVoided,
  type Posting,
  transferred,
} from '../../contracts/money.ts'
import { type Accepted, accept, type Context, type Decision, type States } from '../../platform/command.ts'
import type { NewMessage } from '../../platform/message.ts'
import { type Refusal, refuse } from '../../platform/refusal.ts'
import { type Account, accountKey, available, balance } from './account.ts'
import { type Hold, holdKey } from './hold.ts'

export interface Transfer {
  readonly transferId: string
  readonly kind: string
  readonly debit: string
  readonly credit: string
  /** Minor units, at least 1. */
  readonly amount: number
  readonly currency: string
  readonly reference?: string | null
  readonly memo?: string | null
}

/** The accounts a command locks. */
export const accountsOf = (between: { readonly debit: string; readonly credit: string }): string[] => [
  accountKey(between.debit),
  accountKey(between.credit),
]

function assertAmount(amount: number): void {
  if (!Number.isSafeInteger(amount) || amount < 1) throw new Error(`not an amount of minor units: ${amount}`)
}

/** Whether the two accounts may take this: both open, one currency, and the debited one not past its limit. */
function admit(debit: Account, credit: Account, amount: number, currency: string): Refusal | null {
  assertAmount(amount)
  if (!debit.opened || !credit.opened) {
    return refuse('account_unknown', { account: debit.opened ? credit.id : debit.id })
  }
  if (debit.currency !== currency || credit.currency !== currency) return refuse('currency_mismatch', { currency })
  if (debit.limited && available(debit) < amount) return refuse('insufficient_funds', { available: available(debit) })
  return null
}

function after(account: Account, side: 'debit' | 'credit', amount: number): number {
  const balanceAfter = balance(account) + (account.normalSide === side ? amount : -amount)
  if (!Number.isSafeInteger(balanceAfter)) throw new Error(`the balance of ${account.id} would not be exact any more`)
  return balanceAfter
}

function postingOf(transfer: Transfer, debit: Account, credit: Account): Posting {
  const { reference = null, memo = null, ...rest } = transfer
  return {
    ...rest,
    reference,
    memo,
    debitAfter: after(debit, 'debit', transfer.amount),
    creditAfter: after(credit, 'credit', transfer.amount),
  }
}

/** One transfer between two accounts, at once; `opening` names a credited account that the same command opens. Refusals: account_unknown, currency_mismatch, insufficient_funds. */
export function transfer(
  states: States,
  request: Transfer,
  opening: string | null = null,
): NewMessage<Posting> | Refusal {
  const debit = states.of<Account>(accountKey(request.debit))
  const stored = states.of<Account>(accountKey(request.credit))
  const credit = stored.id === opening ? { ...stored, opened: true } : stored
  const refusal = admit(debit, credit, request.amount, request.currency)
  if (refusal) return refusal
  const posting = postingOf(request, debit, credit)
  return transferred.of(`transfer:${request.transferId}`, posting, accountsOf(request))
}

export function open(states: States, id: string): NewMessage[] {
  const account = states.of<Account>(accountKey(id))
  if (account.opened) return []
  const { kind, owner, currency } = account
  return [accountOpened.of(accountKey(id), { account: id, kind, owner, currency })]
}

export interface HoldRequest {
  readonly holdId: string
  readonly debit: string
  readonly credit: string
  readonly amount: number
  readonly currency: string
  readonly reference: string
  readonly expiresAt?: string | undefined
}

export const EXPIRE_HOLD = 'money.expire-hold'
const expiryTimer = (holdId: string): string => `hold/${holdId}`

/** Sets an amount aside. Placing the same hold again is refused as `hold_exists`. */
export function place(states: States, request: HoldRequest): Decision {
  const { holdId, debit: from, credit: to, amount, currency, reference } = request
  if (states.of<Hold>(holdKey(holdId)).status !== 'none') return refuse('hold_exists')
  const debit = states.of<Account>(accountKey(from))
  const credit = states.of<Account>(accountKey(to))
  const refusal = admit(debit, credit, amount, currency)
  if (refusal) return refusal
  if (!debit.active) return refuse('account_inactive')
  const expiresAt = request.expiresAt ?? null
  const placed = { holdId, debit: from, credit: to, amount, currency, reference, expiresAt }
  return accept([holdPlaced.of(holdKey(holdId), placed, accountsOf(request))], {
    reply: { holdId, amount, currency },
    ...(expiresAt && {
      setTimers: [
        {
          id: expiryTimer(holdId),
          at: new Date(expiresAt),
          type: EXPIRE_HOLD,
          input: { holdId, debit: from, credit: to },
        },
      ],
    }),
  })
}

/** The hold's rest is released when `amount` is less than what was held. */
export function postHeld(states: States, holdId: string, context: Context, amount?: number): Accepted | Refusal {
  const hold = states.of<Hold>(holdKey(holdId))
  const over = mustBePending(hold)
  if (over) return over
  const posted = amount ?? hold.amount
  assertAmount(posted)
  if (posted > hold.amount) return refuse('hold_exceeded', { held: hold.amount })
  const debit = states.of<Account>(accountKey(hold.debit))
  const credit = states.of<Account>(accountKey(hold.credit))
  const { reference, currency } = hold
  const transferId = context.newId('trf')
  const posting = postingOf(
    { transferId, kind: 'payment', debit: hold.debit, credit: hold.credit, amount: posted, currency, reference },
    debit,
    credit,
  )
  const message = holdPosted.of(holdKey(holdId), { holdId, held: hold.amount, posting }, accountsOf(hold))
  return accept([message], { reply: { transferId, amount: posted, currency }, ...clearing(hold, holdId) })
}

/** Voiding what is already voided or expired changes nothing; voiding what was posted is refused. */
export function voidHeld(states: States, holdId: string): Decision {
  const hold = states.of<Hold>(holdKey(holdId))
  if (hold.status === 'voided' || hold.status === 'expired') return accept([], { reply: { status: hold.status } })
  const over = mustBePending(hold)
  if (over) return over
  return accept([holdVoided.of(holdKey(holdId), endOf(hold, holdId), accountsOf(hold))], {
    reply: { status: 'voided' },
    ...clearing(hold, holdId),
  })
}

/** The hold's time is over. A hold that ended otherwise is left as it is. */
export function expireHeld(states: States, holdId: string, now: Date): Decision {
  const hold = states.of<Hold>(holdKey(holdId))
  if (hold.status !== 'pending' || hold.expiresAt === null || new Date(hold.expiresAt) > now) return accept([])
  return accept([holdExpired.of(holdKey(holdId), endOf(hold, holdId), accountsOf(hold))])
}

export function mustBePending(hold: Hold): Refusal | null {
  switch (hold.status) {
    case 'pending':
      return null
    case 'none':
      return refuse('hold_unknown')
    case 'posted':
      return refuse('hold_already_posted')
    case 'voided':
      return refuse('hold_already_voided')
    case 'expired':
      return refuse('hold_expired')
  }
}

const endOf = ({ debit, credit, amount, currency }: Hold, holdId: string): HoldEnded => ({
  holdId,
  debit,
  credit,
  amount,
  currency,
})

const clearing = (hold: Hold, holdId: string) => (hold.expiresAt ? { clearTimers: [expiryTimer(holdId)] } : {})
