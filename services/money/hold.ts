/** A hold keeps an amount of one account for another: it ends exactly once, by posting, voiding or expiring. */
import {
  type HoldPlaced,
  holdExpired,
  holdPlaced,
  holdPosted,
  holdVoided,
  type Posting,
} from '../../contracts/money.ts'
import type { Aggregate, Head } from '../../platform/aggregate.ts'
import { plainArray, textArray } from '../../platform/array-literal.ts'
import type { Queryable, Writing } from '../../platform/database.ts'

export type HoldStatus = 'none' | 'pending' | 'posted' | 'voided' | 'expired'

export interface Hold {
  readonly status: HoldStatus
  readonly debit: string
  readonly credit: string
  readonly amount: number
  readonly currency: string
  readonly reference: string | null
  readonly expiresAt: string | null
  readonly postedAmount: number
}

export const holdKey = (id: string): string => `hold:${id}`

const none: Hold = {
  status: 'none',
  debit: '',
  credit: '',
  amount: 0,
  currency: '',
  reference: null,
  expiresAt: null,
  postedAmount: 0,
}

function evolve(hold: Hold, event: { type: string; data: unknown }): Hold {
  switch (event.type) {
    case holdPlaced.type: {
      const { holdId: _, ...placed } = event.data as HoldPlaced
      return { ...hold, ...placed, status: 'pending' }
    }
    case holdPosted.type:
      return { ...hold, status: 'posted', postedAmount: (event.data as { posting: Posting }).posting.amount }
    case holdVoided.type:
      return { ...hold, status: 'voided' }
    case holdExpired.type:
      return { ...hold, status: 'expired' }
    default:
      return hold
  }
}

const LOAD = `
  select id, status, debit_account as debit, credit_account as credit, amount::float8 as amount, currency, reference,
         expires_at as "expiresAt", posted_amount::float8 as "postedAmount", version
  from holds where id = any($1) order by id`

async function load(from: Queryable, keys: readonly string[], lock: boolean): Promise<Head<Hold>[]> {
  const { rows } = await from.query(lock ? `${LOAD} for update` : LOAD, [
    textArray(keys, key => key.slice('hold:'.length)),
  ])
  return rows.map(({ id, version, expiresAt, ...state }) => ({
    key: holdKey(id),
    version,
    state: { ...state, expiresAt: expiresAt?.toISOString() ?? null },
  }))
}

const SAVE = `
  insert into holds (id, debit_account, credit_account, amount, currency, reference, status, posted_amount, expires_at, version)
  select * from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::bigint[],
                       $9::timestamptz[], $10::int[])
  on conflict (id) do update
    set status = excluded.status, posted_amount = excluded.posted_amount, version = excluded.version`

async function save(tx: Writing, heads: readonly Head<Hold>[]): Promise<void> {
  const states = heads.map(head => head.state)
  await tx.query(SAVE, [
    textArray(heads, head => head.key.slice('hold:'.length)),
    textArray(states, hold => hold.debit),
    textArray(states, hold => hold.credit),
    plainArray(states, hold => hold.amount),
    textArray(states, hold => hold.currency),
    textArray(states, hold => hold.reference),
    textArray(states, hold => hold.status),
    plainArray(states, hold => hold.postedAmount),
    textArray(states, hold => hold.expiresAt),
    plainArray(heads, head => head.version),
  ])
}

export const hold: Aggregate<Hold> = { name: 'hold', shape: 1, initial: () => none, evolve, storage: { load, save } }
