/**
 * The rules of reservations, pure: reserve, commit, release, expire, return. All lines of an order or none; quantities
 * are summed per product before anything is checked.
 */
import {
  expireReservation,
  reservationExpired,
  type StockLine,
  stockCommitted,
  stockReleased,
  stockReserved,
  stockReturned,
} from '../../contracts/catalog.ts'
import { accept, type Decision, type States } from '../../platform/kit/command.ts'
import type { NewMessage } from '../../platform/kit/message.ts'
import { type Refusal, refuse } from '../../platform/kit/refusal.ts'
import { type Reservation, type ReservationStatus, reservationKey } from './reservation.ts'
import { available, evolveStock, flips, nextMovement, type Stock, type StockFact, stockKey } from './stock.ts'

const expiryTimer = (orderId: string): string => `reservation/${orderId}`

/** One line for each product, in order of their ids. */
export function summed(lines: readonly StockLine[]): StockLine[] {
  const quantities = new Map<string, number>()
  for (const { productId, quantity } of lines) {
    if (!Number.isSafeInteger(quantity) || quantity < 1) throw new Error(`not a quantity: ${quantity}`)
    quantities.set(productId, (quantities.get(productId) ?? 0) + quantity)
  }
  if (quantities.size === 0) throw new Error('a reservation needs at least one line')
  return [...quantities]
    .map(([productId, quantity]) => ({ productId, quantity }))
    .sort((a, b) => (a.productId < b.productId ? -1 : 1))
}

/** The heads that a command about an order's lines locks. */
export const keysOf = (orderId: string, lines: readonly StockLine[]): string[] => [
  reservationKey(orderId),
  ...new Set(lines.map(({ productId }) => stockKey(productId))),
]

const stocksOf = (states: States, lines: readonly StockLine[]): Stock[] =>
  lines.map(({ productId }) => states.of(stockKey(productId)))

/** An event about an order, and what it does to the availability of the products it touches. */
function withFlips(event: NewMessage & StockFact, stocks: readonly Stock[]): NewMessage[] {
  return [event, ...stocks.flatMap(stock => flips(stock, evolveStock(stock, event)))]
}

const touched = (lines: readonly StockLine[]): string[] => lines.map(({ productId }) => stockKey(productId))

export interface ReservationRequest {
  readonly orderId: string
  readonly lines: readonly StockLine[]
  readonly expiresAt: string
}

/** Refusals: reservation_exists, reservation_expired (asked too late), product_unknown, product_inactive, out_of_stock. */
export function reserve(states: States, request: ReservationRequest, now: Date): Decision {
  const { orderId } = request
  if (states.of(reservationKey(orderId)).status !== 'none') return refuse('reservation_exists', { orderId })
  const at = new Date(request.expiresAt)
  if (at <= now) return refuse('reservation_expired', { orderId })
  const lines = summed(request.lines)
  const stocks = stocksOf(states, lines)
  const refusal = admit(stocks, lines)
  if (refusal) return refusal
  const expiresAt = at.toISOString()
  const event = stockReserved.of(reservationKey(orderId), { orderId, lines, expiresAt }, touched(lines))
  return accept(withFlips(event, stocks), {
    reply: { orderId, status: 'reserved', expiresAt },
    setTimers: [expireReservation.timer(expiryTimer(orderId), at, { orderId, lines })],
  })
}

function admit(stocks: readonly Stock[], lines: readonly StockLine[]): Refusal | null {
  const unknown = stocks.filter(stock => !stock.known).map(({ productId }) => productId)
  if (unknown.length > 0) return refuse('product_unknown', { products: unknown })
  const inactive = stocks.filter(stock => !stock.active).map(({ productId }) => productId)
  if (inactive.length > 0) return refuse('product_inactive', { products: inactive })
  const short = stocks.flatMap((stock, index) => {
    const requested = lines[index]?.quantity ?? 0
    return requested > available(stock) ? [{ productId: stock.productId, requested, available: available(stock) }] : []
  })
  return short.length > 0 ? refuse('out_of_stock', { products: short }) : null
}

/** Sold: on hand falls by what was reserved. Once committed it stays so, and the answer is still yes. */
export function commit(states: States, orderId: string, lines: readonly StockLine[]): Decision {
  const reservation = states.of(reservationKey(orderId))
  const { status } = reservation
  if (status === 'committed') return answer(orderId, status)
  if (status !== 'reserved')
    return refuse(status === 'none' ? 'reservation_unknown' : `reservation_${status}`, { orderId })
  if (differ(reservation, lines)) return refuse('lines_differ', { orderId })
  const stocks = stocksOf(states, reservation.lines)
  const movements = stocks.map((stock, index) => nextMovement(stock, -(reservation.lines[index]?.quantity ?? 0)))
  const event = stockCommitted.of(reservationKey(orderId), { orderId, movements }, touched(reservation.lines))
  return answer(orderId, 'committed', withFlips(event, stocks))
}

/** Gives back what is reserved. What is free already, or was never reserved, stays so, and the answer is still yes. */
export function release(states: States, orderId: string, lines: readonly StockLine[]): Decision {
  const reservation = states.of(reservationKey(orderId))
  const { status } = reservation
  if (status === 'committed') return refuse('reservation_committed', { orderId })
  if (status !== 'reserved') return answer(orderId, status)
  if (differ(reservation, lines)) return refuse('lines_differ', { orderId })
  const stocks = stocksOf(states, reservation.lines)
  const data = { orderId, lines: [...reservation.lines] }
  const event = stockReleased.of(reservationKey(orderId), data, touched(reservation.lines))
  return answer(orderId, 'released', withFlips(event, stocks))
}

/** The reservation's time is over. One that ended otherwise is left as it is. */
export function expire(states: States, orderId: string, now: Date): Decision {
  const reservation = states.of(reservationKey(orderId))
  if (reservation.status !== 'reserved' || new Date(reservation.expiresAt) > now) return accept([])
  const stocks = stocksOf(states, reservation.lines)
  const data = { orderId, lines: [...reservation.lines] }
  const event = reservationExpired.of(reservationKey(orderId), data, touched(reservation.lines))
  return accept(withFlips(event, stocks))
}

/** What was sold is back on the shelf. Once returned it stays so, and the answer is still yes. */
export function giveBack(states: States, orderId: string, lines: readonly StockLine[]): Decision {
  const reservation = states.of(reservationKey(orderId))
  const { status } = reservation
  if (status === 'returned') return answer(orderId, status)
  if (status !== 'committed') {
    return refuse(status === 'none' ? 'reservation_unknown' : 'reservation_not_committed', { orderId })
  }
  if (differ(reservation, lines)) return refuse('lines_differ', { orderId })
  const stocks = stocksOf(states, reservation.lines)
  const movements = stocks.map((stock, index) => nextMovement(stock, reservation.lines[index]?.quantity ?? 0))
  const event = stockReturned.of(reservationKey(orderId), { orderId, movements }, touched(reservation.lines))
  return answer(orderId, 'returned', withFlips(event, stocks))
}

function differ({ lines: stored }: Reservation, lines: readonly StockLine[]): boolean {
  const named = summed(lines)
  return (
    named.length !== stored.length ||
    named.some(({ productId, quantity }, index) => {
      const line = stored[index]
      return line?.productId !== productId || line.quantity !== quantity
    })
  )
}

const answer = (orderId: string, status: ReservationStatus, messages: readonly NewMessage[] = []): Decision =>
  accept(messages, {
    reply: { orderId, status },
    ...(messages.length > 0 && { clearTimers: [expiryTimer(orderId)] }),
  })
