/** What the catalog refuses, in both languages. */
import { sharedRefusals } from '../../contracts/refusals.ts'
import { defineCatalogue, refusalsFrom } from '../../platform/kit/refusal.ts'

export const refusals = defineCatalogue({
  ...refusalsFrom(sharedRefusals, 'product_unknown', 'product_inactive'),
  product_exists: {
    status: 409,
    ko: '이미 등록된 상품이에요. 새로 등록하지 말고 기존 상품을 수정해 주세요.',
    en: 'This product exists already. Change it instead of adding it again.',
  },
  category_unknown: {
    status: 404,
    ko: '이 카테고리에는 상품이 없어요. 카테고리 코드를 확인해 주세요.',
    en: 'No product is in this category. Check the category code.',
  },
  movement_unknown: {
    status: 404,
    ko: '재고 변동 내역을 찾을 수 없어요. 번호를 확인해 주세요.',
    en: 'The stock has no such movement. Check its number.',
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
    ko: '등록한 상품의 통화는 바꿀 수 없어요. 다른 통화로 팔려면 상품을 새로 등록해 주세요.',
    en: 'A product keeps the currency it was added with. Add a new product to sell it in another one.',
  },
  out_of_stock: {
    status: 409,
    ko: '재고가 부족해요. 수량을 줄이거나 다른 상품을 골라 주세요.',
    en: 'There is not enough in stock. Order fewer pieces or choose another product.',
  },
  stock_below_reserved: {
    status: 409,
    ko: '주문으로 예약된 수량보다 재고를 줄일 수 없어요. 더 적게 줄여 주세요.',
    en: 'The stock cannot fall below what is reserved for orders. Take out fewer pieces.',
  },
  stock_over_limit: {
    status: 422,
    ko: '재고 한도를 넘어요. 더 적은 수량을 입력해 주세요.',
    en: 'The stock would be over its limit. Enter fewer pieces.',
  },
  reservation_exists: {
    status: 409,
    ko: '이미 재고를 예약한 주문이에요. 기존 예약을 확인해 주세요.',
    en: 'Stock is reserved for this order already. Check that reservation.',
  },
  reservation_unknown: {
    status: 404,
    ko: '이 주문의 재고 예약을 찾을 수 없어요. 다시 주문해 주세요.',
    en: 'Nothing is reserved for this order. Place the order again.',
  },
  reservation_expired: {
    status: 409,
    ko: '재고 예약 시간이 지났어요. 다시 주문해 주세요.',
    en: 'The reservation has expired. Place the order again.',
  },
  reservation_released: {
    status: 409,
    ko: '취소된 재고 예약이에요. 다시 주문해 주세요.',
    en: 'The reservation was released. Place the order again.',
  },
  reservation_committed: {
    status: 409,
    ko: '이미 결제가 끝나 판매로 처리한 재고예요. 취소하려면 환불을 요청해 주세요.',
    en: 'This order’s stock is sold already. Ask for a refund to undo it.',
  },
  reservation_returned: {
    status: 409,
    ko: '이미 반품한 주문이에요. 반품 내역을 확인해 주세요.',
    en: 'This order was returned already. See its history.',
  },
  reservation_not_committed: {
    status: 409,
    ko: '아직 판매되지 않은 상품은 반품할 수 없어요. 주문을 취소해 주세요.',
    en: 'Only what was sold can be returned. Cancel the order instead.',
  },
  lines_differ: {
    status: 422,
    ko: '예약한 상품이나 수량과 달라요. 주문 내용을 다시 확인해 주세요.',
    en: 'The products or quantities differ from the reserved ones. Check the order.',
  },
})
