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
  self_transfer: { status: 422, ko: '자신에게는 보낼 수 없습니다.', en: 'You cannot send money to yourself.' },
})
