/** What the transfer scenarios share: members with wallets, requests between them, and the book before and after. */
import type { Application } from '../../platform/runtime/application.ts'
import type { Differences } from '../application.ts'
import { acceptedIn, type LoadResult, unsureIn } from '../load-run.ts'
import type { RequestSource } from '../requests/index.ts'
import type { Stage } from '../stage.ts'
import { depositToEach, type Members, makeMembers } from './members.ts'

export const CURRENCY = 'KRW'
/** Far more than a wallet can lose by chance in an hour, so that no transfer is refused for want of money. */
export const DEPOSIT = 10_000_000

export interface Wallets {
  readonly members: Members
  /** Of transfers between any two of them. */
  readonly plan: { readonly requests: () => RequestSource; readonly expected: readonly string[] }
  /** The book against the answers of the loads. */
  readonly differences: (loads: readonly LoadResult[]) => Differences
}

/** As many members as `--wallets` says. */
export async function makeWallets(stage: Stage): Promise<Wallets> {
  const { wallets } = stage.options
  if (wallets < 2) throw new Error('transfers need at least 2 wallets')
  stage.say(`${wallets} members with wallets`)
  return stage.inApplication(async application => {
    const before = await bookOf(application)
    const members = await makeMembers(application, wallets)
    await depositToEach(application, members.ids, DEPOSIT, CURRENCY)
    return {
      members,
      plan: transfersBetween(members, members.ids),
      differences: loads => async settled => compare(before, await bookOf(settled), wallets * DEPOSIT, loads),
    }
  })
}

export const transfersBetween = (payers: Members, payees: readonly string[]): Wallets['plan'] => ({
  requests: () => ({ kind: 'transfers', input: { payers: payers.callers(), payees } }),
  expected: ['201'],
})

export interface Book {
  /** Minor units in all wallets. */
  readonly inWallets: number
  readonly transfers: number
}

export async function bookOf(application: Application): Promise<Book> {
  const { rows } = await application.service('money').read.query<Book>(
    `select (select coalesce(sum(credits_posted - debits_posted), 0)::float8 from accounts
             where kind = 'wallet' and currency = $1) as "inWallets",
            (select count(*)::int from transfers where kind = 'transfer' and currency = $1) as transfers`,
    [CURRENCY],
  )
  return rows[0]!
}

export function compare(before: Book, after: Book, deposited: number, loads: readonly LoadResult[]): string[] {
  const differences: string[] = []
  const gained = after.inWallets - before.inWallets
  if (gained !== deposited) differences.push(`${deposited} were deposited, and the wallets hold ${gained} more`)
  const made = after.transfers - before.transfers
  const accepted = acceptedIn(loads)
  const unsure = unsureIn(loads)
  if (made < accepted || made > accepted + unsure) {
    differences.push(`${accepted} transfers were accepted (${unsure} unanswered), and ${made} were made`)
  }
  return differences
}
