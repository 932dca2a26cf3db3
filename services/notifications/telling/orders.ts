/** What customers are told of their orders and refunds. */
import { orderCancelled, orderConfirmed, orderDelivered, orderFailed, orderShipped } from '../../../contracts/orders.ts'
import { paymentRefunded } from '../../../contracts/payments.ts'
import type { MessageOf } from '../../../platform/service/handlers.ts'
import { orderTemplates } from '../templates/feature.ts'
import { telling } from './telling.ts'

const ORDER_EVENTS = [orderConfirmed, orderFailed, orderShipped, orderDelivered, orderCancelled] as const

const numbered = (number: string | undefined) => (number === undefined ? {} : { number })

function orderNotice({ id: sourceId, ...event }: MessageOf<(typeof ORDER_EVENTS)[number]>) {
  const source = { sourceId }
  switch (event.type) {
    case orderConfirmed.type: {
      const { orderId, number } = event.data
      return orderTemplates.confirmed.notice({ orderId, number }, source)
    }
    case orderFailed.type: {
      const { orderId, reason } = event.data
      return orderTemplates.failed.notice({ orderId, reason }, source)
    }
    case orderShipped.type: {
      const { orderId, number } = event.data
      return orderTemplates.shipped.notice({ orderId, ...numbered(number) }, source)
    }
    case orderDelivered.type: {
      const { orderId, number } = event.data
      return orderTemplates.delivered.notice({ orderId, ...numbered(number) }, source)
    }
    case orderCancelled.type: {
      const { orderId, number, refunded } = event.data
      return orderTemplates.cancelled.notice({ orderId, ...numbered(number), refunded }, source)
    }
  }
}

export const tellsOfOrders = telling('tells-of-orders', ORDER_EVENTS, event => [
  { to: event.data.memberId, notice: orderNotice(event) },
])

export const tellsOfPayments = telling('tells-of-payments', [paymentRefunded], ({ id: sourceId, data }) => {
  const { memberId, paymentId, refundAmount: amount, currency } = data
  const about = 'orderId' in data ? { orderId: data.orderId } : { franchiseId: data.franchiseId }
  const notice = orderTemplates.paymentRefunded.notice({ paymentId, ...about, amount, currency }, { sourceId })
  return [{ to: memberId, notice }]
})
