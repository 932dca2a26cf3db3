/** The pictures of the demo's products, drawn by code, and what each of them shows. */
import type { Localized } from '../../../contracts/catalog.ts'
import { bakeryRedbean, bakerySalt, bakeryYakgwa } from './bakery.ts'
import { coffeeBlend, coffeeDrip, coffeeEthiopia } from './coffee.ts'
import { storeCup, storeNapkin, tumbler } from './store.ts'
import { teaBarley, teaGreen, teaYuja } from './tea.ts'

export interface DemoPicture {
  readonly svg: string
  readonly alt: Localized
}

/** By product. */
export const PICTURES: Readonly<Record<string, DemoPicture>> = {
  'coffee-blend': {
    svg: coffeeBlend,
    alt: { ko: '진초록 원두 봉투와 커피콩', en: 'A dark green coffee bag and some beans' },
  },
  'coffee-ethiopia': {
    svg: coffeeEthiopia,
    alt: {
      ko: '크라프트지 원두 봉투와 재스민꽃, 귤 한 조각',
      en: 'A kraft paper coffee bag with jasmine and a slice of mandarin',
    },
  },
  'coffee-drip': {
    svg: coffeeDrip,
    alt: { ko: '드립백 상자와 드립백을 걸어 둔 흰 컵', en: 'A box of drip bags and a white cup with one hung in it' },
  },
  'tea-green': {
    svg: teaGreen,
    alt: { ko: '초록 차통과 찻잎, 티백', en: 'A green tea tin with leaves and a tea bag' },
  },
  'tea-yuja': {
    svg: teaYuja,
    alt: { ko: '유자 조각이 보이는 유리병과 유자 한 알', en: 'A glass jar of sliced yuja and a whole fruit' },
  },
  'tea-barley': {
    svg: teaBarley,
    alt: { ko: '보리차 봉투와 보리 이삭', en: 'A pouch of barley tea and two ears of barley' },
  },
  'bakery-redbean': {
    svg: bakeryRedbean,
    alt: { ko: '팥소가 보이게 가른 단팥빵', en: 'Red bean buns, one of them cut open' },
  },
  'bakery-salt': {
    svg: bakerySalt,
    alt: { ko: '굵은 소금을 얹은 소금빵 세 개', en: 'Three rolls of salt bread with coarse salt' },
  },
  'bakery-yakgwa': {
    svg: bakeryYakgwa,
    alt: { ko: '꽃 모양으로 빚은 약과 세 개', en: 'Three flower-shaped honey cookies' },
  },
  'store-cup': {
    svg: storeCup,
    alt: { ko: '포개 쌓은 종이컵과 뚜껑을 덮은 컵', en: 'A stack of paper cups and one with a lid' },
  },
  'store-napkin': {
    svg: storeNapkin,
    alt: { ko: '띠지로 묶은 냅킨 묶음', en: 'A bundle of napkins in a paper band' },
  },
  'product-1': {
    svg: tumbler,
    alt: { ko: '빨대를 꽂은 진초록 텀블러', en: 'A dark green tumbler with a straw' },
  },
}
