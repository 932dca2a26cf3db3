/** Refusals that several services give, in the same words and with the same status. */
import { defineCatalogue } from '../platform/kit/refusal.ts'

export const sharedRefusals = defineCatalogue({
  product_unknown: { status: 404, ko: '상품을 찾을 수 없습니다.', en: 'There is no such product.' },
  product_inactive: { status: 409, ko: '판매가 중지된 상품입니다.', en: 'The product is not for sale.' },
  order_unknown: { status: 404, ko: '주문을 찾을 수 없습니다.', en: 'There is no such order.' },
  franchise_unknown: { status: 404, ko: '가맹점을 찾을 수 없습니다.', en: 'There is no such franchise.' },
  settlement_unknown: { status: 404, ko: '정산을 찾을 수 없습니다.', en: 'There is no such settlement.' },
  recipient_unknown: { status: 404, ko: '받는 회원을 찾을 수 없습니다.', en: 'There is no such recipient.' },
  recipient_inactive: { status: 409, ko: '받는 회원이 이용 중지 상태입니다.', en: 'The recipient is deactivated.' },
  ledger_limit: {
    status: 422,
    ko: '장부의 계정이 담을 수 있는 금액을 넘습니다. 더 적은 금액으로 다시 시도해 주세요.',
    en: 'An account of the book would hold more than it can. Try again with a smaller amount.',
  },
  self_transfer: { status: 422, ko: '자신에게는 보낼 수 없습니다.', en: 'You cannot send money to yourself.' },
})
