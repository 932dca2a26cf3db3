/** What the orders service refuses, in both languages; the reasons an order fails for are codes of these catalogues. */
import { sharedRefusals } from '../../contracts/refusals.ts'
import { defineCatalogue, fromCopy, refusalsFrom } from '../../platform/kit/refusal.ts'

export const refusals = defineCatalogue({
  ...refusalsFrom(sharedRefusals, 'order_unknown'),
  ...fromCopy(refusalsFrom(sharedRefusals, 'product_unknown', 'product_inactive')),
  wrong_status: { status: 409, ko: '지금 상태에서는 할 수 없습니다.', en: 'The order’s status does not allow this.' },
  cart_empty: { status: 422, ko: '장바구니가 비어 있습니다.', en: 'The cart is empty.' },
  mixed_currencies: { status: 422, ko: '한 주문에는 한 통화만 담을 수 있습니다.', en: 'One order has one currency.' },
  order_too_large: { status: 422, ko: '주문 금액이 너무 큽니다.', en: 'The order is too large.' },
  payment_timeout: { status: 409, ko: '결제 시간이 지났습니다.', en: 'The time to pay is over.' },
  cancelled_by_operator: { status: 409, ko: '운영자가 취소한 주문입니다.', en: 'An operator cancelled the order.' },
  cancelled_by_customer: { status: 409, ko: '고객이 취소한 주문입니다.', en: 'The customer cancelled the order.' },
})
