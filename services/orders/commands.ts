/** What moves an order: placing, the steps of its sagas, and what customers, merchants and operators ask. */
import { stockLinesOf } from '../../contracts/catalog.ts'
import {
  addressChanged,
  type awaitPayment,
  type CancellationStarted,
  cancellationFailed,
  cancellationStarted,
  type confirmOrder,
  type failCancellation,
  type failOrder,
  type finishCancellation,
  type OrderPlaced,
  orderCancelled,
  orderConfirmed,
  orderFailed,
  orderPlaced,
  paymentAwaited,
} from '../../contracts/orders.ts'
import { type PaymentMethod, voidPayment } from '../../contracts/payments.ts'
import { isWithinLimit, limitOf } from '../../platform/http/routes/amount.ts'
import {
  type Accepted,
  accept,
  type Command,
  type Context,
  type Decision,
  type States,
} from '../../platform/kit/command.ts'
import type { DataOf } from '../../platform/kit/contract.ts'
import { isRefusal, type Refusal, refuse } from '../../platform/kit/refusal.ts'
import { type Incoming, notice, signalSaga, startSaga } from '../../platform/saga/decide.ts'
import { sagaKey } from '../../platform/saga/state.ts'
import type { Sealer } from '../../platform/vault/vault.ts'
import { cancellation } from './cancellation.saga.ts'
import { claimCart, claimKeys, type OrderedCart } from './cart-claim.ts'
import {
  AWAIT_PAYMENT,
  type Checkout,
  checkout,
  ownPaymentId,
  PAYMENT_LIMIT_MS,
  RESERVATION_LIMIT_MS,
  reportedPayment,
} from './checkout.saga.ts'
import { totalOf } from './expectation.ts'
import {
  factsOf,
  mustAllow,
  numberedFactsOf,
  type Order,
  order as orderAggregate,
  orderKey,
  type Transition,
} from './order.ts'
import { nextNumber, numbersKey } from './order-number.ts'
import type { Showing } from './present.ts'

const SERVICE = 'orders'

export const checkoutId = (orderId: string): string => `checkout/${orderId}`
/** Each time that an order is taken back is a saga of its own. */
export const cancellationId = (orderId: string, before: number): string =>
  before === 0 ? `cancel/${orderId}` : `cancel/${orderId}/${before}`

export interface Placing extends Omit<OrderPlaced, 'total'> {
  readonly paymentMethod: 'wallet' | null
  /** Where it is an order of the cart. */
  readonly cart: OrderedCart | null
  /** The answer shows the address in clear and is therefore stored encrypted. */
  readonly sealer: Sealer
  readonly present: (order: Order) => unknown
}

const later = (now: Date, delay_ms: number): string => new Date(now.getTime() + delay_ms).toISOString()

/** Places the order, under a new id, and begins its checkout. Answers at once with the order as `pending`. */
export function placeOrder({ sealer, present, cart, ...placing }: Placing): Command {
  const { orderId, memberId, lines, currency, paymentMethod } = placing
  const [key, id] = [orderKey(orderId), checkoutId(orderId)]
  const fresh = [key, sagaKey(id)]
  return {
    type: 'orders.place',
    keys: cart === null ? fresh : [...fresh, ...claimKeys(memberId, cart)],
    fresh,
    sealed: sealer,
    decide(states, context) {
      const total = totalOf(lines)
      if (!isWithinLimit(total, currency)) return refuse('order_too_large', limitOf(currency))
      const claimed = cart === null ? null : claimCart(states, cart, placing)
      if (isRefusal(claimed)) return claimed
      const placed = orderPlaced.of(key, { ...placing, total })
      const data: Checkout = {
        ...{ orderId, memberId, total, currency, paymentMethod },
        lines: stockLinesOf(lines),
        payUntil: later(context.now, PAYMENT_LIMIT_MS),
        reservedUntil: later(context.now, RESERVATION_LIMIT_MS),
      }
      const started = startSaga(checkout, id, data, SERVICE, context)
      const reply = present(orderAggregate.after(states.of(key), [placed], context.now))
      const facts = claimed === null ? [placed] : [placed, claimed]
      return { ...started, messages: [...facts, ...started.messages], status: 201, reply }
    },
  }
}

const checkoutOf = (orderId: string, states: States, context: Context): Incoming => {
  const id = checkoutId(orderId)
  return { definition: checkout, id, service: SERVICE, state: states.of(sagaKey(id)), context }
}

const CANCELLED: Refusal = refuse('cancelled_by_customer')
const signalCancelled = (incoming: Incoming) => signalSaga(incoming, AWAIT_PAYMENT, { ok: false, refusal: CANCELLED })

export type Decide<D> = (order: Order, states: States, context: Context) => D

interface MoveOptions {
  /** Further heads that it needs. */
  readonly keys?: readonly string[]
  /** Instead of the decision, while the order is taken back. */
  readonly cancelling?: Decide<Decision>
  /** The answer shows the order. */
  readonly shown?: Showing
}

/** A command about one order. Refused with `order_unknown`, or `wrong_status` where the table does not allow it. */
export function move(
  orderId: string,
  transition: Transition,
  decide: Decide<Decision>,
  options: MoveOptions = {},
): Command {
  const { keys = [], cancelling, shown } = options
  const key = orderKey(orderId)
  return {
    type: `orders.${transition.replaceAll('_', '-')}`,
    keys: [key, ...keys],
    ...(shown && { sealed: shown.sealer }),
    decide(states, context) {
      const order = states.of(key)
      if (cancelling && order.status === 'cancelling') return cancelling(order, states, context)
      const refusal = mustAllow(order, transition)
      if (refusal) return refusal
      const accepted = decide(order, states, context)
      if (!shown || isRefusal(accepted)) return accepted
      return { ...accepted, reply: shown.present(orderAggregate.after(order, accepted.messages, context.now)) }
    },
  }
}

