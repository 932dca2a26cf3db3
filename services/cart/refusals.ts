/** What the cart refuses, in both languages. */
import { defineCatalogue } from '../../platform/kit/refusal.ts'

export const refusals = defineCatalogue({
  product_unknown: { status: 404, ko: '상품을 찾을 수 없습니다.', en: 'There is no such product.' },
  product_inactive: { status: 409, ko: '판매가 중지된 상품입니다.', en: 'The product is not for sale.' },
  item_unknown: { status: 404, ko: '장바구니에 없는 상품입니다.', en: 'The product is not in the cart.' },
  quantity_limit: {
    status: 422,
    ko: '한 상품은 99개까지 담을 수 있습니다.',
    en: 'A line takes at most 99 pieces.',
  },
  cart_full: { status: 422, ko: '장바구니가 가득 찼습니다.', en: 'The cart takes no more products.' },
})
