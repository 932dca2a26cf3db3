/** Checks over several services: their books are compared with each other. */
import type { Queryable } from '../platform/db/database.ts'
import type { ApplicationCheck } from '../platform/verification/verify-application.ts'

type Sums = ReadonlyMap<string, string>

/** One text of numbers per name; a row of zeros counts as absent. */
async function sums(read: Queryable, query: string): Promise<Sums> {
  const { rows } = await read.query<{ name: string; sums: string }>(query)
  return new Map(rows.filter(row => /[1-9]/.test(row.sums)).map(row => [row.name, row.sums]))
}

function differencesOf(left: Sums, right: Sums, [one, other]: readonly [string, string]) {
  const names = [...new Set([...left.keys(), ...right.keys()])].filter(name => left.get(name) !== right.get(name))
  return names.map(name => ({ name, [one]: left.get(name) ?? '0', [other]: right.get(name) ?? '0' }))
}

async function idsIn(read: Queryable, query: string): Promise<ReadonlySet<string>> {
  return new Set((await read.query<{ id: string }>(query)).rows.map(({ id }) => id))
}

export const applicationChecks: readonly ApplicationCheck[] = [
  {
    name: 'the ledger owes each franchise what its payments earned and no settlement has paid',
    property: 4,
    async differences(read) {
      const [ledger, payments] = await Promise.all([
        sums(
          read('money'),
          `select id as name, (credits_posted - debits_posted)::text as sums from accounts where kind = 'franchise'`,
        ),
        sums(
          read('payments'),
          `select 'franchise:' || franchise_id || ':' || currency as name,
                  sum(gross - fee - settled_gross + settled_fee)::text as sums
           from earnings group by 1`,
        ),
      ])
      return differencesOf(ledger, payments, ['ledger', 'payments'])
    },
  },
  {
    name: 'settlements have paid out what payments count as settled',
    property: 4,
    async differences(read) {
      const columns = (gross: string, fee: string) =>
        `select franchise_id || ' ' || currency as name, sum(${gross})::text || ' of gross, ' || sum(${fee})::text || ' of fee' as sums`
      const [settlements, payments] = await Promise.all([
        sums(
          read('settlements'),
          `${columns('gross', 'fee')} from settlements where status = 'paid' group by franchise_id, currency`,
        ),
        sums(
          read('payments'),
          `${columns('settled_gross', 'settled_fee')} from earnings group by franchise_id, currency`,
        ),
      ])
      return differencesOf(settlements, payments, ['settlements', 'payments'])
    },
  },
  {
    name: 'what a settlement has claimed and not paid is claimed by it alone',
    property: 4,
    async differences(read) {
      const [settlements, payments] = await Promise.all([
        sums(
          read('settlements'),
          `select id as name, payments || ' payments, ' || payout as sums from settlements where status in ('transferring', 'failed')`,
        ),
        sums(
          read('payments'),
          `select claimed_by as name, count(*) || ' payments, ' || sum(gross - settled_gross - fee + settled_fee) as sums
           from earnings where claimed_by is not null group by 1`,
        ),
      ])
      return differencesOf(settlements, payments, ['settlements', 'payments'])
    },
  },
  {
    name: 'an order and its payment agree on what was given back',
    property: 4,
    async differences(read) {
      const refunded = await idsIn(
        read('payments'),
        `select order_id as id from payments where status = 'refunded' and order_id is not null`,
      )
      const given = await idsIn(read('orders'), `select id from orders where status = 'refunded'`)
      // What is shipped already is a person's task, until they have ended it.
      const { rows: going } = await read('orders').query(
        `select o.id, o.status as order, 'refunded' as payment from orders o
         where o.id = any($1) and o.status in ('pending', 'awaiting_payment', 'confirmed', 'partially_shipped', 'shipped')
           and not exists (select from operator_tasks t where t.status <> 'closed' and o.id = any(t.about)) limit 100`,
        [[...refunded]],
      )
      const kept = [...given].filter(id => !refunded.has(id)).map(id => ({ id, order: 'refunded', payment: 'kept' }))
      return [...going, ...kept.slice(0, 100)]
    },
  },
]
