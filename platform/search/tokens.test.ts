import { describe, expect, test } from 'vitest'
import { LETTERS_MAX, TOKENS_MAX, tokensOf } from './tokens.ts'

const inside = (...texts: string[]) => tokensOf({ inside: texts })

describe('tokens', () => {
  test.each([
    ['컵', ['ㅋㅓㅂ']],
    ['텀블러', ['ㅌㅓㅁㅂㅡㄹㄹㅓ', 'ㅌㅂㄹ', 'ㅂㅡㄹㄹㅓ', 'ㅂㄹ', 'ㄹㅓ']],
    ['과값', ['ㄱㅗㅏㄱㅏㅂㅅ', 'ㄱㄱ', 'ㄱㅏㅂㅅ']],
    ['티백 40개', ['ㅌㅣㅂㅐㄱ40ㄱㅐ', 'ㅌㅂ', 'ㅂㅐㄱ40ㄱㅐ', '40ㄱㅐ', 'ㄱㅐ']],
    ['Café, CAFÉ', ['cafecafe', 'cafe']],
    ['Ｗｉｄｅ', ['wide']],
    [
      'USB-C케이블',
      ['usbcㅋㅔㅇㅣㅂㅡㄹ', 'cㅋㅔㅇㅣㅂㅡㄹ', 'ㅋㅔㅇㅣㅂㅡㄹ', 'ㅋㅇㅂ', 'ㅇㅣㅂㅡㄹ', 'ㅇㅂ', 'ㅂㅡㄹ'],
    ],
    ['13oz', ['13oz', 'oz']],
    ['커피'.normalize('NFD'), ['ㅋㅓㅍㅣ', 'ㅋㅍ', 'ㅍㅣ']],
    ['抹茶', ['抹茶', '茶']],
    ['  …!? ', []],
  ])('of %j', (text, tokens) => expect(inside(text)).toEqual(tokens))

  test('of a long text are its words', () =>
    expect(tokensOf({ inside: [], beginnings: ['제주 첫물 찻잎'] })).toEqual([
      'ㅈㅔㅈㅜ',
      'ㅊㅓㅅㅁㅜㄹ',
      'ㅊㅏㅅㅇㅣㅍ',
    ]))

  test('have a bounded length', () => {
    const lengths = inside('값'.repeat(200), 'a'.repeat(200), '𠮷'.repeat(200)).map(token => token.length)
    expect(Math.max(...lengths)).toBe(LETTERS_MAX)
  })

  test('cut no letter in two', () =>
    expect(inside(`a${'𠮷'.repeat(20)}`).every(token => token.isWellFormed())).toBe(true))

  test('are bounded in number, and what stands first comes first', () => {
    const beginnings = [Array.from({ length: TOKENS_MAX }, (_, index) => `w${index}`).join(' ')]
    const tokens = tokensOf({ inside: ['컵'], beginnings })
    expect(tokens).toHaveLength(TOKENS_MAX)
    expect(tokens.slice(0, 2)).toEqual(['ㅋㅓㅂ', 'w0'])
  })
})
