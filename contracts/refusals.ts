/** Refusals that several services give, in the same words and with the same status. */
import { defineCatalogue } from '../platform/kit/refusal.ts'

export const sharedRefusals = defineCatalogue({
  product_unknown: {
    status: 404,
    ko: '상품을 찾을 수 없어요. 상품 번호를 확인해 주세요.',
    en: 'There is no such product. Check its id.',
  },
  product_inactive: {
    status: 409,
    ko: '지금은 판매하지 않는 상품이에요. 다른 상품을 골라 주세요.',
    en: 'This product is not for sale right now. Choose another one.',
  },
  order_unknown: {
    status: 404,
    ko: '주문을 찾을 수 없어요. 주문 번호를 확인해 주세요.',
    en: 'There is no such order. Check its id.',
  },
  franchise_unknown: {
    status: 404,
    ko: '가맹점을 찾을 수 없어요. 가맹점 번호를 확인해 주세요.',
    en: 'There is no such franchise. Check its id.',
  },
  settlement_unknown: {
    status: 404,
    ko: '정산 내역을 찾을 수 없어요. 정산 번호를 확인해 주세요.',
    en: 'There is no such settlement. Check its id.',
  },
  recipient_unknown: {
    status: 404,
    ko: '받는 회원을 찾을 수 없어요. 받는 사람을 다시 확인해 주세요.',
    en: 'There is no such recipient. Check whom the money is for.',
  },
  recipient_inactive: {
    status: 409,
    ko: '받는 회원의 이용이 중지되어 있어요. 다른 방법으로 보내 주세요.',
    en: 'The recipient’s account is deactivated. Send the money another way.',
  },
  ledger_limit: {
    status: 422,
    ko: '한 계정에 담을 수 있는 금액을 넘어요. 더 적은 금액으로 다시 시도해 주세요.',
    en: 'The account would hold more than it can. Try again with a smaller amount.',
  },
  transfer_unknown: {
    status: 404,
    ko: '이체를 찾을 수 없어요. 이체 번호를 확인해 주세요.',
    en: 'There is no such transfer. Check its id.',
  },
  over_limit: {
    status: 422,
    ko: '한 번에 처리할 수 있는 금액을 넘었어요. 금액을 나누어 다시 시도해 주세요.',
    en: 'The amount is over the limit for one transaction. Split it and try again.',
  },
  currency_not_supported: {
    status: 422,
    ko: '여기서는 원화만 쓸 수 있어요. 통화를 KRW로 바꿔 주세요.',
    en: 'Only won can be used here. Use KRW.',
  },
  currency_mismatch: {
    status: 422,
    ko: '통화가 서로 달라요. 같은 통화로 다시 시도해 주세요.',
    en: 'The currencies differ. Use the same currency.',
  },
  refund_declined: {
    status: 409,
    ko: '환불이 거절됐어요. 잠시 후 다시 시도하거나 운영자에게 문의해 주세요.',
    en: 'The refund was declined. Try again later, or ask an operator.',
  },
  bank_unavailable: {
    status: 503,
    ko: '은행이 응답하지 않아요. 잠시 후 다시 시도해 주세요.',
    en: 'The bank does not answer. Try again in a moment.',
  },
  outcome_unknown: {
    status: 409,
    ko: '결과를 아직 확인하지 못했어요. 다시 시도하기 전에 상태를 확인해 주세요.',
    en: 'The outcome is not known yet. Check the status before you try again.',
  },
  self_transfer: {
    status: 422,
    ko: '자신에게는 보낼 수 없어요. 다른 회원을 골라 주세요.',
    en: 'You cannot send money to yourself. Choose another recipient.',
  },
})
