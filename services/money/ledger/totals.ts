/** Totals of accounts as they stood at an instant: of one account, and of all by kind (the trial balance). */
import type { Queryable } from '../../../platform/db/database.ts'
import { ofAccount, type Side } from './side.ts'

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
