/** A hold keeps an amount of one account for another: it ends exactly once, by posting, voiding or expiring. */
import { type HoldPlaced, holdExpired, holdPlaced, holdPosted, holdVoided } from '../../../contracts/money.ts'
import { plainArray, textArray } from '../../../platform/db/array-literal.ts'
import { bigint, copyInto, integer, text, timestamptz } from '../../../platform/db/copy.ts'
import type { Queryable, Writing } from '../../../platform/db/database.ts'
import { defineAggregate, type Head, insertOrUpdate } from '../../../platform/kit/aggregate.ts'

export type HoldStatus = 'none' | 'pending' | 'posted' | 'voided' | 'expired'

export interface Hold extends Omit<HoldPlaced, 'holdId'> {
  readonly status: HoldStatus
  readonly postedAmount: number
}

const PREFIX = 'hold:'
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

const LOAD = `
  select id, status, debit_account as debit, credit_account as credit, amount::float8 as amount, currency, reference,
         expires_at as "expiresAt", posted_amount::float8 as "postedAmount", version
  from holds where id = any($1) order by id`

interface HoldRow extends Omit<Hold, 'expiresAt'> {
  readonly id: string
  readonly expiresAt: Date | null
  readonly version: number
}

async function load(from: Queryable, keys: readonly string[], lock: boolean): Promise<Head<Hold>[]> {
  const { rows } = await from.query<HoldRow>(lock ? `${LOAD} for update` : LOAD, [
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

export const hold = defineAggregate({
  name: 'hold',
  shape: 1,
  initial: () => none,
  events: [holdPlaced, holdPosted, holdVoided, holdExpired],
  evolve(state: Hold, event): Hold {
    switch (event.type) {
      case holdPlaced.type: {
        const { holdId: _, ...placed } = event.data
        return { ...state, ...placed, status: 'pending' }
      }
      case holdPosted.type:
        return { ...state, status: 'posted', postedAmount: event.data.posting.amount }
      case holdVoided.type:
        return { ...state, status: 'voided' }
      case holdExpired.type:
        return { ...state, status: 'expired' }
    }
  },
  storage: { load, save: insertOrUpdate(insert, update) },
  isTerminal: ({ status }) => status !== 'none' && status !== 'pending',
})

export const holdKey = hold.key
