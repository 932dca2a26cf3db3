/** What an order has reserved. It ends once: sold, given back or run out; what was sold can come back once. */
import {
  reservationExpired,
  type StockLine,
  type StockReserved,
  stockCommitted,
  stockReleased,
  stockReserved,
  stockReturned,
} from '../../contracts/catalog.ts'
import type { Aggregate, Head } from '../../platform/aggregate.ts'
import type { Queryable, Writing } from '../../platform/database.ts'

export type ReservationStatus = 'none' | 'reserved' | 'committed' | 'released' | 'expired' | 'returned'

export interface Reservation {
  readonly status: ReservationStatus
  /** One for each product, in order of their ids. */
  readonly lines: readonly StockLine[]
  readonly expiresAt: string
}

const PREFIX = 'reservation:'
export const reservationKey = (orderId: string): string => PREFIX + orderId

const none: Reservation = { status: 'none', lines: [], expiresAt: '' }

/** What each event makes of a reservation's status. Whether it may is decided before. */
const statusAfter: Readonly<Record<string, ReservationStatus>> = {
  [stockReserved.type]: 'reserved',
  [stockCommitted.type]: 'committed',
  [stockReleased.type]: 'released',
  [reservationExpired.type]: 'expired',
  [stockReturned.type]: 'returned',
}

function evolve(reservation: Reservation, event: { readonly type: string; readonly data: unknown }): Reservation {
  const status = statusAfter[event.type]
  if (!status) return reservation
  if (event.type !== stockReserved.type) return { ...reservation, status }
  const { lines, expiresAt } = event.data as StockReserved
  return { status, lines, expiresAt }
}

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

const SAVE = `
  insert into reservations (order_id, version, status, lines, expires_at)
  select order_id, version, status, lines::json, expires_at
  from unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::timestamptz[])
    as r (order_id, version, status, lines, expires_at)
  on conflict (order_id) do update set version = excluded.version, status = excluded.status`

async function save(tx: Writing, heads: readonly Head<Reservation>[]): Promise<void> {
  await tx.query(SAVE, [
    heads.map(({ key }) => key.slice(PREFIX.length)),
    heads.map(({ version }) => version),
    heads.map(({ state }) => state.status),
    heads.map(({ state }) => JSON.stringify(state.lines)),
    heads.map(({ state }) => state.expiresAt),
  ])
}

export const reservation: Aggregate<Reservation> = {
  name: 'reservation',
  shape: 1,
  initial: () => none,
  evolve,
  storage: { load, save },
}
