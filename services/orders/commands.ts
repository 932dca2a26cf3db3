/** What moves an order: placing, the steps of its sagas, and what customers, merchants and operators ask. */
import type { StockLine } from '../../contracts/catalog.ts'
import {
  addressChanged,
  type CancellationStarted,
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
import { type PaymentMethod, voidPayment } from '../../contracts/payments.ts'
import { type Accepted, accept, type Command, type Context, type States } from '../../platform/kit/command.ts'
import { isRefusal, type Refusal, refuse } from '../../platform/kit/refusal.ts'
import { type Incoming, notice, signalSaga, startSaga } from '../../platform/saga/decide.ts'
import { sagaKey } from '../../platform/saga/state.ts'
import type { Sealer } from '../../platform/vault/vault.ts'
import { cancellation } from './cancellation.saga.ts'
import {
  AWAIT_PAYMENT,
  type Checkout,
  checkout,
  PAYMENT_LIMIT_MS,
  RESERVATION_LIMIT_MS,
  reportedPayment,
} from './checkout.saga.ts'
import { factsOf, mustAllow, type Order, orderKey, type Transition } from './order.ts'
import { nextNumber, numbersKey } from './order-number.ts'
import type { Showing } from './present.ts'

const SERVICE = 'orders'

export const checkoutId = (orderId: string): string => `checkout/${orderId}`
const cancellationId = (orderId: string): string => `cancel/${orderId}`

export interface Placing {
  /** New. */
  readonly orderId: string
  readonly memberId: string
  readonly lines: readonly OrderLine[]
  readonly currency: string
  readonly paymentMethod: 'wallet' | null
  readonly fromCart: boolean
  /** Encrypted; the answer shows the address in clear and is therefore stored encrypted too. */
  readonly sealedAddress: string
  readonly sealer: Sealer
  readonly present: (order: Order) => unknown
}

const stockLinesOf = (lines: readonly OrderLine[]): StockLine[] =>
  lines.map(({ productId, quantity }) => ({ productId, quantity }))

const later = (now: Date, delay_ms: number): string => new Date(now.getTime() + delay_ms).toISOString()

/** Places the order and begins its checkout. Answers at once with the order as `pending`. */
export function placeOrder(placing: Placing): Command {
  const { orderId, memberId, lines, currency, paymentMethod, fromCart, sealedAddress, sealer } = placing
  const id = checkoutId(orderId)
  const keys = [orderKey(orderId), sagaKey(id)]
  return {
    type: 'orders.place',
    keys,
    fresh: keys,
    sealed: sealer,
    decide(states, context) {
      const total = lines.reduce((sum, line) => sum + line.price * line.quantity, 0)
      if (!Number.isSafeInteger(total)) return refuse('order_too_large')
      const facts = { orderId, memberId, lines: [...lines], total, currency, paymentMethod, fromCart }
      const placed = orderPlaced.of(orderKey(orderId), { ...facts, shippingAddress: sealedAddress })
      const data: Checkout = {
        orderId,
        memberId,
        lines: stockLinesOf(lines),
        total,
        currency,
        paymentMethod,
        payUntil: later(context.now, PAYMENT_LIMIT_MS),
        reservedUntil: later(context.now, RESERVATION_LIMIT_MS),
      }
      const started = startSaga(checkout, id, data, SERVICE, context)
      const order = { ...states.of(orderKey(orderId)), ...facts, shippingAddress: sealedAddress }
      const reply = placing.present({ ...order, status: 'pending', placedAt: context.now.toISOString() })
      return { ...started, messages: [placed, ...started.messages], status: 201, reply }
    },
  }
}

const checkoutOf = (orderId: string, states: States, context: Context): Incoming => {
  const id = checkoutId(orderId)
  return { definition: checkout, id, service: SERVICE, state: states.of(sagaKey(id)), context }
}

const CANCELLED: Refusal = refuse('cancelled_by_customer')

/** The checkout waits for a payment now. An order that was cancelled meanwhile is told so at once. */
export function awaitPaymentCommand({ orderId, until }: { orderId: string; until: string }): Command {
  return {
    type: 'orders.await-payment',
    keys: [orderKey(orderId), sagaKey(checkoutId(orderId))],
    decide(states, context) {
      const order = states.of(orderKey(orderId))
      if (order.status === 'cancelling') {
        return signalSaga(checkoutOf(orderId, states, context), AWAIT_PAYMENT, { ok: false, refusal: CANCELLED })
      }
      const refusal = mustAllow(order, 'await_payment')
      return refusal ?? accept([paymentAwaited.of(orderKey(orderId), { ...factsOf(order), until })])
    },
  }
}

/** The pivot of the checkout. Draws the number people read; `month` is the business month now, `2026-11`. */
export function confirmCommand(
  { orderId, paymentMethod }: { orderId: string; paymentMethod: string },
  month: string,
): Command {
  return {
    type: 'orders.confirm',
    keys: [orderKey(orderId), numbersKey(month)],
    decide(states) {
      const order = states.of(orderKey(orderId))
      if (order.status === 'cancelling') return CANCELLED
      const refusal = mustAllow(order, 'confirm')
      if (refusal) return refusal
      const number = nextNumber(states, month)
      const { fromCart, lines } = order
      const facts = { ...factsOf(order), number, paymentMethod, fromCart, lines: [...lines] }
      return accept([orderConfirmed.of(orderKey(orderId), facts, [numbersKey(month)])], { reply: { number } })
    },
  }
}

/** The checkout was undone: the order failed, or its cancellation is complete. */
export function failCommand({ orderId, reason }: { orderId: string; reason: string }): Command {
  return {
    type: 'orders.fail',
    keys: [orderKey(orderId)],
    decide(states) {
      const order = states.of(orderKey(orderId))
      if (order.status === 'cancelling') {
        return accept([orderCancelled.of(orderKey(orderId), { ...factsOf(order), refunded: false })])
      }
      const refusal = mustAllow(order, 'fail')
      return refusal ?? accept([orderFailed.of(orderKey(orderId), { ...factsOf(order), reason })])
    },
  }
}

/** A customer's payment was set aside, or declined. If the order no longer waits for it, the payment is let go. */
export function paymentReported(
  { orderId, paymentId, method: paymentMethod }: { orderId: string; paymentId: string; method: PaymentMethod },
  declined: string | null,
): Command {
  const id = checkoutId(orderId)
  return {
    type: 'orders.payment-reported',
    keys: [sagaKey(id)],
    decide(states, context) {
      const answer = declined
        ? ({ ok: false, refusal: refuse(declined) } as const)
        : ({ ok: true, result: { paymentId, paymentMethod } } as const)
      const signalled = signalSaga(checkoutOf(orderId, states, context), AWAIT_PAYMENT, answer)
      if (!isRefusal(signalled) || declined) return signalled
      return accept([notice(`notice:${context.causationId}`, voidPayment.ask({ paymentId }))])
    },
  }
}

export interface Cancelling {
  readonly orderId: string
  readonly reason: CancellationStarted['reason']
  readonly sealedNote: string | null
  readonly shown: Showing
}

/** Begins to take an order back: an unpaid one by failing its checkout, a paid one by a saga of its own. */
export function cancelOrder({ orderId, reason, sealedNote, shown }: Cancelling): Command {
  const keys = [orderKey(orderId), sagaKey(checkoutId(orderId)), sagaKey(cancellationId(orderId))]
  return {
    type: 'orders.cancel',
    keys,
    sealed: shown.sealer,
    decide(states, context) {
      const order = states.of(orderKey(orderId))
      const refusal = mustAllow(order, 'cancel')
      if (refusal) return refusal
      const begun = cancellationStarted.of(orderKey(orderId), { ...factsOf(order), reason, sealedNote })
      const rest = takeBack(order, reason, states, context)
      const reply = shown.present({ ...order, status: 'cancelling', reason, sealedNote })
      return { ...rest, messages: [begun, ...rest.messages], reply }
    },
  }
}

function takeBack(order: Order, reason: string, states: States, context: Context): Accepted {
  const { orderId, lines } = order
  const incoming = checkoutOf(orderId, states, context)
  if (order.status !== 'confirmed') {
    // While a step is under way nothing waits for a signal: `confirm` or `await-payment` will meet the cancelled order.
    const signalled = signalSaga(incoming, AWAIT_PAYMENT, { ok: false, refusal: CANCELLED })
    return isRefusal(signalled) ? accept([]) : signalled
  }
  const paymentId = reportedPayment(incoming.state.results)?.paymentId ?? orderId.replace('ord_', 'pay_')
  const data = { orderId, paymentId, lines: stockLinesOf(lines), reason }
  return startSaga(cancellation, cancellationId(orderId), data, SERVICE, context)
}

type Change = (order: Order) => Parameters<typeof accept>[0]

function change(
  orderId: string,
  transition: Transition,
  fact: Change,
  shown?: Showing & { readonly after: Partial<Order> },
): Command {
  return {
    type: `orders.${transition.replaceAll('_', '-')}`,
    keys: [orderKey(orderId)],
    sealed: shown?.sealer ?? null,
    decide(states) {
      const order = states.of(orderKey(orderId))
      const refusal = mustAllow(order, transition)
      if (refusal) return refusal
      return accept(fact(order), shown ? { reply: shown.present({ ...order, ...shown.after }) } : {})
    },
  }
}

export const finishCancellationCommand = ({ orderId, refunded }: { orderId: string; refunded: boolean }): Command =>
  change(orderId, 'finish_cancellation', order => [
    orderCancelled.of(orderKey(orderId), { ...factsOf(order), refunded }),
  ])

export const changeAddress = (orderId: string, shippingAddress: string, shown: Showing): Command =>
  change(
    orderId,
    'change_address',
    order => [addressChanged.of(orderKey(orderId), { ...factsOf(order), shippingAddress })],
    { ...shown, after: { shippingAddress } },
  )

export const shipOrder = (orderId: string, shown: Showing): Command =>
  change(orderId, 'ship', order => [orderShipped.of(orderKey(orderId), factsOf(order))], {
    ...shown,
    after: { status: 'shipped' },
  })

export const deliverOrder = (orderId: string, shown: Showing): Command =>
  change(orderId, 'deliver', order => [orderDelivered.of(orderKey(orderId), factsOf(order))], {
    ...shown,
    after: { status: 'delivered' },
  })
