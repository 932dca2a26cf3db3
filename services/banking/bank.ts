/** The port to the partner bank's firm banking. Amounts are whole won; one side is always the corporate account. */
import type { Direction, NamedAccount } from '../../contracts/banking.ts'
import type { OutsideAnswer } from '../../platform/kit/outside.ts'

/** The number is digits only. */
export type Holder = Omit<NamedAccount, 'owner'>

interface Movement {
  readonly direction: Direction
  readonly amount: number
}

export interface Booked extends Movement {
  readonly status: 'booked'
  readonly bookedAt: string
}

/** What the bank says of a key that reached it. */
export type Found = Booked | { readonly status: 'refused'; readonly code: string } | { readonly status: 'processing' }

export interface StatementLine extends Movement {
  readonly lineId: string
  /** The key of the transfer; null for what we did not ask for. */
  readonly key: string | null
  readonly balance: number
  readonly bankCode: string
  readonly last4: string
  readonly bookedAt: string
}

export interface Statement {
  readonly date: string
  readonly openingBalance: number
  readonly closingBalance: number
  readonly lines: readonly StatementLine[]
}

export interface Bank {
  /** Is there such an open account, held by that name? */
  inquire(account: Holder): Promise<OutsideAnswer<unknown>>
  transfer(asked: Movement & { readonly counterparty: Holder }, key: string): Promise<OutsideAnswer<Booked>>
  lookUp(key: string): Promise<OutsideAnswer<Found>>
  /** Of a Korean calendar day, `2026-11-20`. */
  statement(date: string): Promise<OutsideAnswer<Statement>>
}

/** What the bank calls a refusal, and what we call it; any other code is `bank_refused`. */
const REFUSAL_OF: Readonly<Record<string, string>> = {
  ACCOUNT_UNKNOWN: 'account_unknown',
  ACCOUNT_CLOSED: 'account_closed',
  HOLDER_MISMATCH: 'holder_mismatch',
  INSUFFICIENT_FUNDS: 'bank_insufficient_funds',
  LIMIT_EXCEEDED: 'bank_limit_exceeded',
}

export const refusalOf = (code: string): string => REFUSAL_OF[code] ?? 'bank_refused'
