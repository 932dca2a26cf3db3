/** The products of the demo shop: twelve in four categories, one of them in dollars. */
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

/** What their merchant is called. */
export const SELLER_NAME: Localized = { ko: '마당 상회', en: 'Madang Store' }

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
    {
      ko: '마당 매장에서 매일 내리는 하우스 블렌드예요. 브라질과 콜롬비아 원두를 중간 정도로 볶아 고소하고 끝맛이 부드러워요. 에스프레소로도, 드립으로도 잘 어울려요.',
      en: 'The house blend that our cafés brew every day. Beans from Brazil and Colombia, roasted medium, give it a nutty taste and a smooth finish. It works as an espresso and as a filter coffee.',
    },
    18_000,
    400,
    ['원두', 'beans'],
  ),
  krw(
    'coffee-ethiopia',
    'coffee',
    { ko: '에티오피아 예가체프 200g', en: 'Ethiopia Yirgacheffe 200g' },
    {
      ko: '예가체프 고지대에서 자란 원두를 물로 씻어 말렸어요. 재스민 꽃향이 먼저 오고, 감귤 같은 산미가 맑게 이어져요. 뜨거울 때보다 조금 식었을 때 향이 더 잘 느껴져요.',
      en: 'Grown high up in Yirgacheffe, washed and dried in the sun. Jasmine comes first, then a clear acidity like mandarin. Let it cool a little: that is when you smell the most.',
    },
    14_500,
    250,
    ['원두', 'single origin'],
  ),
  krw(
    'coffee-drip',
    'coffee',
    { ko: '드립백 커피 10개입', en: 'Drip Bag Coffee, 10 pieces' },
    {
      ko: '잔에 걸고 뜨거운 물만 부으면 한 잔이 완성돼요. 볶은 날 바로 갈아 한 봉씩 질소로 포장했어요. 사무실에도, 여행 가방에도 넣어 두기 좋아요.',
      en: 'Hang one in your cup, pour hot water, and you have a coffee. We grind on the day of roasting and seal each bag in nitrogen. Good to keep at the office or in a suitcase.',
    },
    9_900,
    600,
    ['간편', 'easy'],
  ),
  krw(
    'tea-green',
    'tea',
    { ko: '제주 유기농 녹차 40티백', en: 'Jeju Organic Green Tea, 40 bags' },
    {
      ko: '제주 중산간 유기농 차밭에서 봄에 처음 딴 잎만 담았어요. 떫은맛이 적고 은은하게 단맛이 돌아요. 70도쯤으로 식힌 물에 2분만 우려 보세요.',
      en: 'Only the first leaves of spring, from an organic tea garden on the slopes of Jeju. It is hardly bitter and faintly sweet. Steep it for two minutes in water of about 70 °C.',
    },
    12_000,
    300,
    ['녹차', 'organic'],
  ),
  krw(
    'tea-yuja',
    'tea',
    { ko: '고흥 유자차 1kg', en: 'Goheung Yuja Tea 1kg' },
    {
      ko: '고흥에서 늦가을에 딴 유자를 껍질째 썰어 꿀에 재웠어요. 따뜻한 물에 두 숟갈이면 향긋한 차가 되고, 탄산수에 타면 에이드가 돼요. 개봉한 뒤에는 냉장고에 넣어 주세요.',
      en: 'Yuja picked in Goheung in late autumn, sliced with its peel and kept in honey. Two spoons in hot water make a fragrant tea, in sparkling water an ade. Keep it in the fridge once opened.',
    },
    15_900,
    180,
    ['유자', 'honey'],
  ),
  krw(
    'tea-barley',
    'tea',
    { ko: '구수한 보리차 30티백', en: 'Roasted Barley Tea, 30 bags' },
    {
      ko: '국산 겉보리를 오래 볶아 구수한 맛이 진해요. 카페인이 없어서 아이부터 어른까지 물처럼 마실 수 있어요. 찬물에 넣어 하룻밤 두어도 잘 우러나요.',
      en: 'Korean barley, roasted slowly until it is deep and toasty. There is no caffeine in it, so the whole family can drink it like water. It also brews overnight in cold water.',
    },
    4_500,
    800,
    ['보리', 'decaf'],
  ),
  krw(
    'bakery-redbean',
    'bakery',
    { ko: '통팥 단팥빵 5개입', en: 'Red Bean Buns, 5 pieces' },
    {
      ko: '국산 팥을 아침마다 삶아 알갱이가 살아 있는 팥소를 가득 넣었어요. 단맛을 줄여서 몇 개를 먹어도 물리지 않아요. 받은 날 드시거나, 얼려 두고 살짝 데워 드세요.',
      en: 'We cook Korean red beans every morning and leave them whole, then fill the buns to the brim. They are less sweet than most, so one more is never too many. Eat them the same day, or freeze and warm them.',
    },
    11_000,
    120,
    ['빵', 'bread'],
  ),
  krw(
    'bakery-salt',
    'bakery',
    { ko: '소금빵 4개입', en: 'Salt Bread, 4 pieces' },
    {
      ko: '겉은 바삭하고 속은 버터가 녹아 촉촉해요. 반죽에 버터를 한 덩이씩 말아 굽고, 굵은 소금을 얹었어요. 오븐에 3분만 데우면 갓 구운 맛이 돌아와요.',
      en: 'Crisp outside, and moist inside where the butter has melted. We roll a piece of butter into each one and finish it with coarse salt. Three minutes in the oven bring back the fresh-baked taste.',
    },
    10_000,
    120,
    ['빵', 'butter'],
  ),
  krw(
    'bakery-yakgwa',
    'bakery',
    { ko: '수제 약과 12개입', en: 'Handmade Yakgwa, 12 pieces' },
    {
      ko: '밀가루에 참기름을 먹여 빚고, 낮은 온도에서 두 번 튀겨 꿀과 생강즙에 재웠어요. 켜가 살아 있어 쫀득하면서도 부드럽게 부서져요. 한 개씩 포장되어 선물하기도 좋아요.',
      en: 'Dough rubbed with sesame oil, fried twice over a low heat and soaked in honey and ginger. The layers are chewy, then fall apart softly. Each one is wrapped by itself, so they make a good gift.',
    },
    16_000,
    200,
    ['전통', 'honey'],
  ),
  krw(
    'store-cup',
    'store',
    { ko: '종이컵 13oz 1,000개', en: 'Paper Cups 13oz, 1,000 pieces' },
    {
      ko: '뜨거운 음료와 찬 음료에 모두 쓰는 390ml 종이컵이에요. 플라스틱 대신 식물성 코팅을 입혀 퇴비로 돌아가요. 50개씩 20줄이 한 상자에 들어 있어요.',
      en: 'A 390 ml paper cup for hot and cold drinks. Its lining is made of plants instead of plastic, so it can be composted. One box holds 20 sleeves of 50.',
    },
    62_000,
    90,
    ['매장', 'cup'],
  ),
  krw(
    'store-napkin',
    'store',
    { ko: '매장용 냅킨 5,000매', en: 'Napkins for Stores, 5,000 sheets' },
    {
      ko: '형광증백제를 넣지 않은 재생지로 만들었어요. 두 겹이라 물기가 있어도 쉽게 찢어지지 않아요. 매장 디스펜서에 바로 들어가는 크기예요.',
      en: 'Made of recycled paper, without optical brighteners. Two plies keep it from tearing when it gets wet. It fits the dispensers of our stores.',
    },
    27_500,
    140,
    ['매장', 'napkin'],
  ),
  {
    id: 'product-1',
    name: { ko: '마당 텀블러 473ml', en: 'Madang Tumbler 473ml' },
    description: {
      ko: '이중 스테인리스라 얼음은 하루, 뜨거운 음료는 여섯 시간 동안 그대로예요. 뚜껑을 돌려 잠그면 가방에 눕혀 두어도 새지 않아요. 해외로도 보내 드리며, 달러로 결제해요.',
      en: 'Double-walled steel keeps ice for a day and drinks hot for six hours. With the lid screwed on it does not leak, even lying in a bag. We ship it worldwide, paid in dollars.',
    },
    price: 2_999,
    currency: 'USD',
    category: 'store',
    tags: ['텀블러', 'tumbler'],
    stock: 500,
  },
]
