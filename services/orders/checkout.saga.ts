/**
 * From a placed order to a paid one: reserve the stock, set the money aside, confirm, then take both. Stock comes
 * before money because it is the step that refuses for business reasons.
 */
import { Type } from 'typebox'
import { commitStock, releaseStock, reserveStock, type StockLine } from '../../contracts/catalog.ts'
import { awaitPayment, confirmOrder, failOrder, type OrderPlaced } from '../../contracts/orders.ts'
import { authorizePayment, capturePayment, PaymentMethod, voidPayment } from '../../contracts/payments.ts'
import { derivedId } from '../../platform/kit/derived-id.ts'
import { type Results, resultIn, type SagaDefinition } from '../../platform/kit/saga-definition.ts'

export interface Checkout extends Pick<OrderPlaced, 'orderId' | 'memberId' | 'total' | 'currency'> {
  readonly lines: readonly StockLine[]
  readonly paymentMethod: 'wallet' | null
  /** When an order without payment is given up. */
  readonly payUntil: string
  /** When the catalog may give the stock to others, whatever became of us. */
  readonly reservedUntil: string
}

export const PAYMENT_LIMIT_MS = 15 * 60_000
/** Beyond the payment's deadline, so that the saga, not the timer, gives the stock back. */
export const RESERVATION_LIMIT_MS = PAYMENT_LIMIT_MS + 10 * 60_000

export const AWAIT_PAYMENT = 'await-payment'
/** What the signal says: the customer's own payment. */
const ReportedPayment = Type.Object({ paymentId: Type.String(), paymentMethod: PaymentMethod })
export const reportedPayment = (results: Results) => resultIn(results, AWAIT_PAYMENT, ReportedPayment)

const byItself = ({ paymentMethod }: Checkout): boolean => paymentMethod !== null
const linesOf = ({ orderId, lines }: Checkout) => ({ orderId, lines: [...lines] })
/** The checkout's own payment is named after the order; a customer's names itself in the signal. */
export const ownPaymentId = (orderId: string): string => derivedId(orderId, 'ord', 'pay')
const paymentOf = (checkout: Checkout, results: Results) => ({
  paymentId: reportedPayment(results)?.paymentId ?? ownPaymentId(checkout.orderId),
})

export const checkout: SagaDefinition<Checkout> = {
  name: 'checkout',
  owner: 'orders operators',
  asks: ['catalog', 'orders', 'payments'],
  steps: [
    {
      kind: 'send',
      name: 'reserve-stock',
      ask: data => reserveStock.ask({ ...linesOf(data), expiresAt: data.reservedUntil }),
      undo: data => releaseStock.ask(linesOf(data)),
    },
    {
      kind: 'send',
      name: 'authorize-payment',
      when: byItself,
      ask: ({ orderId, memberId, total: amount, currency }) =>
        authorizePayment.ask({
          ...{ orderId, memberId, amount, currency },
          paymentId: ownPaymentId(orderId),
          method: 'wallet',
        }),
      undo: (data, results) => voidPayment.ask(paymentOf(data, results)),
    },
    {
      kind: 'wait',
      name: AWAIT_PAYMENT,
      when: data => !byItself(data),
      announce: ({ orderId, payUntil: until }) => awaitPayment.ask({ orderId, until }),
      deadline_ms: PAYMENT_LIMIT_MS,
      late: 'payment_timeout',
      undo: (data, results) => voidPayment.ask(paymentOf(data, results)),
    },
    {
      kind: 'send',
      name: 'confirm-order',
      pivot: true,
      ask: ({ orderId, paymentMethod }, results) =>
        confirmOrder.ask({
          orderId,
          paymentMethod: reportedPayment(results)?.paymentMethod ?? paymentMethod ?? 'wallet',
        }),
    },
    { kind: 'send', name: 'commit-stock', ask: data => commitStock.ask(linesOf(data)) },
    { kind: 'send', name: 'capture-payment', ask: (data, results) => capturePayment.ask(paymentOf(data, results)) },
  ],
  undone: ({ orderId }, { reason }) => failOrder.ask({ orderId, reason }),
}
