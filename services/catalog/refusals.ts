/** What the catalog refuses, in both languages. */
import { sharedRefusals } from '../../contracts/refusals.ts'
import { defineCatalogue, refusalsFrom } from '../../platform/kit/refusal.ts'

export const refusals = defineCatalogue({
  ...refusalsFrom(sharedRefusals, 'product_unknown', 'product_inactive'),
  product_exists: { status: 409, ko: '이미 있는 상품입니다.', en: 'This product exists already.' },
  category_unknown: {
    status: 404,
    ko: '이 카테고리에 속한 상품이 없습니다. 카테고리 코드를 확인해 주세요.',
    en: 'No product is in this category. Check its code.',
  },
  movement_unknown: {
    status: 404,
    ko: '재고 변동 내역을 찾을 수 없어요. 번호를 확인해 주세요.',
    en: 'The stock has no such movement. Check its number.',
  },
  currency_fixed: {
    status: 422,
    ko: '상품의 통화는 바꿀 수 없습니다.',
    en: 'A product keeps the currency it was added with.',
  },
  out_of_stock: { status: 409, ko: '재고가 부족합니다.', en: 'There is not enough in stock.' },
  stock_below_reserved: {
    status: 409,
    ko: '예약된 수량보다 재고가 적어질 수 없습니다.',
    en: 'The stock cannot fall below what is reserved.',
  },
  stock_over_limit: { status: 422, ko: '재고 한도를 넘었습니다.', en: 'The stock would be over its limit.' },
  reservation_exists: { status: 409, ko: '이미 예약된 주문입니다.', en: 'Stock is reserved for this order already.' },
  reservation_unknown: { status: 404, ko: '예약을 찾을 수 없습니다.', en: 'Nothing is reserved for this order.' },
  reservation_expired: { status: 409, ko: '예약이 만료되었습니다.', en: 'The reservation has expired.' },
  reservation_released: { status: 409, ko: '이미 취소된 예약입니다.', en: 'The reservation has been released.' },
  reservation_committed: { status: 409, ko: '이미 판매된 예약입니다.', en: 'What was reserved has been sold.' },
  reservation_returned: { status: 409, ko: '이미 반품된 주문입니다.', en: 'What was sold has been returned.' },
  reservation_not_committed: {
    status: 409,
    ko: '판매되지 않은 예약은 반품할 수 없습니다.',
    en: 'Only what was sold can be returned.',
  },
  lines_differ: {
    status: 422,
    ko: '예약한 상품이나 수량과 다릅니다.',
    en: 'The lines are not those of the reservation.',
  },
})
