/** What an order has reserved. It ends once: sold, given back or run out; what was sold can come back once. */
import {
  reservationExpired,
  type StockLine,
  stockCommitted,
  stockReleased,
  stockReserved,
  stockReturned,
} from '../../contracts/catalog.ts'
import { plainArray, textArray } from '../../platform/db/array-literal.ts'
import { copyInto, integer, text, timestamptz } from '../../platform/db/copy.ts'
import type { Queryable, Writing } from '../../platform/db/database.ts'
import { defineAggregate, type Head, insertOrUpdate } from '../../platform/kit/aggregate.ts'

export type ReservationStatus = 'none' | 'reserved' | 'committed' | 'released' | 'expired' | 'returned'

export interface Reservation {
  readonly status: ReservationStatus
  /** One for each product, in order of their ids. */
  readonly lines: readonly StockLine[]
  readonly expiresAt: string
}

const PREFIX = 'reservation:'
const orderOf = ({ key }: Head<Reservation>): string => key.slice(PREFIX.length)

const none: Reservation = { status: 'none', lines: [], expiresAt: '' }

const LOAD = `
  select order_id, version, status, lines, expires_at from reservations
  where order_id = any($1) order by order_id`

async function load(from: Queryable, keys: readonly string[], lock: boolean): Promise<Head<Reservation>[]> {
  const { rows } = await from.query(lock ? `${LOAD} for update` : LOAD, [keys.map(key => key.slice(PREFIX.length))])
  return rows.map(({ order_id, version, status, lines, expires_at }) => ({
    key: reservationKey(order_id),
    version,
    state: { status, lines, expiresAt: expires_at.toISOString() },
  }))
}

const insert = copyInto<Head<Reservation>>('reservations', {
  order_id: text(orderOf),
  version: integer(({ version }) => version),
  status: text(({ state }) => state.status),
  lines: text(({ state }) => JSON.stringify(state.lines)),
  expires_at: timestamptz(({ state }) => state.expiresAt),
})

/** What is reserved, and until when, never changes. */
const update = (tx: Writing, heads: readonly Head<Reservation>[]): Promise<unknown> =>
  tx.query(
    `update reservations set version = r.version, status = r.status
     from unnest($1::text[], $2::int[], $3::text[]) as r(order_id, version, status)
     where reservations.order_id = r.order_id`,
    [
      textArray(heads, orderOf),
      plainArray(heads, ({ version }) => version),
      textArray(heads, ({ state }) => state.status),
    ],
  )

/** What each event makes of a reservation. Whether it may is decided before. */
export const reservation = defineAggregate({
  name: 'reservation',
  shape: 1,
  initial: () => none,
  events: [stockReserved, stockCommitted, stockReleased, reservationExpired, stockReturned],
  evolve(state: Reservation, event): Reservation {
    switch (event.type) {
      case stockReserved.type:
        return { status: 'reserved', lines: event.data.lines, expiresAt: event.data.expiresAt }
      case stockCommitted.type:
        return { ...state, status: 'committed' }
      case stockReleased.type:
        return { ...state, status: 'released' }
      case reservationExpired.type:
        return { ...state, status: 'expired' }
      case stockReturned.type:
        return { ...state, status: 'returned' }
    }
  },
  storage: { load, save: insertOrUpdate(insert, update) },
  isTerminal: ({ status }) => status !== 'none' && status !== 'reserved',
})

export const reservationKey = reservation.key
