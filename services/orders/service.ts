/** Orders: what was bought, at which price, and the checkout that brings stock, payment and order together. */
import { memberForgotten } from '../../contracts/identity.ts'
import { awaitPayment, confirmOrder, failOrder, finishCancellation } from '../../contracts/orders.ts'
import {
  type PaymentAuthorized,
  type PaymentDeclined,
  paymentAuthorized,
  paymentDeclined,
} from '../../contracts/payments.ts'
import type { Message } from '../../platform/kit/message.ts'
import { bareService } from '../../platform/service/service.ts'
import { orderWrites } from './api.ts'
import { cancellation } from './cancellation.saga.ts'
import { checkout } from './checkout.saga.ts'
import { checks } from './checks.ts'
import {
  awaitPaymentCommand,
  confirmCommand,
  failCommand,
  finishCancellationCommand,
  paymentReported,
} from './commands.ts'
import { order } from './order.ts'
import { businessMonth, orderNumbers } from './order-number.ts'
import { productsCopy } from './products.ts'
import { orderQueries } from './queries-api.ts'
import { refusals } from './refusals.ts'
import { ordersView } from './views.ts'

const isCustomers = <P extends PaymentAuthorized | PaymentDeclined>(
  payment: P,
): payment is Extract<P, { orderId: string }> => 'orderId' in payment && payment.initiator === 'customer'

export const orders = bareService({
  name: 'orders',
  migrations: new URL('./migrations/', import.meta.url),
  aggregates: [order, orderNumbers],
  views: [ordersView],
  sagas: [checkout, cancellation],
  accepts: {
    [awaitPayment.type]: awaitPaymentCommand,
    [confirmOrder.type]: (input, context) => confirmCommand(input, businessMonth(context.ports.clock.now())),
    [failOrder.type]: failCommand,
    [finishCancellation.type]: finishCancellationCommand,
  },
  reactions: [
    {
      // The checkout hears of its own payment by a reply; only a customer's payment is news.
      name: 'hears-payments',
      from: 'payments',
      on: {
        [paymentAuthorized.type]: (event: Message<PaymentAuthorized>) =>
          isCustomers(event.data) ? [paymentReported(event.data, null)] : [],
        [paymentDeclined.type]: (event: Message<PaymentDeclined>) =>
          isCustomers(event.data) ? [paymentReported(event.data, event.data.reason)] : [],
      },
    },
    {
      name: 'forgets-members',
      from: 'identity',
      on: {
        [memberForgotten.type]: async ({ data }, context) => {
          await context.vault.forget(data.memberId)
          return []
        },
      },
    },
  ],
  projections: [productsCopy],
  routes: context => [...orderWrites(context), ...orderQueries(context)],
  refusals,
  checks,
})
