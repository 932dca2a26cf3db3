/** Read models of the book and their queries. Transfers are written set-wise in the batch that posts them. */
import { holdPosted, type Posting, transferred } from '../../contracts/money.ts'
import { bigint, copyInto, text, timestamptz } from '../../platform/db/copy.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { type MessageOf, view } from '../../platform/service/handlers.ts'

interface Posted {
  readonly posting: Posting
  readonly holdId: string | null
  readonly at: Date
}

const insertTransfers = copyInto<Posted>('transfers', {
  id: text(({ posting }) => posting.transferId),
  kind: text(({ posting }) => posting.kind),
  debit_account: text(({ posting }) => posting.debit),
  credit_account: text(({ posting }) => posting.credit),
  amount: bigint(({ posting }) => posting.amount),
  currency: text(({ posting }) => posting.currency),
  hold_id: text(({ holdId }) => holdId),
  reference: text(({ posting }) => posting.reference),
  memo: text(({ posting }) => posting.memo),
  debit_after: bigint(({ posting }) => posting.debitAfter),
  credit_after: bigint(({ posting }) => posting.creditAfter),
  at: timestamptz(({ at }) => at),
})

function postedBy(event: MessageOf<typeof transferred | typeof holdPosted>): Posted {
  switch (event.type) {
    case transferred.type:
      return { posting: event.data, holdId: null, at: event.at }
    case holdPosted.type:
      return { posting: event.data.posting, holdId: event.data.holdId, at: event.at }
  }
}

export const transfersView = view({
  name: 'transfers',
  tables: ['transfers'],
  events: [transferred, holdPosted],
  apply: async (tx, events) => {
    await insertTransfers(tx, events.map(postedBy))
  },
})

export interface WalletBalance {
  readonly currency: string
  readonly posted: number
  readonly held: number
}

export async function balancesOf(read: Queryable, memberId: string): Promise<WalletBalance[]> {
  const { rows } = await read.query<WalletBalance>(
    `select currency, (credits_posted - debits_posted)::float8 as posted, debits_pending::float8 as held
     from accounts where owner = $1 and kind = 'wallet' order by currency`,
    [memberId],
  )
  return rows
}

type Side = 'debit' | 'credit'

/** The stretch of numbers that the indexes are sorted by first; see `migrations/004-transfers-in-stretches.sql`. */
const STRETCH = '(transfers.number >> 18)::integer'
/** Of the number `$2`, which may be beyond all stretches. */
const STRETCH_BEFORE = 'least($2::bigint >> 18, 2147483647)::integer'

/**
 * One side of an account's transfers, by the index on the hash of its name. The name is compared too, for hashes collide; and
 * as a function, because the planner takes `=` for a second condition that few rows meet, and then reads and sorts all that
 * a busy account ever did instead of following the index until a page is full.
 */
const ofAccount = (side: Side, account: string): string =>
  `hashtext(${side}_account) = hashtext(${account}) and texteq(${side}_account, ${account})`

export interface TransactionRow {
  /** Its place in the order in which transfers were posted. */
  readonly number: number
  readonly id: string
  readonly kind: string
  readonly direction: 'in' | 'out'
  readonly counterpart: string
  readonly amount: number
  readonly currency: string
  readonly balance: number
  readonly reference: string | null
  readonly memo: string | null
  readonly at: Date
}

export interface TransactionsQuery {
  readonly accounts: readonly string[]
  /** The number that those asked for are below. */
  readonly before: number
  readonly from: string | null
  readonly to: string | null
  readonly limit: number
}

const page = (own: Side, other: Side, direction: 'in' | 'out'): string => `
  (select transfers.number::float8 as number, id, kind, '${direction}' as direction, ${other}_account as counterpart,
          amount::float8 as amount, currency, ${own}_after::float8 as balance, reference, memo, at
   from transfers
   where ${ofAccount(own, 'asked.account')} and ${STRETCH} <= ${STRETCH_BEFORE} and transfers.number < $2::bigint
     and ($3::timestamptz is null or at >= $3) and ($4::timestamptz is null or at < $4)
   order by ${STRETCH} desc, transfers.number desc limit $5)`

