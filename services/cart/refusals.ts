/** What the cart refuses, in both languages. */
import { sharedRefusals } from '../../contracts/refusals.ts'
import { defineCatalogue, fromCopy, refusalsFrom } from '../../platform/kit/refusal.ts'

export const refusals = defineCatalogue({
  ...fromCopy(refusalsFrom(sharedRefusals, 'product_unknown', 'product_inactive')),
  item_unknown: { status: 404, ko: '장바구니에 없는 상품입니다.', en: 'The product is not in the cart.' },
  quantity_limit: {
    status: 422,
    ko: '한 상품은 99개까지 담을 수 있습니다.',
    en: 'A line takes at most 99 pieces.',
  },
  cart_full: { status: 422, ko: '장바구니가 가득 찼습니다.', en: 'The cart takes no more products.' },
})
