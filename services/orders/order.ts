/** An order: what was bought at which price, and how far it has come. Pure transitions in a table. */
import {
  addressChanged,
  cancellationFailed,
  cancellationStarted,
  type OrderPlaced,
  orderCancelled,
  orderConfirmed,
  orderDelivered,
  orderFailed,
  orderPlaced,
  orderShipped,
  paymentAwaited,
  refundNoted,
  shipmentDelivered,
  shipmentShipped,
} from '../../contracts/orders.ts'
import { defineAggregate, type FactOf } from '../../platform/kit/aggregate.ts'
import { type Refusal, refuse } from '../../platform/kit/refusal.ts'
import { transitions } from '../../platform/kit/transitions.ts'
import { changed, deliveredAt, type Shipment, shipmentsOf, shippedAt } from './shipment.ts'
import type { ORDER_STATUS } from './statuses.ts'

export type OrderStatus = 'none' | keyof typeof ORDER_STATUS

export interface Order extends OrderPlaced {
  readonly status: OrderStatus
  readonly number: string | null
  /** A code, see `refusals.ts`. */
  readonly reason: string | null
  /** What was said at the cancellation, encrypted under the member's key. */
  readonly sealedNote: string | null
  readonly payUntil: string | null
  readonly placedAt: string
  /** What was given back of its payment, in minor units. */
  readonly refunded: number
  /** How often it was begun to take it back. */
  readonly cancellations: number
  readonly shipments: readonly Shipment[]
}

const none: Order = {
  status: 'none',
  orderId: '',
  memberId: '',
  number: null,
  lines: [],
  total: 0,
  currency: '',
  paymentMethod: null,
  fromCart: false,
  shippingAddress: '',
  reason: null,
  sealedNote: null,
  payUntil: null,
  placedAt: '',
  refunded: 0,
  cancellations: 0,
  shipments: [],
}

export const factsOf = ({ orderId, memberId }: Order) => ({ orderId, memberId })

/** With the number that people read, if it has one. */
export const numberedFactsOf = (order: Order) => ({
  ...factsOf(order),
  ...(order.number !== null && { number: order.number }),
})

const UNPAID_OR_CONFIRMED: readonly OrderStatus[] = ['pending', 'awaiting_payment', 'confirmed']

/** From which states an order may go where. */
export const moves = transitions<OrderStatus>()({
  refusal: 'wrong_status',
  table: {
    await_payment: { from: ['pending'], to: 'awaiting_payment' },
    confirm: { from: ['pending', 'awaiting_payment'], to: 'confirmed' },
    fail: { from: ['pending', 'awaiting_payment'], to: 'failed' },
    change_address: { from: UNPAID_OR_CONFIRMED, to: UNPAID_OR_CONFIRMED },
    cancel: { from: UNPAID_OR_CONFIRMED, to: 'cancelling' },
    fail_cancellation: { from: ['cancelling'], to: 'confirmed' },
    finish_cancellation: { from: ['cancelling'], to: ['cancelled', 'refunded'] },
    ship: { from: ['confirmed', 'partially_shipped'], to: ['partially_shipped', 'shipped'] },
    deliver: { from: ['partially_shipped', 'shipped'], to: ['partially_shipped', 'shipped', 'delivered'] },
    take_back: { from: ['confirmed', 'partially_shipped', 'shipped', 'delivered'], to: 'cancelling' },
    write_off: { from: ['partially_shipped', 'shipped', 'delivered'], to: 'refunded' },
  },
})

export type Transition = Parameters<typeof moves.allows>[1]

/** `order_unknown`, or `wrong_status` with the status that does not allow it. */
export const mustAllow = (order: Order, transition: Transition): Refusal | null =>
  order.status === 'none' ? refuse('order_unknown') : moves.refusal(order, transition)

/** What comes next comes by itself, within moments or once it is paid; all else waits for people. */
const UNDER_WAY: readonly OrderStatus[] = ['none', 'pending', 'awaiting_payment', 'cancelling']

const placed = (state: Order, data: OrderPlaced, placedAt: string): Order => ({
  ...state,
  ...data,
  status: 'pending',
  placedAt,
  shipments: shipmentsOf(data.lines),
})

type DeliveryEvent = FactOf<
  typeof shipmentShipped | typeof shipmentDelivered | typeof orderShipped | typeof orderDelivered
>

/** Before there were shipments, the whole order was shipped and delivered by its own events. */
function delivered(state: Order, event: DeliveryEvent, at: string): Order {
  const { shipments } = state
  switch (event.type) {
    case shipmentShipped.type: {
      const status = state.status === 'confirmed' ? 'partially_shipped' : state.status
      return { ...state, status, shipments: changed(shipments, shippedAt(at), event.data) }
    }
    case shipmentDelivered.type:
      return { ...state, shipments: changed(shipments, deliveredAt(at), event.data) }
    case orderShipped.type:
      return { ...state, status: 'shipped', shipments: changed(shipments, shippedAt(at)) }
    case orderDelivered.type:
      return { ...state, status: 'delivered', shipments: changed(shipments, deliveredAt(at)) }
  }
}

export const order = defineAggregate({
  name: 'order',
  shape: 3,
  initial: () => none,
  events: [
    orderPlaced,
    paymentAwaited,
    orderConfirmed,
    orderFailed,
    addressChanged,
    cancellationStarted,
    cancellationFailed,
    refundNoted,
    orderCancelled,
    shipmentShipped,
    shipmentDelivered,
    orderShipped,
    orderDelivered,
  ],
  evolve(state: Order, event): Order {
    switch (event.type) {
      case orderPlaced.type:
        return placed(state, event.data, new Date(event.at).toISOString())
      case paymentAwaited.type:
        return { ...state, status: 'awaiting_payment', payUntil: event.data.until }
      case orderConfirmed.type: {
        const { number, paymentMethod } = event.data
        return { ...state, status: 'confirmed', number, paymentMethod, payUntil: null }
      }
      case orderFailed.type:
        return { ...state, status: 'failed', reason: event.data.reason }
      case addressChanged.type:
        return { ...state, shippingAddress: event.data.shippingAddress }
      case cancellationStarted.type: {
        const { reason, sealedNote } = event.data
        return { ...state, status: 'cancelling', reason, sealedNote, cancellations: state.cancellations + 1 }
      }
      case cancellationFailed.type:
        return { ...state, status: 'confirmed', reason: event.data.reason }
      case refundNoted.type:
        return { ...state, refunded: event.data.refunded }
      case orderCancelled.type:
        return { ...state, status: event.data.refunded ? 'refunded' : 'cancelled' }
      case shipmentShipped.type:
      case shipmentDelivered.type:
      case orderShipped.type:
      case orderDelivered.type:
        return delivered(state, event, new Date(event.at).toISOString())
    }
  },
  isTerminal: ({ status }) => !UNDER_WAY.includes(status),
})

export const orderKey = order.key

/** All of it was given back: it is neither shipped nor delivered. */
export const isRefunded = ({ refunded, total }: Order): boolean => total > 0 && refunded >= total

/** An order that has not come to anything yet, so that `Prefer: wait` goes on waiting. */
export const isOpen = ({ status }: Order): boolean => status === 'pending' || status === 'cancelling'
