/**
 * What orders and timers ask of the stock, pure: reserve, commit, release, expire, return. All lines of an order or none;
 * quantities are summed per product before anything is checked.
 */
import {
  type commitStock,
  expireReservation,
  reservationExpired,
  type reserveStock,
  type StockLine,
  stockCommitted,
  stockReleased,
  stockReserved,
  stockReturned,
} from '../../contracts/catalog.ts'
import { accept, type Command, type States } from '../../platform/kit/command.ts'
import type { DataOf } from '../../platform/kit/contract.ts'
import type { NewMessage } from '../../platform/kit/message.ts'
import { type Refusal, refuse } from '../../platform/kit/refusal.ts'
import { type ReservationStatus, reservationKey } from './reservation.ts'
import { available, evolveStock, flips, nextMovement, type Stock, type StockFact, stockKey } from './stock.ts'

type OrderLines = DataOf<typeof commitStock>

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

/** A command about an order's lines, with the heads that it locks. */
const commandOn = ({ orderId, lines }: OrderLines, type: string, decide: Command['decide']): Command => ({
  type,
  keys: [reservationKey(orderId), ...touched(lines)],
  decide,
})

const stocksOf = (states: States, lines: readonly StockLine[]): Stock[] =>
  lines.map(({ productId }) => states.of(stockKey(productId)))

/** An event about an order, and what it does to the availability of the products it touches. */
function withFlips(event: NewMessage & StockFact, stocks: readonly Stock[]): NewMessage[] {
  return [event, ...stocks.flatMap(stock => flips(stock, evolveStock(stock, event)))]
}

const touched = (lines: readonly StockLine[]): string[] => [
  ...new Set(lines.map(({ productId }) => stockKey(productId))),
]

/** Refusals: reservation_exists, reservation_expired (asked too late), product_unknown, product_inactive, out_of_stock. */
export const reserveStockCommand = (input: DataOf<typeof reserveStock>): Command =>
  commandOn(input, 'catalog.reserve-stock', (states, { now }) => {
    const { orderId } = input
    if (states.of(reservationKey(orderId)).status !== 'none') return refuse('reservation_exists', { orderId })
    const at = new Date(input.expiresAt)
    if (at <= now) return refuse('reservation_expired', { orderId })
    const lines = summed(input.lines)
    const stocks = stocksOf(states, lines)
    const refusal = admit(stocks, lines)
    if (refusal) return refusal
    const expiresAt = at.toISOString()
    const event = stockReserved.of(reservationKey(orderId), { orderId, lines, expiresAt }, touched(lines))
    return accept(withFlips(event, stocks), {
      reply: { orderId, status: 'reserved', expiresAt },
      setTimers: [expireReservation.timer(expiryTimer(orderId), at, { orderId, lines })],
    })
  })

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

type Fact = (orderId: string, reserved: readonly StockLine[], stocks: readonly Stock[]) => NewMessage & StockFact

/** How a reservation gets from one status to the next. In a status without a refusal it stays, and the answer is yes. */
interface Step {
  readonly from: ReservationStatus
  readonly to: ReservationStatus
  readonly refusals: Readonly<Partial<Record<ReservationStatus, string>>>
  readonly fact: Fact
}

const stepCommand =
  (type: string, { from, to, refusals, fact }: Step) =>
  (input: OrderLines): Command =>
    commandOn(input, type, states => {
      const { orderId, lines } = input
      const { status, lines: reserved } = states.of(reservationKey(orderId))
      const refusal = refusals[status]
      if (refusal !== undefined) return refuse(refusal, { orderId })
      if (status !== from) return accept([], { reply: { orderId, status } })
      if (differ(reserved, lines)) return refuse('lines_differ', { orderId })
      const stocks = stocksOf(states, reserved)
      return accept(withFlips(fact(orderId, reserved, stocks), stocks), {
        reply: { orderId, status: to },
        clearTimers: [expiryTimer(orderId)],
      })
    })

const freed =
  (contract: typeof stockReleased | typeof reservationExpired): Fact =>
  (orderId, reserved) =>
    contract.of(reservationKey(orderId), { orderId, lines: [...reserved] }, touched(reserved))

const moved =
  (contract: typeof stockCommitted | typeof stockReturned, sign: 1 | -1): Fact =>
  (orderId, reserved, stocks) => {
    const movements = stocks.map((stock, index) => nextMovement(stock, sign * (reserved[index]?.quantity ?? 0)))
    return contract.of(reservationKey(orderId), { orderId, movements }, touched(reserved))
  }

/** Sold: on hand falls by what was reserved. */
export const commitStockCommand = stepCommand('catalog.commit-stock', {
  from: 'reserved',
  to: 'committed',
  refusals: {
    none: 'reservation_unknown',
    released: 'reservation_released',
    expired: 'reservation_expired',
    returned: 'reservation_returned',
  },
  fact: moved(stockCommitted, -1),
})

/** Gives back what is reserved. What is free already, or was never reserved, stays so. */
export const releaseStockCommand = stepCommand('catalog.release-stock', {
  from: 'reserved',
  to: 'released',
  refusals: { committed: 'reservation_committed' },
  fact: freed(stockReleased),
})

/** What was sold is back on the shelf. */
export const returnStockCommand = stepCommand('catalog.return-stock', {
  from: 'committed',
  to: 'returned',
  refusals: {
    none: 'reservation_unknown',
    reserved: 'reservation_not_committed',
    released: 'reservation_not_committed',
    expired: 'reservation_not_committed',
  },
  fact: moved(stockReturned, 1),
})

/** The reservation's time is over. One that ended otherwise is left as it is. */
export const expireReservationCommand = (input: OrderLines): Command =>
  commandOn(input, 'catalog.expire-reservation', (states, { now }) => {
    const { status, expiresAt, lines } = states.of(reservationKey(input.orderId))
    if (status !== 'reserved' || new Date(expiresAt) > now) return accept([])
    const stocks = stocksOf(states, lines)
    return accept(withFlips(freed(reservationExpired)(input.orderId, lines, stocks), stocks))
  })

function differ(stored: readonly StockLine[], lines: readonly StockLine[]): boolean {
  const named = summed(lines)
  const differs = ({ productId, quantity }: StockLine, index: number) =>
    stored[index]?.productId !== productId || stored[index]?.quantity !== quantity
  return named.length !== stored.length || named.some(differs)
}
