/** What an order has reserved. It ends once: sold, given back or run out; what was sold can come back once. */
import {
  reservationExpired,
  type StockLine,
  stockCommitted,
  stockReleased,
  stockReserved,
  stockReturned,
} from '../../contracts/catalog.ts'
import { json, text, timestamptz } from '../../platform/db/copy.ts'
import { defineAggregate } from '../../platform/kit/aggregate.ts'
import { tableStorage } from '../../platform/kit/table-storage.ts'

export type ReservationStatus = 'none' | 'reserved' | 'committed' | 'released' | 'expired' | 'returned'

export interface Reservation {
  readonly status: ReservationStatus
  /** One for each product, in order of their ids. */
  readonly lines: readonly StockLine[]
  readonly expiresAt: string
}

const none: Reservation = { status: 'none', lines: [], expiresAt: '' }

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
  storage: tableStorage<Reservation, Omit<Reservation, 'expiresAt'> & { readonly expiresAt: Date }>({
    aggregate: 'reservation',
    table: 'reservations',
    key: 'order_id',
    columns: {
      status: text(({ state }) => state.status),
      lines: json(({ state }) => state.lines),
      expires_at: timestamptz(({ state }) => state.expiresAt),
    },
    fixed: ['lines', 'expires_at'],
    select: 'status, lines, expires_at as "expiresAt"',
    stateOf: ({ status, lines, expiresAt }) => ({ status, lines, expiresAt: expiresAt.toISOString() }),
  }),
  isTerminal: ({ status }) => status !== 'none' && status !== 'reserved',
})

export const reservationKey = reservation.key
