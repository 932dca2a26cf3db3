import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BLIND_TOKENS_MAX, blindQuery, blindTokens } from './blind-tokens.ts'

const keyed = (key: string) => (text: string) => createHmac('sha256', key).update(text).digest('base64url')
const hash = keyed('key of this test')

const finds = (name: string, search: string): boolean => {
  const tokens = blindTokens(name, hash)
  return blindQuery(search, hash)?.every(each => tokens.includes(each)) ?? false
}

test.each([
  ['김민지', '김'],
  ['김민지', '기'],
  ['김민지', '김ㅁ'],
  ['김민지', '김미'],
  ['김민지', '김민지'],
  ['김민지', 'ㄱㅁㅈ'],
  ['김민지', 'ㄱㅁ'],
  ['김 민지', '김민지'],
  ['김 민지', '민지'],
  ['Alex Kim', 'kim al'],
  ['José Müller', 'mull'],
  ['김민지'.normalize('NFD'), '김민'],
  ['김민지', '김민지 ㅈ'],
])('%s is found by %j', (name, search) => expect(finds(name, search)).toBe(true))

test.each([
  ['김민지', '민지'],
  ['김민지', 'ㅁㅈ'],
  ['김민지', 'ㄱ'],
  ['김민지', '이'],
  ['Alex Kim', 'lex'],
  ['Alex Kim', 'alex lee'],
  ['Alex Kim', '%'],
])('%s is not found by %j', (name, search) => expect(finds(name, search)).toBe(false))

test('without the key nothing is found, and no hash is a letter of the name', () => {
  const tokens = blindTokens('김민지', hash)
  expect(blindQuery('김민지', keyed('another'))?.some(each => tokens.includes(each))).toBe(false)
  expect(blindTokens('김민지', text => `<${text}>`)).toContain('<ㄱㅣㅁㅁㅣㄴㅈㅣ>')
  expect(tokens).toEqual([...tokens].sort())
  expect(new Set(tokens).size).toBe(tokens.length)
})

test('hashes are bounded in number, and every beginning of two letters or more finds', () => {
  const asIs = (text: string) => text
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.string({ unit: fc.constantFrom(...'김민지abc '), maxLength: 16 }),
  )
  fc.assert(
    fc.property(text, name => {
      const tokens = blindTokens(name, asIs)
      expect(tokens.length).toBeLessThanOrEqual(BLIND_TOKENS_MAX)
      fc.pre(tokens.length < BLIND_TOKENS_MAX)
      expect(blindQuery(name, asIs)?.every(each => tokens.includes(each)) ?? true).toBe(true)
    }),
  )
})
