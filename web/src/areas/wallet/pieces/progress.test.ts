import { describe, expect, test } from 'vitest'
import { reasonOf, remittanceSteps, TOP_UP_STEPS, WITHDRAWAL_STEPS } from './progress.ts'

describe('the steps of a remittance', () => {
  test.each([
    ['started', null, 'remittanceAsked done, sent now'],
    ['topping_up', null, 'remittanceAsked done, toppedUp now, sent next'],
    ['transferring', 0, 'remittanceAsked done, sent now'],
    ['transferring', 20_000, 'remittanceAsked done, toppedUp done, sent now'],
    ['succeeded', 20_000, 'remittanceAsked done, toppedUp done, sent done'],
    ['failed', 0, 'remittanceAsked done, sent failed, kept done'],
  ] as const)('%s with %s topped up', (status, toppedUp, expected) => {
    const steps = remittanceSteps({ status, toppedUp })
    expect(steps.map(step => step.join(' ')).join(', ')).toBe(expected)
  })
})

test('what has ended has no step under way, what goes on has one', () => {
  for (const table of [TOP_UP_STEPS, WITHDRAWAL_STEPS]) {
    for (const [status, steps] of Object.entries(table)) {
      const underWay = steps.filter(([, state]) => state === 'now').length
      expect([status, underWay]).toEqual([status, status === 'succeeded' || status === 'failed' ? 0 : 1])
    }
  }
})

test('a reason without words is another reason', () => {
  expect([reasonOf('holder_mismatch'), reasonOf('bank_on_fire'), reasonOf(null)]).toEqual([
    'holder_mismatch',
    'other',
    'other',
  ])
})
