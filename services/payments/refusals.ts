/** What the payments service refuses, in both languages. */
import { sharedRefusals } from '../../contracts/refusals.ts'
import { defineCatalogue, fromCopy, refusalsFrom } from '../../platform/kit/refusal.ts'

export const refusals = defineCatalogue({
  ...refusalsFrom(sharedRefusals, 'settlement_unknown'),
  ...fromCopy(refusalsFrom(sharedRefusals, 'order_unknown', 'franchise_unknown')),
  order_not_payable: {
    status: 409,
    ko: '지금은 결제할 수 없는 주문입니다.',
    en: 'The order does not wait for a payment.',
  },
  amount_mismatch: { status: 422, ko: '주문 금액과 결제 금액이 다릅니다.', en: 'The amount is not the order’s total.' },
  currency_mismatch: { status: 422, ko: '주문의 통화와 다릅니다.', en: 'The currency is not the order’s.' },
  payment_means_missing: {
    status: 400,
    ko: '카드 결제에는 cardDetails, cardToken, paymentKey 중 하나가 필요합니다.',
    en: 'A card payment needs one of cardDetails, cardToken or paymentKey.',
  },
  payment_in_progress: { status: 409, ko: '이미 결제가 진행된 주문입니다.', en: 'The order has a payment already.' },
  payment_tries_exhausted: {
    status: 409,
    ko: '결제를 너무 많이 시도한 주문입니다. 다시 주문해 주세요.',
    en: 'Too many payments were tried for this order. Place the order again.',
  },
  payment_unknown: { status: 404, ko: '결제를 찾을 수 없습니다.', en: 'There is no such payment.' },
  payment_target_unclear: {
    status: 422,
    ko: '주문(orderId)과 가맹점(franchiseId) 중 하나만 지정해 주세요.',
    en: 'Name either an order or a franchise.',
  },
  payment_method_unsupported: {
    status: 422,
    ko: '가맹점에서는 지갑으로만 결제할 수 있습니다.',
    en: 'At a franchise only the wallet pays.',
  },
  currency_not_supported: {
    status: 422,
    ko: '가맹점 결제는 원화만 가능합니다.',
    en: 'Franchises take won only.',
  },
  order_not_ready: {
    status: 503,
    ko: '주문한 상품의 재고를 확보하고 있습니다. 잠시 후 다시 결제해 주세요.',
    en: 'The stock of the order is still being reserved. Pay again shortly.',
  },
  franchise_inactive: {
    fromCopy: true,
    status: 409,
    ko: '지금은 결제를 받지 않는 가맹점입니다.',
    en: 'The franchise takes no payments at the moment.',
  },
  payer_inactive: { fromCopy: true, status: 409, ko: '이용이 중지된 회원입니다.', en: 'The payer is deactivated.' },
  nothing_to_settle: { status: 409, ko: '정산할 금액이 없습니다.', en: 'There is nothing to settle.' },
  payment_declined: { status: 402, ko: '결제가 거절되었습니다.', en: 'The payment was declined.' },
  payment_busy: { status: 409, ko: '처리 중인 결제입니다.', en: 'The payment is being worked on.' },
  payment_not_authorized: {
    status: 409,
    ko: '승인 대기 상태의 결제가 아닙니다.',
    en: 'The payment is not authorized.',
  },
  payment_not_captured: { status: 409, ko: '아직 확정되지 않은 결제입니다.', en: 'The payment has not been captured.' },
  payment_settling: {
    status: 409,
    ko: '정산 중인 결제는 환불할 수 없습니다. 정산이 끝난 뒤 다시 시도해 주세요.',
    en: 'The payment is being settled; it can be refunded afterwards.',
  },
  already_refunded: { status: 409, ko: '이미 전액 환불되었습니다.', en: 'The payment was refunded already.' },
  refund_exceeds_payment: {
    status: 422,
    ko: '환불 가능한 금액을 넘었습니다.',
    en: 'The refund is more than what is left.',
  },
  refund_declined: { status: 409, ko: '환불이 거절되었습니다.', en: 'The refund was declined.' },
  payment_key_foreign: {
    status: 422,
    ko: '이 주문의 결제창에서 받은 paymentKey가 아닙니다. 결제를 다시 시작해 주세요.',
    en: 'The paymentKey is not of a payment for this order. Begin the payment again.',
  },
  payment_key_ended: {
    status: 409,
    ko: '만료되었거나 이미 끝난 결제입니다. 결제를 다시 시작해 주세요.',
    en: 'The payment of this paymentKey has expired or ended. Begin the payment again.',
  },
  card_refused: { status: 422, ko: '사용할 수 없는 카드입니다.', en: 'The card is not accepted.' },
  psp_unavailable: {
    status: 503,
    ko: '지금은 카드 결제를 할 수 없습니다. 주문은 그대로이니 잠시 후 다시 결제해 주세요.',
    en: 'Card payments are not available right now. The order is unchanged; pay again shortly.',
  },
  bank_unavailable: {
    status: 503,
    ko: '지금은 은행에서 지갑을 채울 수 없습니다. 잠시 후 다시 결제해 주세요.',
    en: 'The bank cannot fill up the wallet right now. Pay again shortly.',
  },
  outcome_unknown: { status: 409, ko: '결제 결과를 확인하지 못했습니다.', en: 'The outcome could not be found out.' },
  bad_signature: { status: 401, ko: '서명이 올바르지 않습니다.', en: 'The signature is not valid.' },
})
