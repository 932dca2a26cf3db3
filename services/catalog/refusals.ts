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
  picture_unknown: {
    status: 404,
    ko: '이 상품에 그런 사진이 없어요. 상품을 다시 조회해 주세요.',
    en: 'This product has no such picture. Read the product again.',
  },
  picture_unreadable: {
    status: 422,
    ko: '사진 파일이 손상되어 크기를 읽을 수 없어요. 다른 파일로 올려 주세요.',
    en: 'The file is damaged: its width and height cannot be read. Send another one.',
  },
  picture_too_wide: {
    status: 422,
    ko: '사진이 너무 커요. 가로와 세로를 줄여서 올려 주세요.',
    en: 'The picture has too many pixels on a side. Make it smaller and send it again.',
  },
  seller_unknown: {
    status: 404,
    ko: '이름을 정한 판매자가 아니에요.',
    en: 'No seller of this id has a name.',
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