/** Newest first, both directions; reads one row more than `limit` to tell whether there is a next page. */
export async function transactionsOf(read: Queryable, asked: TransactionsQuery): Promise<TransactionRow[]> {
  const { rows } = await read.query<TransactionRow>(
    `select t.* from unnest($1::text[]) as asked (account),
       lateral (${page('debit', 'credit', 'out')} union all ${page('credit', 'debit', 'in')}) as t
     order by number desc limit $5`,
    [asked.accounts, asked.before, asked.from, asked.to, asked.limit + 1],
  )
  return rows
}

export interface AccountTotals {
  readonly debitsPosted: number
  readonly creditsPosted: number
  readonly debitsPending: number
  readonly creditsPending: number
}

const postedAsOf = (side: Side): string => `
  (select coalesce(sum(amount), 0)::float8 from transfers
   where ${ofAccount(side, '$1')} and ($2::timestamptz is null or at <= $2))`

/** Totals of one account from its transfers and holds, as they stood at an instant (now, when null). */
export async function totalsAsOf(read: Queryable, account: string, asOf: string | null): Promise<AccountTotals> {
  const { rows } = await read.query<Pick<AccountTotals, 'debitsPosted' | 'creditsPosted'>>(
    `select ${postedAsOf('debit')} as "debitsPosted", ${postedAsOf('credit')} as "creditsPosted"`,
    [account, asOf],
  )
  const pending = await pendingAsOf(read, asOf, account)
  const { debitsPosted = 0, creditsPosted = 0 } = rows[0] ?? {}
  return {
    debitsPosted,
    creditsPosted,
    debitsPending: sum(pending.filter(hold => hold.debit_account === account)),
    creditsPending: sum(pending.filter(hold => hold.credit_account === account)),
  }
}

interface PendingHold {
  readonly debit_account: string
  readonly credit_account: string
  readonly currency: string
  readonly amount: number
}

const sum = (holds: readonly PendingHold[]): number => holds.reduce((total, hold) => total + hold.amount, 0)

/** Holds that were open at an instant, from the events that placed and ended them. */
async function pendingAsOf(read: Queryable, asOf: string | null, account?: string): Promise<PendingHold[]> {
  const { rows } = await read.query<PendingHold>(
    `select h.debit_account, h.credit_account, h.currency, sum(h.amount)::float8 as amount from holds h
     where ($2::text is null or h.debit_account = $2 or h.credit_account = $2)
       and case when $1::timestamptz is null then h.status = 'pending'
           else exists (select 1 from events e where e.stream = 'hold:' || h.id and e.version = 1 and e.at <= $1)
                and not exists (select 1 from events e where e.stream = 'hold:' || h.id and e.version = 2 and e.at <= $1) end
     group by 1, 2, 3`,
    [asOf, account ?? null],
  )
  return rows
}

export interface TrialBalanceRow extends AccountTotals {
  readonly kind: string
  readonly currency: string
}

/** Sums per kind of account and currency. Over one currency debits and credits must agree, posted and pending. */
export async function trialBalance(read: Queryable, asOf: string | null): Promise<TrialBalanceRow[]> {
  const posted = await read.query<{ kind: string; currency: string; debits: number; credits: number }>(
    `select split_part(account, ':', 1) as kind, currency, sum(debit)::float8 as debits, sum(credit)::float8 as credits
     from transfers, lateral (values (debit_account, amount, 0), (credit_account, 0, amount)) as p (account, debit, credit)
     where $1::timestamptz is null or at <= $1 group by 1, 2 order by 2, 1`,
    [asOf],
  )
  const rows = new Map<string, TrialBalanceRow>()
  const add = (kind: string, currency: string, change: Partial<AccountTotals>) => {
    const key = `${currency}/${kind}`
    const row = rows.get(key) ?? {
      kind,
      currency,
      debitsPosted: 0,
      creditsPosted: 0,
      debitsPending: 0,
      creditsPending: 0,
    }
    rows.set(key, { ...row, ...change })
  }
  for (const { kind, currency, debits, credits } of posted.rows) {
    add(kind, currency, { debitsPosted: debits, creditsPosted: credits })
  }
  for (const hold of await pendingAsOf(read, asOf)) {
    for (const [id, totals] of [
      [hold.debit_account, 'debitsPending'],
      [hold.credit_account, 'creditsPending'],
    ] as const) {
      const [kind = ''] = id.split(':')
      const before = rows.get(`${hold.currency}/${kind}`)?.[totals] ?? 0
      add(kind, hold.currency, { [totals]: before + hold.amount })
    }
  }
  return [...rows.values()]
}
