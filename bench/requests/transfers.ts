/** Small transfers from one member to another, both chosen at random, or all to one. */
import type { Requests } from '../driver/load.ts'
import { type Caller, Keys, keyed, oneOf, post } from './request.ts'

export interface TransfersInput {
  readonly payers: readonly Caller[]
  /** Ids of members. */
  readonly payees: readonly string[]
}

const AMOUNT_MAX = 1_000

export class TransferRequests implements Requests {
  readonly #input: TransfersInput
  readonly #keys = new Keys()

  constructor(input: TransfersInput) {
    this.#input = input
  }

  next(): string {
    const to = oneOf(this.#input.payees)
    let from = oneOf(this.#input.payers)
    while (from.memberId === to) from = oneOf(this.#input.payers)
    const amount = 1 + Math.floor(Math.random() * AMOUNT_MAX)
    return post('/api/money/transfers', `{"to":"${to}","amount":${amount}}`, keyed(from, this.#keys.next()))
  }
}
