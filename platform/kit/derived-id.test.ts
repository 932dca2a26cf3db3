import { expect, it } from 'vitest'
import { derivedId, referenceId } from './derived-id.ts'

it('is the same id with another prefix', () => {
  expect(derivedId('rem_0198-ab', 'rem', 'hld')).toBe('hld_0198-ab')
  expect(derivedId('ord_a_ord_b', 'ord', 'pay')).toBe('pay_a_ord_b')
})

it.each(['pay_1', 'rem', 'remit_1', 'x_rem_1', ''])('of %j with another prefix is a fault', id =>
  expect(() => derivedId(id, 'rem', 'hld')).toThrow('does not begin with rem_'),
)

it('of a reference of the outside world has one length, and tells nothing of it', () => {
  expect(referenceId('psp_1')).toMatch(/^[A-Za-z0-9_-]{32}$/)
  expect(referenceId('x'.repeat(100_000))).toHaveLength(32)
  expect(referenceId('psp_1')).not.toBe(referenceId('psp_2'))
})
