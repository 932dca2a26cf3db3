/** The contract of orders. Amounts are integers in the currency's minor unit. */
import { type Static, Type } from 'typebox'
import { command, defineContract, event } from '../platform/kit/contract.ts'
import { Nullable } from '../platform/kit/schemas.ts'
import { Localized } from './catalog.ts'
import { lookUp } from './look-up.ts'
import { mayLeave } from './obligations.ts'

export const OrderLine = Type.Object({
  productId: Type.String(),
  merchantId: Nullable(Type.String()),
  name: Localized,
  price: Type.Integer({ minimum: 1 }),
  quantity: Type.Integer({ minimum: 1 }),
})
export type OrderLine = Static<typeof OrderLine>

export const orderPlaced = event(
  'orders.order-placed',
  Type.Object({
    orderId: Type.String(),
    memberId: Type.String(),
    lines: Type.Array(OrderLine),
    total: Type.Integer({ minimum: 1 }),
    currency: Type.String(),
    paymentMethod: Nullable(Type.String()),
    fromCart: Type.Boolean(),
    /** Encrypted under the key of the member. */
    shippingAddress: Type.String(),
  }),
)
export type OrderPlaced = Static<typeof orderPlaced.schema>

const Order = { orderId: Type.String(), memberId: Type.String() }
export const paymentAwaited = event('orders.payment-awaited', Type.Object({ ...Order, until: Type.String() }))
export const orderConfirmed = event(
  'orders.order-confirmed',
  Type.Object({
    ...Order,
    number: Type.String(),
    paymentMethod: Type.String(),
    fromCart: Type.Boolean(),
    lines: Type.Array(OrderLine),
  }),
)
export type OrderConfirmed = Static<typeof orderConfirmed.schema>
export const orderFailed = event('orders.order-failed', Type.Object({ ...Order, reason: Type.String() }))
export const addressChanged = event('orders.address-changed', Type.Object({ ...Order, shippingAddress: Type.String() }))
export const cancellationStarted = event(
  'orders.cancellation-started',
  Type.Object({
    ...Order,
    reason: Type.Union([
      Type.Literal('cancelled_by_customer'),
      Type.Literal('cancelled_by_operator'),
      Type.Literal('payment_refunded'),
    ]),
    /** A note, encrypted under the key of the member; null if there is none. */
    sealedNote: Nullable(Type.String()),
  }),
)
export type CancellationStarted = Static<typeof cancellationStarted.schema>
/** The refund was refused for good: the order stands as before, and may be cancelled again. */
export const cancellationFailed = event('orders.cancellation-failed', Type.Object({ ...Order, reason: Type.String() }))
/** What has been given back of its payment so far, by whomever. */
export const refundNoted = event(
  'orders.refund-noted',
  Type.Object({ ...Order, refunded: Type.Integer({ minimum: 1 }) }),
)
/** With the number that people read, once it has one; not in events of before. */
const NumberedOrder = { ...Order, number: Type.Optional(Type.String()) }
export const orderCancelled = event(
  'orders.order-cancelled',
  Type.Object({ ...NumberedOrder, refunded: Type.Boolean() }),
)
const OfShipment = Type.Object({ ...Order, merchantId: Nullable(Type.String()) })
/** The lines of one merchant: they are shipped, and delivered, by themselves. */
export const shipmentShipped = event('orders.shipment-shipped', OfShipment)
export const shipmentDelivered = event('orders.shipment-delivered', OfShipment)
/** All its shipments are. */
export const orderShipped = event('orders.order-shipped', Type.Object(NumberedOrder))
export const orderDelivered = event('orders.order-delivered', Type.Object(NumberedOrder))

/** Steps of the checkout and cancellation sagas, sent by the service to itself. */
export const awaitPayment = command(
  'orders.await-payment',
  Type.Object({ orderId: Type.String(), until: Type.String() }),
)
export const confirmOrder = command(
  'orders.confirm',
  Type.Object({ orderId: Type.String(), paymentMethod: Type.String() }),
  {
    reply: Type.Object({ number: Type.String() }),
    refusals: ['order_unknown', 'wrong_status', 'cancelled_by_customer'],
  },
)
export const failOrder = command('orders.fail', Type.Object({ orderId: Type.String(), reason: Type.String() }))
export const failCancellation = command(
  'orders.fail-cancellation',
  Type.Object({ orderId: Type.String(), reason: Type.String() }),
)
export const finishCancellation = command(
  'orders.finish-cancellation',
  Type.Object({ orderId: Type.String(), refunded: Type.Boolean() }),
)

/** The numbers that people read, by id; of orders that have one. */
export const orderNumbers = lookUp('orders.numbers', Type.String())

export const ordersContract = defineContract('orders', {
  summary: 'Orders, from placing them to their delivery or cancellation.',
  events: {
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
  },
  commands: { awaitPayment, confirmOrder, failOrder, failCancellation, finishCancellation },
  rpcs: { orderNumbers, mayLeave: mayLeave.of('orders') },
})
