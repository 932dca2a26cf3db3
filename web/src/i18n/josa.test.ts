import { describe, expect, test } from 'vitest'
import { type JosaPair, josa } from './josa.ts'

describe('a particle follows the sound', () => {
  const cases: [string, JosaPair, string][] = [
    ['텀블러', '을/를', '텀블러를'],
    ['소금빵', '을/를', '소금빵을'],
    ['3', '을/를', '3을'],
    ['마당 텀블러 473ml', '을/를', '마당 텀블러 473ml을'],
    ['에티오피아 예가체프 200g', '이/가', '에티오피아 예가체프 200g이'],
    ['A4', '을/를', 'A4를'],
    ['7', '으로/로', '7로'],
    ['서울', '으로/로', '서울로'],
    ['부산', '으로/로', '부산으로'],
    ['12,500원', '을/를', '12,500원을'],
    ['10', '은/는', '10은'],
    ['PDF', '이/가', 'PDF가'],
    ['URL', '으로/로', 'URL로'],
    ['종이컵 (13oz)', '과/와', '종이컵 (13oz)와'],
    ['', '을/를', '를'],
  ]
  test.each(cases)('%s + %s', (word, pair, expected) => {
    expect(josa(word, pair)).toBe(expected)
  })
})
