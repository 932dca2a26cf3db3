import { describe, expect, test } from 'vitest'
import { failureKind, lastFailure, stageOf } from './stage.ts'

describe('an order', () => {
  test.each([
    ['pending', [], 'working'],
    ['awaiting_payment', [], 'pay'],
    ['awaiting_payment', ['declined'], 'pay'],
    ['awaiting_payment', ['requested', 'declined'], 'working'],
    ['awaiting_payment', ['approved'], 'working'],
    ['confirmed', ['approved'], 'paid'],
    ['failed', [], 'ended'],
    ['cancelling', ['approved'], 'ended'],
  ] as const)('that is %s with payments %j is %s', (status, payments, stage) => {
    expect(
      stageOf(
        { status },
        payments.map(each => ({ status: each })),
      ),
    ).toBe(stage)
  })
})

test('only the last payment counts as failed', () => {
  expect(lastFailure([{ status: 'declined' }, { status: 'voided' }])).toEqual({ status: 'declined' })
  expect(lastFailure([{ status: 'requested' }, { status: 'declined' }])).toBeNull()
  expect(lastFailure([])).toBeNull()
})

test('a reason that is not known is not made up', () => {
  expect(failureKind('out_of_stock')).toBe('stock')
  expect(failureKind('something_new')).toBe('other')
  expect(failureKind(null)).toBe('other')
})
