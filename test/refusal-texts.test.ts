import { describe, expect, it, test } from 'vitest'
import { sharedRefusals } from '../contracts/refusals.ts'
import { services } from '../main/services.ts'
import { translated } from '../platform/http/server/field-message.ts'
import { FIELD_ERRORS, type FieldError, type FieldErrorCode } from '../platform/kit/invalid.ts'
import { type Catalogue, commonRefusals } from '../platform/kit/refusal.ts'
import { LINES_MAX as CART_LINES_MAX, QUANTITY_MAX as CART_QUANTITY_MAX } from '../services/cart/cart.ts'
import { refusals as cart } from '../services/cart/refusals.ts'
import { QUANTITY_MAX } from '../services/orders/place-order.ts'
import { refusals as orders } from '../services/orders/refusals.ts'
import { codeOf, isTest, readSources, report, search } from './harness/sources.ts'

const catalogues: Readonly<Record<string, Catalogue>> = {
  common: commonRefusals,
  shared: sharedRefusals,
  ...Object.fromEntries(services.map(({ name, refusals = {} }) => [name, refusals])),
}
const texts = Object.entries(catalogues).flatMap(([catalogue, refusals]) =>
  Object.entries(refusals).map(([code, text]) => ({ of: `${catalogue}.${code}`, ...text })),
)

/** Endings of announcements and of letters; people are spoken to in 해요체. */
const FORMAL = /[가-힣]니다|십시오/
const UNFILLED = /[{}]|undefined|null\.|NaN|\[object/

describe('what a refusal says', () => {
  const wrong = (isWrong: (text: (typeof texts)[number]) => boolean) => texts.filter(isWrong).map(({ of }) => of)

  it('is in both languages', () =>
    expect(wrong(({ ko, en }) => !/[가-힣]/.test(ko) || !/^[A-Z]/.test(en) || /[가-힣]/.test(en))).toEqual([]))
  it('is whole sentences', () => expect(wrong(({ ko, en }) => !ko.endsWith('.') || !en.endsWith('.'))).toEqual([]))
  it('speaks to a person', () => expect(wrong(({ ko }) => FORMAL.test(ko) || !/요\./.test(ko))).toEqual([]))
  it('has nothing left to fill in', () =>
    expect(wrong(({ ko, en }) => UNFILLED.test(ko) || UNFILLED.test(en))).toEqual([]))
  it('says in both languages what to do, or in neither', () => {
    const sentences = (text: string) => text.split(/\. |, so |: /).length
    expect(wrong(({ ko, en }) => sentences(ko) > 1 && sentences(en) === 1)).toEqual([])
  })

  it.each([
    [cart.quantity_limit, CART_QUANTITY_MAX],
    [cart.cart_full, CART_LINES_MAX],
    [orders.quantity_limit, QUANTITY_MAX],
  ])('names the limit that counts: %o', ({ ko, en }, limit) => {
    expect(ko).toMatch(new RegExp(`(?<!\\d)${limit}(?!\\d)`))
    expect(en).toMatch(new RegExp(`\\b${limit}\\b`))
  })

  it('is the same wherever the code is: reasons name nothing but the code', () => {
    const byCode = Map.groupBy(texts, ({ of }) => of.split('.')[1]!)
    const various = [...byCode].filter(([, said]) => new Set(said.map(({ ko, en }) => `${ko} ${en}`)).size > 1)
    // An account of the ledger is no account at a bank; only the bank's is a reason.
    expect(various.map(([code]) => code)).toEqual(['account_unknown'])
  })
})

describe('what is said about a field', () => {
  const bounds: readonly Partial<FieldError>[] = [
    {},
    ...[5, '2026-11-20', 'string', 'integer', 'phone', 'token', 'cursor'].map(limit => ({ limit })),
    { allowed: ['a', 'b'] },
    { allowed: [], nearest: 'quantity' },
    { allowed: [] },
  ]
  test.each(Object.keys(FIELD_ERRORS) as FieldErrorCode[])('%s', code => {
    for (const bound of bounds.filter(({ allowed }) => code !== 'not_allowed' || (allowed?.length ?? 0) > 0)) {
      for (const part of ['body', 'query'] as const) {
        const error: FieldError = { in: part, pointer: '/a', code, ...bound }
        const [[ko], [en]] = [translated([error], 'ko'), translated([error], 'en')]
        expect(ko?.message).toMatch(/[가-힣].*[.?]$|^‘|예: /)
        expect(en?.message).toMatch(/^[A-Z].*[.?m]$/)
        expect(`${ko?.message} ${en?.message}`).not.toMatch(UNFILLED)
        expect(ko?.message).not.toMatch(FORMAL)
      }
    }
  })

  test('names the limit of a text that is too short, and shows what a telephone number looks like', () => {
    const say = (error: Omit<FieldError, 'in' | 'pointer'>) =>
      translated([{ in: 'body', pointer: '/a', ...error }], 'ko')[0]?.message
    expect(say({ code: 'too_short', limit: 8 })).toBe('8자 이상 적어 주세요.')
    expect(say({ code: 'wrong_format', limit: 'phone' })).toContain('010-1234-5678')
    expect(say({ code: 'too_large', limit: '2026-11-20' })).toBe('2026-11-20까지의 날짜를 골라 주세요.')
    expect(say({ code: 'unknown_field', allowed: ['a'], nearest: 'a' })).toContain('‘a’')
  })
})

test('people are spoken to in the same way on the command line, in pages and in tasks', () => {
  // The simulators speak like the companies whose place they take.
  const ours = readSources().filter(
    source => !isTest(source) && /^(bin|main|platform|gateway|services|contracts|bench)\//.test(source.path),
  )
  expect(ours.length).toBeGreaterThan(300)
  const formal = ours.flatMap(source =>
    search(source.path, codeOf(source), new RegExp(FORMAL, 'g'), 'people-are-spoken-to'),
  )
  expect(report(formal)).toEqual([])
})
