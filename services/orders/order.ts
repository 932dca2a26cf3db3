/** An order: what was bought at which price, and how far it has come. Pure transitions in a table. */
import {
  addressChanged,
  cancellationStarted,
  type OrderLine,
  orderCancelled,
  orderConfirmed,
  orderDelivered,
  orderFailed,
  orderPlaced,
  orderShipped,
  paymentAwaited,
} from '../../contracts/orders.ts'
import { defineAggregate } from '../../platform/kit/aggregate.ts'
import { type Refusal, refuse } from '../../platform/kit/refusal.ts'

export type OrderStatus =
  | 'none'
  | 'pending'
  | 'awaiting_payment'
  | 'confirmed'
  | 'shipped'
  | 'delivered'
  | 'failed'
  | 'cancelling'
  | 'cancelled'
  | 'refunded'

export interface Order {
  readonly status: OrderStatus
  readonly orderId: string
  readonly memberId: string
  readonly number: string | null
  readonly lines: readonly OrderLine[]
  /** Minor units. */
  readonly total: number
  readonly currency: string
  readonly paymentMethod: string | null
  readonly fromCart: boolean
  /** Encrypted under the member's key. */
  readonly shippingAddress: string
  /** A code, see `refusals.ts`. */
  readonly reason: string | null
  /** What was said at the cancellation, encrypted under the member's key. */
  readonly sealedNote: string | null
  readonly payUntil: string | null
  readonly placedAt: string
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
}

export const factsOf = ({ orderId, memberId }: Order) => ({ orderId, memberId })

/** From which states an order may go where. */
export const TRANSITIONS = {
  await_payment: ['pending'],
  confirm: ['pending', 'awaiting_payment'],
  fail: ['pending', 'awaiting_payment'],
  change_address: ['pending', 'awaiting_payment', 'confirmed'],
  cancel: ['pending', 'awaiting_payment', 'confirmed'],
  finish_cancellation: ['cancelling'],
  ship: ['confirmed'],
  deliver: ['shipped'],
} as const satisfies Record<string, readonly OrderStatus[]>

export type Transition = keyof typeof TRANSITIONS

/** `order_unknown`, or `wrong_status` with the status that does not allow it. */
export function mustAllow(order: Order, transition: Transition): Refusal | null {
  if (order.status === 'none') return refuse('order_unknown')
  const allowed: readonly OrderStatus[] = TRANSITIONS[transition]
  return allowed.includes(order.status) ? null : refuse('wrong_status', { status: order.status })
}

/** What comes next comes by itself, within moments or once it is paid; all else waits for people. */
const UNDER_WAY: readonly OrderStatus[] = ['none', 'pending', 'awaiting_payment', 'cancelling']

export const order = defineAggregate({
  name: 'order',
  shape: 1,
  initial: () => none,
  events: [
    orderPlaced,
    paymentAwaited,
    orderConfirmed,
    orderFailed,
    addressChanged,
    cancellationStarted,
    orderCancelled,
    orderShipped,
    orderDelivered,
  ],
  evolve(state: Order, event): Order {
    switch (event.type) {
      case orderPlaced.type:
        return { ...state, ...event.data, status: 'pending', placedAt: new Date(event.at).toISOString() }
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
        return { ...state, status: 'cancelling', reason, sealedNote }
      }
      case orderCancelled.type:
        return { ...state, status: event.data.refunded ? 'refunded' : 'cancelled' }
      case orderShipped.type:
        return { ...state, status: 'shipped' }
      case orderDelivered.type:
        return { ...state, status: 'delivered' }
    }
  },
  isTerminal: ({ status }) => !UNDER_WAY.includes(status),
})

export const orderKey = order.key

/** An order that has not come to anything yet, so that `Prefer: wait` goes on waiting. */
export const isOpen = ({ status }: Order): boolean => status === 'pending' || status === 'cancelling'
