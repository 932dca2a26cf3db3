import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readText } from '../../../platform/http/routes/texts.ts'
import { normalizeEmail } from './email.ts'
import { maskEmail, maskName } from './personal-data.ts'

describe('an e-mail address', () => {
  it.each([
    [' Minsu.Kim@Example.COM ', 'minsu.kim@example.com'],
    ['minsu+shop@example.co.kr', 'minsu+shop@example.co.kr'],
    ['민수@예시.한국', '민수@xn--vv4b11d.xn--3e0b707e'],
    ['민수@예시.한국'.normalize('NFD'), '민수@xn--vv4b11d.xn--3e0b707e'],
  ])('%j is kept as %j', (text, address) => {
    expect(normalizeEmail(text)).toBe(address)
  })

  it.each(['', '@', 'minsu', 'minsu@', '@example.com', 'a@b', 'a b@example.com', 'a@b@example.com', 'a@-x.com'])(
    '%j is none',
    text => {
      expect(normalizeEmail(text)).toBeNull()
    },
  )

  it.each([
    'a\u0000b@example.com',
    '.a@example.com',
    'a..b@example.com',
    `${'a'.repeat(65)}@example.com`,
    'a@exa mple.com',
  ])('%j is none either', text => {
    expect(normalizeEmail(text)).toBeNull()
  })

  it('in its form stays as it is', () => {
    fc.assert(
      fc.property(fc.emailAddress(), text => {
        const address = normalizeEmail(text)
        if (address !== null) expect(normalizeEmail(address)).toBe(address)
      }),
    )
  })
})

describe('masked', () => {
  it.each([
    ['김민수', '김*수'],
    ['이산', '이*'],
    ['남궁민수', '남**수'],
    ['수', '*'],
    ['Minsu Kim', 'M***u K*m'],
    ['김민수'.normalize('NFD'), '김*수'.normalize('NFD')],
  ])('the name %s is %s', (name, masked) => {
    expect(maskName(name)).toBe(masked)
  })

  it('a name never shows whole, if it has two letters', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 2, unit: 'grapheme' }), name => {
        fc.pre(readText('name', name) === name && name !== '**' && !name.includes('*'))
        expect(maskName(name)).not.toBe(name)
      }),
    )
  })

  it('an address shows its first letter and its domain', () => {
    expect(maskEmail('minsu@example.com')).toBe('m***@example.com')
  })
})
