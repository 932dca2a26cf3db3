/** Takes a confirmed order back: the money first, then the stock, then the order is refunded. Only forward. */
import { returnStock, type StockLine } from '../../contracts/catalog.ts'
import { finishCancellation } from '../../contracts/orders.ts'
import { refundPayment } from '../../contracts/payments.ts'
import type { SagaDefinition } from '../../platform/kit/saga-definition.ts'

export interface Cancellation {
  readonly orderId: string
  readonly paymentId: string
  readonly lines: readonly StockLine[]
  readonly reason: string
}

export const cancellation: SagaDefinition<Cancellation> = {
  name: 'cancel-order',
  owner: 'orders operators',
  asks: ['catalog', 'orders', 'payments'],
  forwardOnly: true,
  steps: [
    { kind: 'send', name: 'refund-payment', ask: ({ paymentId, reason }) => refundPayment.ask({ paymentId, reason }) },
    {
      kind: 'send',
      name: 'return-stock',
      ask: ({ orderId, lines }) => returnStock.ask({ orderId, lines: [...lines] }),
    },
    { kind: 'send', name: 'finish', ask: ({ orderId }) => finishCancellation.ask({ orderId, refunded: true }) },
  ],
}
