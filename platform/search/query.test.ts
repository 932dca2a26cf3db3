import { describe, expect, test } from 'vitest'
import { finds, labelOf, prefixQuery, QUERY_WORDS_MAX, queryWords } from './query.ts'
import { tokensOf } from './tokens.ts'

describe('a query', () => {
  test.each([
    ['cof', "'cof':*"],
    ['ㅋㅍ', "'ㅋㅍ':*"],
    ['ㄳ', "'ㄱㅅ':*"],
    ['커 드립', "'ㅋㅓ':* & 'ㄷㅡㄹㅣㅂ':*"],
    [`a' | !b:* \\`, "'a':* & 'b':*"],
    ['%&|', null],
  ])('%j', (search, query) => expect(prefixQuery(queryWords(search))).toBe(query))

  test('takes a label for a word, quoted', () => {
    const labels = (word: string) => (word === 'ㅋㅓㅍㅣ' ? [labelOf("o'\\b"), labelOf('beans')] : [])
    expect(prefixQuery(queryWords('커피 컵'), labels)).toBe(
      String.raw`('ㅋㅓㅍㅣ':* | '=o''\\b' | '=beans') & 'ㅋㅓㅂ':*`,
    )
  })

  test('has a bounded number of words', () => {
    const many = Array.from({ length: 100 }, (_, index) => `w${index}`).join(' ')
    expect(queryWords(many)).toHaveLength(QUERY_WORDS_MAX)
  })
})

describe('in a name', () => {
  const [tumbler, cups, coffee, yirga, price] = [
    '마당 텀블러 473ml',
    '종이컵 13oz 1,000개',
    '드립백 커피 10개입',
    '에티오피아 예가체프 200g',
    '커피 값',
  ]
  test.each([
    ['텀', tumbler],
    ['텀ㅂ', tumbler],
    ['텀브', tumbler],
    ['텀블', tumbler],
    ['텀블ㄹ', tumbler],
    ['ㅌㅂ', tumbler],
    ['ㅂㄹ', tumbler],
    ['ml', tumbler],
    ['마당텀블러', tumbler],
    ['컵', cups],
    ['ㅋ', cups],
    ['13OZ', cups],
    ['1,000개', cups],
    ['ㅋㅍ', coffee],
    ['컾', coffee],
    ['피', coffee],
    ['드립백커피', coffee],
    ['ㄷㄹㅂㅋㅍ', coffee],
    ['체프', yirga],
    ['ㅊㅍ', yirga],
    ['200 예가', yirga],
    ['２００Ｇ', yirga],
    ['갑', price],
    ['ㄱ', price],
  ])('%j finds %s', (search, name) => expect(finds(tokensOf({ inside: [name] }), search)).toBe(true))

  test.each([
    ['커피', tumbler],
    ['ㅋㅍ', cups],
    ['z', cups],
    ['녹차 커피', coffee],
    ['ㅂㅌ', tumbler],
    ['ㅏ', coffee],
    ['값', '갑옷'],
    ['…', coffee],
    ['', coffee],
  ])('%j does not find %s', (search, name) => expect(finds(tokensOf({ inside: [name] }), search)).toBe(false))
})
