/** Orders: what was bought, at which price, and the checkout that brings stock, payment and order together. */
import { memberForgotten } from '../../contracts/identity.ts'
import { ordersContract } from '../../contracts/orders.ts'
import { type PaymentAuthorized, paymentAuthorized, paymentRefunded } from '../../contracts/payments.ts'
import { businessMonthOf } from '../../platform/ports/business-date.ts'
import { defineService } from '../../platform/service/define-service.ts'
import { forgetsSubjects } from '../../platform/service/forgets-subjects.ts'
import { on, reaction } from '../../platform/service/handlers.ts'
import { orderWrites } from './api.ts'
import { cancellation } from './cancellation.saga.ts'
import { cartClaim } from './cart-claim.ts'
import { checkout } from './checkout.saga.ts'
import { checks } from './checks.ts'
import {
  awaitPaymentCommand,
  confirmCommand,
  failCancellationCommand,
  failCommand,
  finishCancellationCommand,
  paymentReported,
} from './commands.ts'
import { orderObligations } from './obligations.ts'
import { order, orderKey } from './order.ts'
import { orderNumbers } from './order-number.ts'
import { productsCopy } from './products.ts'
import { orderQueries } from './queries-api.ts'
import { noteRefund, refundedAfterShipping } from './refunds.ts'
import { refusals } from './refusals.ts'
import { merchantShipmentsView, numberedOrdersView, numbersOf, ordersView } from './views.ts'

const isCustomers = (payment: PaymentAuthorized): payment is Extract<PaymentAuthorized, { orderId: string }> =>
  'orderId' in payment && payment.initiator === 'customer'

export const orders = defineService(ordersContract, {
  migrations: new URL('./migrations/', import.meta.url),
  aggregates: [order, orderNumbers, cartClaim],
  asks: ['cart'],
  views: [ordersView, numberedOrdersView, merchantShipmentsView],
  sagas: [checkout, cancellation],
  tasks: [refundedAfterShipping],
  commands: {
    awaitPayment: awaitPaymentCommand,
    confirmOrder: (input, context) => confirmCommand(input, businessMonthOf(context.ports.clock.now())),
    failOrder: failCommand,
    failCancellation: failCancellationCommand,
    finishCancellation: finishCancellationCommand,
  },
  reactions: [
    // The checkout hears of its own payment by a reply; only a customer's payment is news. One that was declined is none:
    // the order waits for another, until its deadline.
    reaction(
      'hears-payments',
      on(paymentAuthorized, ({ data }) => (isCustomers(data) ? [paymentReported(data)] : [])),
      on(paymentRefunded, async ({ data }, { writer }) => {
        if (!('orderId' in data)) return []
        const before = (await writer.head(orderKey(data.orderId)))?.state.cancellations ?? 0
        return [noteRefund(data, before)]
      }),
    ),
    forgetsSubjects(memberForgotten, ({ memberId }) => memberId),
  ],
  projections: [productsCopy],
  routes: context => [...orderWrites(context), ...orderQueries(context)],
  rpcs: ({ read }) => ({
    mayLeave: ({ memberId }) => orderObligations(read, memberId),
    orderNumbers: ({ ids }) => numbersOf(read, ids),
  }),
  refusals,
  checks,
})
