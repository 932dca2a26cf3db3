/** What the cart refuses, in both languages. */
import { sharedRefusals } from '../../contracts/refusals.ts'
import { defineCatalogue, fromCopy, refusalsFrom } from '../../platform/kit/refusal.ts'

export const refusals = defineCatalogue({
  ...fromCopy(refusalsFrom(sharedRefusals, 'product_unknown', 'product_inactive')),
  item_unknown: {
    status: 404,
    ko: '장바구니에 없는 상품이에요. 장바구니를 다시 확인해 주세요.',
    en: 'This product is not in the cart. Look at the cart again.',
  },
  quantity_limit: {
    status: 422,
    ko: '한 상품은 99개까지 담거나 주문할 수 있어요. 수량을 줄여 주세요.',
    en: 'A cart or an order takes at most 99 pieces of a product. Reduce the quantity.',
  },
  cart_full: {
    status: 422,
    ko: '장바구니에는 상품을 100가지까지 담을 수 있어요. 다른 상품을 뺀 뒤 담아 주세요.',
    en: 'The cart takes at most 100 products. Remove one, then add another.',
  },
})
