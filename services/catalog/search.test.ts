import { describe, expect, test } from 'vitest'
import { prefixQuery, SEARCH_WORDS_MAX, wordsOf } from './search.ts'

describe('words', () => {
  test.each([
    ['Drip Coffee 500ml', ['drip', 'coffee', '500ml']],
    ['드립 커피 (원두)', ['드립', '커피', '원두']],
    ['USB-C케이블', ['usb', 'c케이블']],
    ['Café, CAFÉ', ['café']],
    ['  …!? ', []],
    // The same syllables, once as letters and once whole.
    ['커피'.normalize('NFD'), ['커피']],
    ['Ｗｉｄｅ', ['wide']],
  ])('of %j', (text, words) => expect(wordsOf(text)).toEqual(words))
})

describe('a search', () => {
  test.each([
    ['cof', "'cof':*"],
    ['커 드립', "'커':* & '드립':*"],
    [`a' | !b:* \\`, "'a':* & 'b':*"],
    ['%&|', null],
  ])('%j', (search, query) => expect(prefixQuery(search)).toBe(query))

  test('has a bounded number of words', () => {
    const many = Array.from({ length: 100 }, (_, index) => `w${index}`).join(' ')
    expect(prefixQuery(many)?.split(' & ')).toHaveLength(SEARCH_WORDS_MAX)
  })
})
