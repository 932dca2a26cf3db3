import { expect, test } from 'vitest'
import { matches } from './letters.ts'

test.each([
  ['마당 텀블러', '텀ㅂ'],
  ['마당 텀블러', '텀브'],
  ['마당 텀블러', 'ㅌㅂㄹ'],
  ['Linked account', 'link'],
  ['거래 내역 지갑', '지갑 거래'],
  ['무엇이든', ''],
])('%s is found by %s', (text, query) => {
  expect(matches(text, query)).toBe(true)
})

test.each([
  ['마당 텀블러', '커피'],
  ['거래 내역', '지갑 거래'],
])('%s is not found by %s', (text, query) => {
  expect(matches(text, query)).toBe(false)
})