/** The checkout waits for a payment now. An order that was cancelled meanwhile is told so at once. */
export const awaitPaymentCommand = ({ orderId, until }: DataOf<typeof awaitPayment>): Command =>
  move(
    orderId,
    'await_payment',
    order => accept([paymentAwaited.of(orderKey(orderId), { ...factsOf(order), until })]),
    {
      keys: [sagaKey(checkoutId(orderId))],
      cancelling: (_order, states, context) => signalCancelled(checkoutOf(orderId, states, context)),
    },
  )

/** The pivot of the checkout. Draws the number people read; `month` is the business month now, `2026-11`. */
export function confirmCommand({ orderId, paymentMethod }: DataOf<typeof confirmOrder>, month: string): Command {
  const confirm: Decide<Accepted> = (order, states) => {
    const number = nextNumber(states, month)
    const { fromCart, lines } = order
    const facts = { ...factsOf(order), number, paymentMethod, fromCart, lines }
    return accept([orderConfirmed.of(orderKey(orderId), facts, [numbersKey(month)])], { reply: { number } })
  }
  return move(orderId, 'confirm', confirm, { keys: [numbersKey(month)], cancelling: () => CANCELLED })
}

export const cancelled = (order: Order, refunded: boolean): Accepted =>
  accept([orderCancelled.of(orderKey(order.orderId), { ...numberedFactsOf(order), refunded })])

/** The checkout was undone: the order failed, or its cancellation is complete. */
export const failCommand = ({ orderId, reason }: DataOf<typeof failOrder>): Command =>
  move(orderId, 'fail', order => accept([orderFailed.of(orderKey(orderId), { ...factsOf(order), reason })]), {
    cancelling: order => cancelled(order, false),
  })

export interface ReportedPayment {
  readonly orderId: string
  readonly paymentId: string
  readonly method: PaymentMethod
}

/** A customer's payment was set aside. If the order no longer waits for it, the payment is let go. */
export function paymentReported({ orderId, paymentId, method: paymentMethod }: ReportedPayment): Command {
  const id = checkoutId(orderId)
  return {
    type: 'orders.payment-reported',
    keys: [sagaKey(id)],
    decide(states, context) {
      const answer = { ok: true, result: { paymentId, paymentMethod } } as const
      const signalled = signalSaga(checkoutOf(orderId, states, context), AWAIT_PAYMENT, answer)
      if (!isRefusal(signalled)) return signalled
      return accept([notice(`notice:${context.causationId}`, voidPayment.ask({ paymentId }))])
    },
  }
}

export interface Cancelling extends Omit<CancellationStarted, 'memberId'> {
  /** How often it was taken back before, as it was read. */
  readonly before: number
  readonly shown: Showing
}

/** Begins to take an order back: an unpaid one by failing its checkout, a paid one by a saga of its own. */
export function cancelOrder({ shown, ...cancelling }: Cancelling): Command {
  const { orderId, before } = cancelling
  return move(orderId, 'cancel', beginCancelling(cancelling), { keys: cancellationKeys(orderId, before), shown })
}

export const cancellationKeys = (orderId: string, before: number): readonly string[] => [
  sagaKey(checkoutId(orderId)),
  sagaKey(cancellationId(orderId, before)),
]

export const beginCancelling =
  ({ orderId, reason, sealedNote, before }: Omit<Cancelling, 'shown'>): Decide<Decision> =>
  (order, states, context) => {
    if (order.cancellations !== before) return refuse('wrong_status', { status: order.status })
    const begun = cancellationStarted.of(orderKey(orderId), { ...factsOf(order), reason, sealedNote })
    const rest = takeBack(order, reason, states, context)
    return { ...rest, messages: [begun, ...rest.messages] }
  }

function takeBack(order: Order, reason: string, states: States, context: Context): Accepted {
  const { orderId, lines } = order
  const incoming = checkoutOf(orderId, states, context)
  if (order.status === 'pending' || order.status === 'awaiting_payment') {
    // While a step is under way nothing waits for a signal: `confirm` or `await-payment` will meet the cancelled order.
    const signalled = signalCancelled(incoming)
    return isRefusal(signalled) ? accept([]) : signalled
  }
  const paymentId = reportedPayment(incoming.state.results)?.paymentId ?? ownPaymentId(orderId)
  const data = { orderId, paymentId, lines: stockLinesOf(lines), reason }
  return startSaga(cancellation, cancellationId(orderId, order.cancellations), data, SERVICE, context)
}

/** The refund was refused for good. */
export const failCancellationCommand = ({ orderId, reason }: DataOf<typeof failCancellation>): Command =>
  move(orderId, 'fail_cancellation', order =>
    accept([cancellationFailed.of(orderKey(orderId), { ...factsOf(order), reason })]),
  )

export const finishCancellationCommand = ({ orderId, refunded }: DataOf<typeof finishCancellation>): Command =>
  move(orderId, 'finish_cancellation', order => cancelled(order, refunded))

export function changeAddress(orderId: string, shippingAddress: string, shown: Showing): Command {
  const change = (order: Order) =>
    accept([addressChanged.of(orderKey(orderId), { ...factsOf(order), shippingAddress })])
  return move(orderId, 'change_address', change, { shown })
}
