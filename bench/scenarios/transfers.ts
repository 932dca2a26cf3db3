/** Small transfers between wallets chosen at random: the write path at its plainest. */
import { randomUUID } from 'node:crypto'
import type { House } from '../../platform/house.ts'
import type { Requests } from '../driver/load.ts'
import { type Measured, NO_ANSWER } from '../driver/measured.ts'
import { type BenchMember, depositToEach, makeMembers } from './members.ts'
import type { Prepared, Scenario } from './scenario.ts'
import { keepTokensFresh } from './token-renewal.ts'

const CURRENCY = 'KRW'
/** Far more than a wallet can lose by chance in an hour, so that no transfer is refused for want of money. */
const DEPOSIT = 10_000_000
const AMOUNT_MAX = 1_000

export const transfers: Scenario = {
  name: 'transfers',
  summary: 'POST /api/money/transfers, wallet to wallet, each with an Idempotency-Key of its own',

  async prepare(house, { wallets }): Promise<Prepared> {
    if (wallets < 2) throw new Error('transfers need at least 2 wallets')
    const before = await bookOf(house)
    const members = await makeMembers(house, wallets)
    await depositToEach(house, members, DEPOSIT, CURRENCY)
    return {
      requests: new TransferRequests(members),
      expected: new Set(['201']),
      keepFresh: (url, run_ms) => keepTokensFresh(members, url, run_ms),
      differences: async (settled, measured) => compare(before, await bookOf(settled), wallets * DEPOSIT, measured),
    }
  },
}

class TransferRequests implements Requests {
  readonly #members: readonly BenchMember[]
  readonly #run = randomUUID().slice(0, 24)
  #count = 0

  constructor(members: readonly BenchMember[]) {
    this.#members = members
  }

  next(): string {
    const { length } = this.#members
    const from = Math.floor(Math.random() * length)
    // One fewer to choose from: never oneself.
    const to = (from + 1 + Math.floor(Math.random() * (length - 1))) % length
    const amount = 1 + Math.floor(Math.random() * AMOUNT_MAX)
    const body = `{"to":"${this.#members[to]!.memberId}","amount":${amount}}`
    this.#count += 1
    const key = this.#run + this.#count.toString(16).padStart(12, '0')
    return `${HEAD}${this.#members[from]!.token}\r\nidempotency-key: ${key}\r\ncontent-length: ${body.length}\r\n\r\n${body}`
  }
}

const HEAD = `POST /api/money/transfers HTTP/1.1\r
host: localhost\r
content-type: application/json\r
authorization: Bearer `

interface Book {
  /** Minor units in all wallets. */
  readonly inWallets: number
  readonly transfers: number
}

async function bookOf(house: House): Promise<Book> {
  const { rows } = await house.service('money').read.query<Book>(
    `select (select coalesce(sum(credits_posted - debits_posted), 0)::float8 from accounts
             where kind = 'wallet' and currency = $1) as "inWallets",
            (select count(*)::int from transfers where kind = 'transfer' and currency = $1) as transfers`,
    [CURRENCY],
  )
  return rows[0]!
}

function compare(before: Book, after: Book, deposited: number, measured: Measured): string[] {
  const differences: string[] = []
  const gained = after.inWallets - before.inWallets
  if (gained !== deposited) differences.push(`${deposited} were deposited, and the wallets hold ${gained} more`)
  const made = after.transfers - before.transfers
  const unsure = measured.kinds.get(NO_ANSWER) ?? 0
  if (made < measured.accepted || made > measured.accepted + unsure) {
    differences.push(`${measured.accepted} transfers were accepted (${unsure} unanswered), and ${made} were made`)
  }
  return differences
}
