/** A hold keeps an amount of one account for another: it ends exactly once, by posting, voiding or expiring. */
import {
  type HoldPlaced,
  holdExpired,
  holdPlaced,
  holdPosted,
  holdVoided,
  type Posting,
} from '../../contracts/money.ts'
import { plainArray, textArray } from '../../platform/db/array-literal.ts'
import { bigint, copyInto, integer, text, timestamptz } from '../../platform/db/copy.ts'
import type { Queryable, Writing } from '../../platform/db/database.ts'
import { type Aggregate, type Head, insertOrUpdate } from '../../platform/kit/aggregate.ts'

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

const PREFIX = 'hold:'
export const holdKey = (id: string): string => PREFIX + id
const idOf = ({ key }: Head<Hold>): string => key.slice(PREFIX.length)

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
    textArray(keys, key => key.slice(PREFIX.length)),
  ])
  return rows.map(({ id, version, expiresAt, ...state }) => ({
    key: holdKey(id),
    version,
    state: { ...state, expiresAt: expiresAt?.toISOString() ?? null },
  }))
}

const insert = copyInto<Head<Hold>>('holds', {
  id: text(idOf),
  debit_account: text(({ state }) => state.debit),
  credit_account: text(({ state }) => state.credit),
  amount: bigint(({ state }) => state.amount),
  currency: text(({ state }) => state.currency),
  reference: text(({ state }) => state.reference),
  status: text(({ state }) => state.status),
  posted_amount: bigint(({ state }) => state.postedAmount),
  expires_at: timestamptz(({ state }) => state.expiresAt),
  version: integer(({ version }) => version),
})

/** What a hold is about never changes. */
const update = (tx: Writing, heads: readonly Head<Hold>[]): Promise<unknown> =>
  tx.query(
    `update holds set status = h.status, posted_amount = h.posted_amount, version = h.version
     from unnest($1::text[], $2::text[], $3::bigint[], $4::int[]) as h(id, status, posted_amount, version)
     where holds.id = h.id`,
    [
      textArray(heads, idOf),
      textArray(heads, ({ state }) => state.status),
      plainArray(heads, ({ state }) => state.postedAmount),
      plainArray(heads, ({ version }) => version),
    ],
  )

export const hold: Aggregate<Hold> = {
  name: 'hold',
  shape: 1,
  initial: () => none,
  evolve,
  storage: { load, save: insertOrUpdate(insert, update) },
  isTerminal: ({ status }) => status !== 'none' && status !== 'pending',
}
