/** Totals of accounts as they stood at an instant: of one account, and of all by kind (the trial balance). */
import type { Queryable } from '../../../platform/db/database.ts'
import { type Sql, select, sql } from '../../../platform/db/sql.ts'
import type { AccountTotals } from './account.ts'
import { accountOf, ofAccount, type Side } from './transactions.ts'

export const totalsBy = <T>(of: (total: keyof AccountTotals) => T): Readonly<Record<keyof AccountTotals, T>> => ({
  debitsPosted: of('debitsPosted'),
  creditsPosted: of('creditsPosted'),
  debitsPending: of('debitsPending'),
  creditsPending: of('creditsPending'),
})

/** Holds that were open at an instant, from the events that placed and ended them; without one, those that are open now. */
const openHolds = (asOf: string | null): Sql => sql`
  select debit_account, credit_account, currency, amount from holds h
  where case when ${asOf}::timestamptz is null then h.status = 'pending'
        else exists (select 1 from events e where e.stream = 'hold:' || h.id and e.version = 1 and e.at <= ${asOf})
             and not exists (select 1 from events e where e.stream = 'hold:' || h.id and e.version = 2 and e.at <= ${asOf}) end`

const until = (asOf: string | null): Sql => sql`(${asOf}::timestamptz is null or at <= ${asOf})`

/** Totals of one account from its transfers and holds, as they stood at an instant (now, when null). */
export async function totalsAsOf(read: Queryable, account: string, asOf: string | null): Promise<AccountTotals> {
  const posted = (side: Side): Sql =>
    sql`(select coalesce(sum(amount), 0)::float8 from transfers where ${ofAccount(side, account)} and ${until(asOf)})`
  const pending = (side: Side): Sql =>
    sql`coalesce(sum(amount) filter (where ${accountOf(side)} = ${account}), 0)::float8`
  const [totals] = await select<AccountTotals>(
    read,
    sql`select ${posted('debit')} as "debitsPosted", ${posted('credit')} as "creditsPosted",
               ${pending('debit')} as "debitsPending", ${pending('credit')} as "creditsPending"
        from (${openHolds(asOf)}) open where ${account} in (debit_account, credit_account)`,
  )
  return totals ?? totalsBy(() => 0)
}

/** The totals of many accounts, in minor units: the limit of one account does not hold for them. */
export type Sums = Readonly<Record<keyof AccountTotals, bigint>>

export interface TrialBalanceRow extends Sums {
  readonly kind: string
  readonly currency: string
}

type SumsRow = Readonly<Record<keyof TrialBalanceRow, string>>

const byKind = (entries: Sql): Sql => sql`
  select split_part(account, ':', 1) as kind, currency, sum(debit) as debits, sum(credit) as credits
  from (${entries}) e,
       lateral (values (debit_account, amount, 0), (credit_account, 0, amount)) as p (account, debit, credit)
  group by 1, 2`

/** Sums per kind of account and currency. Over one currency debits and credits must agree, posted and pending. */
export async function trialBalance(read: Queryable, asOf: string | null): Promise<TrialBalanceRow[]> {
  const rows = await select<SumsRow>(
    read,
    sql`select kind, currency, coalesce(p.debits, 0)::text as "debitsPosted", coalesce(p.credits, 0)::text as "creditsPosted",
               coalesce(h.debits, 0)::text as "debitsPending", coalesce(h.credits, 0)::text as "creditsPending"
        from (${byKind(sql`select * from transfers where ${until(asOf)}`)}) p
        full join (${byKind(openHolds(asOf))}) h using (kind, currency)
        order by p.debits is null, currency, kind`,
  )
  return rows.map(row => ({ kind: row.kind, currency: row.currency, ...totalsBy(total => BigInt(row[total])) }))
}
