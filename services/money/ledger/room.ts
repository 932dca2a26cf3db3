/**
 * Every total of an account, with what is pending, stays within the limit of its currency (`minorMax`), so that totals
 * and balances can always be read. What people begin may fill half of that. The other half is for what follows from it:
 * a refund, a return or a payout moves the same money once more, and must find room however full the book is.
 */
import { isCurrency, minorMax, toMajor } from '../../../platform/http/routes/amount.ts'
import { type Refusal, refuse } from '../../../platform/kit/refusal.ts'
import type { AccountTotals } from './account.ts'

/** The limit of a total, in minor units. */
export const totalMax = (currency: string): number => (isCurrency(currency) ? minorMax(currency) : 0)

/** The part of it that people can fill: deposits, transfers, holds, top-ups. */
export const begunMax = (currency: string): number => Math.floor(totalMax(currency) / 2)

interface Movement {
  readonly debit: AccountTotals
  readonly credit: AccountTotals
  readonly amount: number
  readonly currency: string
}

/** Refuses what would make a total of one of the two accounts greater than `max`, in minor units: `ledger_limit`. */
export function roomFor({ debit, credit, amount, currency }: Movement, max: number): Refusal | null {
  const fits =
    amount <= max - debit.debitsPosted - debit.debitsPending &&
    amount <= max - credit.creditsPosted - credit.creditsPending
  return fits ? null : refuse('ledger_limit', { max: toMajor(max, currency), currency })
}
