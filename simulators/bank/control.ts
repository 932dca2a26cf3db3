/** The simulator's control API, for the demo data and for tests: opens accounts, tells it how to behave, reads its books. */
import type { NewBehaviour } from './behaviours.ts'
import type { BankAccount, Line } from './books.ts'
import type { NewAccount, Planted } from './control-api.ts'

export interface BankBooks {
  /** What the corporate account has. */
  readonly corporate: number
  readonly accounts: readonly BankAccount[]
  readonly lines: readonly Line[]
  readonly refused: readonly { readonly key: string; readonly code: string }[]
  readonly duplicates: readonly { readonly key: string; readonly at: string }[]
}

type Named = Pick<BankAccount, 'bankCode' | 'accountNumber'>

export class BankControl {
  readonly url: string

  constructor(url: string) {
    this.url = url
  }

  open = (account: NewAccount) => this.#ask('POST', 'accounts', account)
  change = ({ bankCode, accountNumber, open, deposit }: Named & { open?: boolean; deposit?: number }) =>
    this.#ask('PATCH', 'accounts', { bankCode, accountNumber, open, deposit })
  tell = (behaviour: NewBehaviour) => this.#ask('POST', 'behaviours', behaviour)
  behave = () => this.#ask('DELETE', 'behaviours')
  plant = (difference: Planted) => this.#ask('POST', 'differences', difference)
  books = (): Promise<BankBooks> => this.#ask<BankBooks>('GET', 'books')

  /** Throws when the bank has no such account. */
  async balance({ bankCode, accountNumber }: Named): Promise<number> {
    const { accounts } = await this.books()
    const found = accounts.find(each => each.bankCode === bankCode && each.accountNumber === accountNumber)
    if (!found) throw new Error(`the bank has no account ${bankCode} ${accountNumber}`)
    return found.balance
  }

  async #ask<T = undefined>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(`${this.url}/simulator/${path}`, {
      method,
      ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`the bank simulator answered ${answer.status} to ${method} ${path}: ${text}`)
    return (text === '' ? undefined : JSON.parse(text)) as T
  }
}
