/** What the orders service refuses, in both languages; the reasons an order fails for are codes of these catalogues. */
import { sharedRefusals } from '../../contracts/refusals.ts'
import { defineCatalogue, fromCopy, refusalsFrom } from '../../platform/kit/refusal.ts'

export const refusals = defineCatalogue({
  ...refusalsFrom(sharedRefusals, 'order_unknown', 'refund_declined'),
  ...fromCopy(refusalsFrom(sharedRefusals, 'product_unknown', 'product_inactive')),
  wrong_status: {
    status: 409,
    ko: '지금 주문 상태에서는 할 수 없어요. 주문 상태를 확인해 주세요.',
    en: 'The order’s status does not allow this. Check its status.',
  },
  price_changed: {
    status: 409,
    ko: '가격이 올랐어요. 바뀐 가격을 확인한 뒤 다시 주문해 주세요.',
    en: 'The price has risen. Look at the new price, then order again.',
  },
  cart_changed: {
    status: 409,
    ko: '장바구니가 바뀌었어요. 장바구니를 다시 확인한 뒤 주문해 주세요.',
    en: 'The cart has changed. Look at it again, then order.',
  },
  cart_already_ordered: {
    status: 409,
    ko: '이 장바구니로 이미 주문했어요. 주문 내역을 확인해 주세요.',
    en: 'This cart has been ordered already. See your orders.',
  },
  cart_version_without_cart: {
    status: 422,
    ko: 'cartVersion은 장바구니를 주문할 때만 써요. items와 함께 보내지 마세요.',
    en: 'The cartVersion is for an order of the cart. Leave it out when you name items.',
  },
  quantity_limit: {
    status: 422,
    ko: '한 상품은 99개까지 담거나 주문할 수 있어요. 수량을 줄여 주세요.',
    en: 'A cart or an order takes at most 99 pieces of a product. Reduce the quantity.',
  },
  order_refunded: {
    status: 409,
    ko: '전액 환불한 주문은 발송하거나 배송 완료할 수 없어요. 주문 상태를 확인해 주세요.',
    en: 'The order was refunded in full, so it can be neither shipped nor delivered. Check its status.',
  },
  payment_refunded: {
    status: 409,
    ko: '결제가 환불된 주문이에요. 필요하면 다시 주문해 주세요.',
    en: 'The payment of the order was refunded. Place a new order if you need one.',
  },
  cart_empty: {
    status: 422,
    ko: '장바구니가 비어 있어요. 상품을 담은 뒤 주문해 주세요.',
    en: 'The cart is empty. Add a product, then order.',
  },
  mixed_currencies: {
    status: 422,
    ko: '한 주문에는 한 통화의 상품만 담을 수 있어요. 통화별로 나누어 주문해 주세요.',
    en: 'One order has one currency. Place an order for each currency.',
  },
  order_too_large: {
    status: 422,
    ko: '주문 금액이 너무 커요. 나누어 주문해 주세요.',
    en: 'The order is too large. Split it into smaller ones.',
  },
  payment_timeout: {
    status: 409,
    ko: '결제 시간이 지났어요. 다시 주문해 주세요.',
    en: 'The time to pay is over. Place the order again.',
  },
  cancelled_by_operator: {
    status: 409,
    ko: '운영자가 취소한 주문이에요. 이유는 운영자에게 문의해 주세요.',
    en: 'An operator cancelled the order. Ask an operator why.',
  },
  cancelled_by_customer: {
    status: 409,
    ko: '고객이 취소한 주문이에요. 필요하면 다시 주문해 주세요.',
    en: 'The customer cancelled the order. Place a new order if you need one.',
  },
})
