import { expect, test } from 'vitest'
import { bodyOf, categoryCode, categoryName, tagFor, valuesOf } from './fields.ts'

const categories = [{ category: 'coffee', name: { ko: '커피', en: 'Coffee' }, products: 3 }]
const product = {
  name: { ko: '식빵', en: '식빵' },
  description: { ko: '오늘 구웠어요', en: 'Baked today' },
  price: 4_500,
  currency: 'KRW',
  category: 'coffee',
} as const

test('a category is found by its name in either language, or by its code; another is new', () => {
  expect(['커피', 'Coffee', 'coffee', ' 커피 ', '빵'].map(typed => categoryCode(typed, categories))).toEqual([
    'coffee',
    'coffee',
    'coffee',
    'coffee',
    '빵',
  ])
  expect([categoryName('coffee', categories, 'en'), categoryName('tea', categories, 'en')]).toEqual(['Coffee', 'tea'])
})

test('what is said once stands for both languages', () => {
  const values = valuesOf(product, '커피')
  expect(values).toEqual({
    name: { ko: '식빵', en: '' },
    description: { ko: '오늘 구웠어요', en: 'Baked today' },
    price: '4,500',
    category: '커피',
  })
  const { name, description, price, category } = product
  expect(bodyOf(values, 'KRW', categories)).toEqual({ name, description, price, category })
})

test('a change is made on the newest version, unless what the form shows was changed', () => {
  const base = { ...product, tag: '"3"' }
  expect(tagFor(base, { ...product, tag: '"4"' })).toBe('"4"')
  expect(tagFor(base, { ...product, price: 5_000, tag: '"4"' })).toBe('"3"')
})
