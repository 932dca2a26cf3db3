/**
 * The bank's books: everybody's accounts, the corporate account with every line of it, and what became of each transfer
 * key. Recorded in a journal, so that they outlive the process. Amounts are whole won.
 */
import { Journal } from '../shared/journal.ts'
import type { BankErrorCode } from './errors.ts'

export interface BankAccount {
  readonly bankCode: string
  readonly accountNumber: string
  readonly holderName: string
  readonly balance: number
  readonly open: boolean
}

/** A line of the corporate account. */
export interface Line {
  readonly lineId: string
  /** The transfer's key; null for what the bank did by itself. */
  readonly key: string | null
  /** Seen from the corporate account. */
  readonly direction: 'in' | 'out'
  readonly amount: number
  readonly bankCode: string
  readonly accountNumber: string
  readonly bookedAt: string
}

/** The result of a transfer, for good: requested again under its key, the bank says the same. */
export interface Outcome {
  readonly key: string
  /** Keyed hash of the request's body. */
  readonly fingerprint: string
  readonly lineId: string | null
  readonly refusal: BankErrorCode | null
}

/** What the statement shows otherwise than it was booked. */
export type Difference =
  | { readonly kind: 'missing'; readonly key: string }
  | { readonly kind: 'amount'; readonly key: string; readonly amount: number }

export type Entry =
  | { readonly kind: 'corporate'; readonly balance: number }
  | { readonly kind: 'account'; readonly account: BankAccount }
  | { readonly kind: 'line'; readonly line: Line }
  | { readonly kind: 'outcome'; readonly outcome: Outcome }
  | { readonly kind: 'duplicate'; readonly key: string; readonly at: string }
  | { readonly kind: 'difference'; readonly difference: Difference }

type Named = Pick<BankAccount, 'bankCode' | 'accountNumber'>
const nameOf = ({ bankCode, accountNumber }: Named): string => `${bankCode}/${accountNumber}`

export class Books {
  readonly #accounts = new Map<string, BankAccount>()
  readonly #lines = new Map<string, Line>()
  readonly outcomes = new Map<string, Outcome>()
  readonly differences: Difference[] = []
  /** Keys that came more than once, in the order they did. */
  readonly duplicates: { readonly key: string; readonly at: string }[] = []
  readonly #journal: Journal<Entry>
  #opening: number | null = null
  corporate = 0

  constructor(openingBalance: number, file?: string) {
    this.#journal = new Journal<Entry>(file, entry => this.#apply(entry))
    if (this.#opening === null) this.record({ kind: 'corporate', balance: openingBalance })
  }

  /** What the corporate account had before its first line. */
  get opening(): number {
    return this.#opening ?? 0
  }

  account(named: Named): BankAccount | undefined {
    return this.#accounts.get(nameOf(named))
  }

  line(lineId: string): Line | undefined {
    return this.#lines.get(lineId)
  }

  /** In the order they were booked. */
  get lines(): readonly Line[] {
    return [...this.#lines.values()]
  }

  get accounts(): readonly BankAccount[] {
    return [...this.#accounts.values()]
  }

  /** What is recorded together is there together after a crash. */
  record(...entries: readonly Entry[]): void {
    this.#journal.record(entries)
  }

  close(): void {
    this.#journal.close()
  }

  #apply(entry: Entry): void {
    switch (entry.kind) {
      case 'corporate':
        this.#opening = entry.balance
        this.corporate = entry.balance
        break
      case 'account':
        this.#accounts.set(nameOf(entry.account), entry.account)
        break
      case 'line':
        this.#book(entry.line)
        break
      case 'outcome':
        this.outcomes.set(entry.outcome.key, entry.outcome)
        break
      case 'duplicate':
        this.duplicates.push({ key: entry.key, at: entry.at })
        break
      case 'difference':
        this.differences.push(entry.difference)
        break
    }
  }

  #book(line: Line): void {
    const gained = line.direction === 'in' ? line.amount : -line.amount
    this.#lines.set(line.lineId, line)
    this.corporate += gained
    const other = this.account(line)
    if (other) this.#accounts.set(nameOf(other), { ...other, balance: other.balance - gained })
  }
}
