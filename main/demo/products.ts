/** The products of the demo shop: twelve in four categories, and one in dollars. */
import type { Localized } from '../../contracts/catalog.ts'

export interface DemoProduct {
  readonly id: string
  readonly name: Localized
  readonly description: Localized
  /** Minor units. */
  readonly price: number
  readonly currency: 'KRW' | 'USD'
  readonly category: string
  readonly tags: readonly string[]
  readonly stock: number
}

/** What the four categories are called. */
export const CATEGORIES: readonly { readonly category: string; readonly name: Localized }[] = [
  { category: 'coffee', name: { ko: '커피', en: 'Coffee' } },
  { category: 'tea', name: { ko: '차', en: 'Tea' } },
  { category: 'bakery', name: { ko: '빵과 과자', en: 'Bread and sweets' } },
  { category: 'store', name: { ko: '매장 용품', en: 'Store supplies' } },
]

const krw = (
  id: string,
  category: string,
  name: Localized,
  description: Localized,
  price: number,
  stock: number,
  tags: readonly string[] = [],
): DemoProduct => ({ id, category, name, description, price, currency: 'KRW', stock, tags })

export const PRODUCTS: readonly DemoProduct[] = [
  krw(
    'coffee-blend',
    'coffee',
    { ko: '마당 블렌드 원두 500g', en: 'Madang Blend Coffee Beans 500g' },
    { ko: '고소하고 부드러운 하우스 블렌드', en: 'Our house blend, nutty and smooth' },
    18_000,
    400,
    ['원두', 'beans'],
  ),
  krw(
    'coffee-ethiopia',
    'coffee',
    { ko: '에티오피아 예가체프 200g', en: 'Ethiopia Yirgacheffe 200g' },
    { ko: '꽃향과 감귤의 산미', en: 'Floral, with citrus acidity' },
    14_500,
    250,
    ['원두', 'single origin'],
  ),
  krw(
    'coffee-drip',
    'coffee',
    { ko: '드립백 커피 10개입', en: 'Drip Bag Coffee, 10 pieces' },
    { ko: '뜨거운 물만 있으면 한 잔', en: 'A cup wherever there is hot water' },
    9_900,
    600,
    ['간편', 'easy'],
  ),
  krw(
    'tea-green',
    'tea',
    { ko: '제주 유기농 녹차 40티백', en: 'Jeju Organic Green Tea, 40 bags' },
    { ko: '제주 첫물 찻잎', en: 'First-flush leaves from Jeju' },
    12_000,
    300,
    ['녹차', 'organic'],
  ),
  krw(
    'tea-yuja',
    'tea',
    { ko: '고흥 유자차 1kg', en: 'Goheung Yuja Tea 1kg' },
    { ko: '고흥 유자를 꿀에 재운 차', en: 'Citron from Goheung in honey' },
    15_900,
    180,
    ['유자', 'honey'],
  ),
  krw(
    'tea-barley',
    'tea',
    { ko: '구수한 보리차 30티백', en: 'Roasted Barley Tea, 30 bags' },
    { ko: '카페인 없는 매일의 차', en: 'Caffeine-free, for every day' },
    4_500,
    800,
    ['보리', 'decaf'],
  ),
  krw(
    'bakery-redbean',
    'bakery',
    { ko: '통팥 단팥빵 5개입', en: 'Red Bean Buns, 5 pieces' },
    { ko: '국산 팥을 아침마다 삶아서', en: 'Korean red beans, cooked every morning' },
    11_000,
    120,
    ['빵', 'bread'],
  ),
  krw(
    'bakery-salt',
    'bakery',
    { ko: '소금빵 4개입', en: 'Salt Bread, 4 pieces' },
    { ko: '버터와 소금, 그뿐', en: 'Butter and salt, nothing else' },
    10_000,
    120,
    ['빵', 'butter'],
  ),
  krw(
    'bakery-yakgwa',
    'bakery',
    { ko: '수제 약과 12개입', en: 'Handmade Yakgwa, 12 pieces' },
    { ko: '꿀과 생강으로 만든 전통 과자', en: 'Traditional honey and ginger cookies' },
    16_000,
    200,
    ['전통', 'honey'],
  ),
  krw(
    'store-cup',
    'store',
    { ko: '종이컵 13oz 1,000개', en: 'Paper Cups 13oz, 1,000 pieces' },
    { ko: '매장용 친환경 종이컵', en: 'Compostable cups for stores' },
    62_000,
    90,
    ['매장', 'cup'],
  ),
  krw(
    'store-napkin',
    'store',
    { ko: '매장용 냅킨 5,000매', en: 'Napkins for Stores, 5,000 sheets' },
    { ko: '무형광 재생지', en: 'Recycled, without brighteners' },
    27_500,
    140,
    ['매장', 'napkin'],
  ),
  {
    id: 'product-1',
    name: { ko: '마당 텀블러 473ml', en: 'Madang Tumbler 473ml' },
    description: { ko: '해외 배송 상품, 달러 결제', en: 'Ships worldwide, paid in dollars' },
    price: 2_999,
    currency: 'USD',
    category: 'store',
    tags: ['텀블러', 'tumbler'],
    stock: 500,
  },
]
