/**
 * Transfers by their key: booked once, refused for good, and known again when they come again. Also the inquiry, which
 * looks at an account as a transfer would.
 */
import { createHmac } from 'node:crypto'
import type { Ports } from '../../platform/ports/ports.ts'
import { seoulTime } from '../shared/seoul-time.ts'
import type { Answer } from '../shared/stage.ts'
import type { BankAccount, Books, Line, Outcome } from './books.ts'
import { BankError } from './errors.ts'

/** The most that one transfer may move. */
export const TRANSFER_MAX = 1_000_000_000

export interface Holder {
  readonly bankCode: string
  readonly accountNumber: string
  readonly holderName: string
}

export interface TransferRequest {
  /** Seen from the corporate account: `in` takes from the counterparty, `out` pays to it. */
  readonly direction: 'in' | 'out'
  readonly counterparty: Holder
  /** Whole won. */
  readonly amount: number
  readonly currency: 'KRW'
}

const comparable = (name: string): string => name.normalize('NFKC').replaceAll(/\s/g, '').toLowerCase()

/** Throws the bank's refusal when there is no such account, it is closed, or somebody else's. */
export function inquire(books: Books, { holderName, ...named }: Holder): BankAccount {
  const account = books.account(named)
  if (!account) throw new BankError('ACCOUNT_UNKNOWN')
  if (comparable(account.holderName) !== comparable(holderName)) throw new BankError('HOLDER_MISMATCH')
  if (!account.open) throw new BankError('ACCOUNT_CLOSED')
  return account
}

export class Transfers {
  readonly #books: Books
  readonly #ports: Ports
  readonly #secret: string
  readonly #underWay = new Set<string>()

  constructor(books: Books, ports: Ports, secret: string) {
    this.#books = books
    this.#ports = ports
    this.#secret = secret
  }

  /**
   * What to answer a key that came before: the same again, and that it did is written down. Null when it is new; throws
   * when it was another transfer's, or is being worked on.
   */
  repeated(key: string, request: TransferRequest): Answer | null {
    const earlier = this.#books.outcomes.get(key)
    if (earlier && earlier.fingerprint !== this.#fingerprint(request)) throw new BankError('KEY_REUSED')
    if (!earlier && !this.#underWay.has(key)) return null
    this.noteDuplicate(key)
    if (!earlier) throw new BankError('TRANSFER_IN_PROGRESS')
    return this.#answerOf(earlier, 201)
  }

  noteDuplicate(key: string): void {
    this.#books.record({ kind: 'duplicate', key, at: this.#ports.clock.now().toISOString() })
  }

  /** While `work` runs the key is in progress, for whoever looks it up. */
  async underWay<T>(key: string, work: () => Promise<T>): Promise<T> {
    this.#underWay.add(key)
    try {
      return await work()
    } finally {
      this.#underWay.delete(key)
    }
  }

  /** Books it or refuses it, for good; `refusal` is set when the bank is set to refuse. */
  decide(key: string, request: TransferRequest, refusal: BankError | null): Answer {
    const outcome = { key, fingerprint: this.#fingerprint(request) }
    try {
      if (refusal) throw refusal
      const line = this.#lineOf(key, request)
      const booked: Outcome = { ...outcome, lineId: line.lineId, refusal: null }
      this.#books.record({ kind: 'line', line }, { kind: 'outcome', outcome: booked })
      return this.#answerOf(booked, 201)
    } catch (error) {
      if (!(error instanceof BankError)) throw error
      const refused: Outcome = { ...outcome, lineId: null, refusal: error.code }
      this.#books.record({ kind: 'outcome', outcome: refused })
      return this.#answerOf(refused, 201)
    }
  }

  /** What became of a key. Throws `TRANSFER_UNKNOWN` when nothing of it ever arrived: then it was surely not booked. */
  lookUp(key: string): Answer {
    const outcome = this.#books.outcomes.get(key)
    if (outcome?.refusal) return { status: 200, body: { key, status: 'refused', code: outcome.refusal } }
    if (outcome) return this.#answerOf(outcome, 200)
    if (this.#underWay.has(key)) return { status: 200, body: { key, status: 'processing' } }
    throw new BankError('TRANSFER_UNKNOWN')
  }

  #answerOf({ key, lineId, refusal }: Outcome, status: number): Answer {
    if (refusal) {
      const { status: refused, body } = new BankError(refusal)
      return { status: refused, body }
    }
    const line = lineId === null ? undefined : this.#books.line(lineId)
    if (!line) throw new Error(`the booking of ${key} is not in the books`)
    const { direction, amount, bookedAt } = line
    return {
      status,
      body: { key, status: 'booked', lineId, direction, amount, bookedAt: seoulTime(new Date(bookedAt)) },
    }
  }

  #lineOf(key: string, { direction, counterparty, amount }: TransferRequest): Line {
    const account = inquire(this.#books, counterparty)
    if (amount > TRANSFER_MAX) throw new BankError('LIMIT_EXCEEDED')
    const from = direction === 'in' ? account.balance : this.#books.corporate
    if (from < amount) throw new BankError('INSUFFICIENT_FUNDS')
    const { bankCode, accountNumber } = account
    const bookedAt = this.#ports.clock.now().toISOString()
    return { lineId: this.#ports.ids.next('bkl'), key, direction, amount, bankCode, accountNumber, bookedAt }
  }

  /** Keyed, because a body holds an account number and a name, and the plain hash of those can be searched. */
  #fingerprint({ direction, counterparty, amount }: TransferRequest): string {
    const { bankCode, accountNumber, holderName } = counterparty
    const text = JSON.stringify([direction, bankCode, accountNumber, holderName, amount])
    return createHmac('sha256', this.#secret).update(text).digest('base64url')
  }
}
