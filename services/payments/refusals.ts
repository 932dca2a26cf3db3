/** What the payments service refuses, in both languages. */
import { sharedRefusals } from '../../contracts/refusals.ts'
import { defineCatalogue, fromCopy, refusalsFrom } from '../../platform/kit/refusal.ts'

export const refusals = defineCatalogue({
  ...refusalsFrom(
    sharedRefusals,
    'settlement_unknown',
    'currency_not_supported',
    'outcome_unknown',
    'refund_declined',
    'bank_unavailable',
    'currency_mismatch',
  ),
  ...fromCopy(refusalsFrom(sharedRefusals, 'order_unknown', 'franchise_unknown')),
  order_not_payable: {
    status: 409,
    ko: '지금은 결제할 수 없는 주문이에요. 주문 상태를 확인해 주세요.',
    en: 'The order does not wait for a payment. Check its status.',
  },
  amount_mismatch: {
    status: 422,
    ko: '주문 금액과 결제 금액이 달라요. 주문 금액을 확인한 뒤 다시 결제해 주세요.',
    en: 'The amount is not the order’s total. Check the total, then pay again.',
  },
  payment_means_missing: {
    status: 400,
    ko: '카드로 결제하려면 cardDetails, cardToken, paymentKey 중 하나가 필요해요. 하나를 보내 주세요.',
    en: 'A card payment needs one of cardDetails, cardToken or paymentKey. Send one of them.',
  },
  payment_in_progress: {
    status: 409,
    ko: '이미 결제했거나 결제 중인 주문이에요. 결제 내역을 확인해 주세요.',
    en: 'The order has a payment already. See its payments.',
  },
  payment_tries_exhausted: {
    status: 409,
    ko: '결제를 너무 많이 시도한 주문이에요. 다시 주문해 주세요.',
    en: 'Too many payments were tried for this order. Place the order again.',
  },
  payment_unknown: {
    status: 404,
    ko: '결제를 찾을 수 없어요. 결제 번호를 확인해 주세요.',
    en: 'There is no such payment. Check its id.',
  },
  payment_target_unclear: {
    status: 422,
    ko: '주문(orderId)과 가맹점(franchiseId) 중 하나만 지정해 주세요.',
    en: 'Name either an order (orderId) or a franchise (franchiseId).',
  },
  payment_method_unsupported: {
    status: 422,
    ko: '가맹점에서는 지갑으로만 결제할 수 있어요. 결제 수단을 지갑으로 바꿔 주세요.',
    en: 'At a franchise only the wallet can pay. Choose the wallet.',
  },
  order_not_ready: {
    status: 503,
    ko: '주문한 상품의 재고를 확보하고 있어요. 잠시 후 다시 결제해 주세요.',
    en: 'The stock of the order is still being reserved. Pay again shortly.',
  },
  franchise_inactive: {
    fromCopy: true,
    status: 409,
    ko: '지금은 결제를 받지 않는 가맹점이에요. 가맹점에 문의해 주세요.',
    en: 'The franchise takes no payments at the moment. Ask the franchise.',
  },
  payer_inactive: {
    fromCopy: true,
    status: 409,
    ko: '이용이 중지된 회원이에요. 운영자에게 문의해 주세요.',
    en: 'The payer is deactivated. Ask an operator.',
  },
  nothing_to_settle: {
    status: 409,
    ko: '정산할 금액이 없어요. 다음 정산을 기다려 주세요.',
    en: 'There is nothing to settle. Wait for the next settlement.',
  },
  payment_declined: {
    status: 402,
    ko: '결제가 거절됐어요. 다른 결제 수단으로 다시 시도해 주세요.',
    en: 'The payment was declined. Try another way to pay.',
  },
  payment_busy: {
    status: 409,
    ko: '처리 중인 결제예요. 잠시 후 다시 시도해 주세요.',
    en: 'The payment is being worked on. Try again in a moment.',
  },
  payment_not_authorized: {
    status: 409,
    ko: '승인된 상태의 결제가 아니에요. 결제 상태를 확인해 주세요.',
    en: 'The payment is not authorized. Check its status.',
  },
  payment_not_captured: {
    status: 409,
    ko: '아직 확정되지 않은 결제예요. 확정된 뒤 다시 시도해 주세요.',
    en: 'The payment has not been captured yet. Try again once it has.',
  },
  payment_settling: {
    status: 409,
    ko: '정산 중인 결제는 환불할 수 없어요. 정산이 끝난 뒤 다시 시도해 주세요.',
    en: 'The payment is being settled. Refund it afterwards.',
  },
  already_refunded: {
    status: 409,
    ko: '이미 전액 환불한 결제예요. 환불 내역을 확인해 주세요.',
    en: 'The payment was refunded in full already. See its refunds.',
  },
  refund_exceeds_payment: {
    status: 422,
    ko: '환불할 수 있는 금액을 넘었어요. 남은 금액 안에서 다시 시도해 주세요.',
    en: 'The refund is more than what is left. Use a smaller amount.',
  },
  payment_key_foreign: {
    status: 422,
    ko: '이 주문의 결제창에서 받은 paymentKey가 아니에요. 결제를 다시 시작해 주세요.',
    en: 'The paymentKey is not of a payment for this order. Begin the payment again.',
  },
  payment_key_ended: {
    status: 409,
    ko: '만료됐거나 이미 끝난 결제예요. 결제를 다시 시작해 주세요.',
    en: 'The payment of this paymentKey has expired or ended. Begin the payment again.',
  },
  card_refused: {
    status: 422,
    ko: '사용할 수 없는 카드예요. 다른 카드로 결제해 주세요.',
    en: 'This card is not accepted. Pay with another card.',
  },
  psp_unavailable: {
    status: 503,
    ko: '지금은 카드 결제를 할 수 없어요. 주문은 그대로이니 잠시 후 다시 결제해 주세요.',
    en: 'Card payments are not available right now. The order is unchanged. Pay again shortly.',
  },
  bad_signature: {
    status: 401,
    ko: '서명이 올바르지 않아요. 서명 키를 확인해 주세요.',
    en: 'The signature is not valid. Check the signing key.',
  },
})
