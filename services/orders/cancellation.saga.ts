/**
 * Takes a paid order back: the money first, then the stock, then the order is refunded. Only forward, unless the refund is
 * refused for good: then the order stands as before.
 */
import { returnStock, type StockLine } from '../../contracts/catalog.ts'
import { failCancellation, finishCancellation } from '../../contracts/orders.ts'
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
    {
      kind: 'send',
      name: 'refund-payment',
      ask: ({ paymentId, reason }) => refundPayment.ask({ paymentId, reason }),
      final: ['refund_declined'],
    },
    {
      kind: 'send',
      name: 'return-stock',
      ask: ({ orderId, lines }) => returnStock.ask({ orderId, lines: [...lines] }),
    },
    { kind: 'send', name: 'finish', ask: ({ orderId }) => finishCancellation.ask({ orderId, refunded: true }) },
  ],
  undone: ({ orderId }, { reason }) => failCancellation.ask({ orderId, reason }),
}
