/** What the statuses of orders, and of their shipments, mean to people. */
import { namedEnum, type WordsOf } from '../../platform/kit/named-enum.ts'

/** In the order in which an order may come through them. */
export const ORDER_STATUS = {
  pending: { ko: '접수 중', en: 'Placed; its stock is being reserved.' },
  awaiting_payment: { ko: '결제 대기', en: 'Reserved; it waits for its payment.' },
  confirmed: { ko: '주문 확정', en: 'Paid; it can be shipped.' },
  partially_shipped: { ko: '일부 발송', en: 'Some of its merchants have shipped their lines.' },
  shipped: { ko: '발송 완료', en: 'All of it is on its way.' },
  delivered: { ko: '배송 완료', en: 'All of it has arrived.' },
  failed: { ko: '주문 실패', en: 'It came to nothing; `reason` says why.' },
  cancelling: { ko: '취소 처리 중', en: 'Called off; its payment is being given back.' },
  cancelled: { ko: '취소 완료', en: 'Called off before anything was paid for it.' },
  refunded: { ko: '환불 완료', en: 'Called off; what was paid is given back.' },
} as const satisfies WordsOf<string>

/** Of an order that is so there is something to ship, or was. */
export const TO_SHIP: readonly string[] = [
  'confirmed',
  'partially_shipped',
  'shipped',
  'delivered',
] satisfies (keyof typeof ORDER_STATUS)[]

export const SHIPMENT_STATUS = {
  open: { ko: '발송 전', en: 'Not handed to the carrier yet.' },
  shipped: { ko: '배송 중', en: 'On its way.' },
  delivered: { ko: '배송 완료', en: 'It has arrived.' },
} as const satisfies WordsOf<string>

export const OrderStatusSchema = namedEnum('OrderStatus', ORDER_STATUS, {
  description: 'How far an order has come.',
  example: 'confirmed',
})
export const ShipmentStatusSchema = namedEnum('ShipmentStatus', SHIPMENT_STATUS, {
  description: 'How far the lines of one merchant have come.',
})
