import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BEHAVIOUR_OF_CARD, REFUSED_AT_CHARGE } from '../simulators/psp/cards.ts'
import { type Demo, type Run, readText, settled, startDemo, stepsIn } from './harness/tour.ts'

/** The sandbox guide: its tour is run as a stranger would paste it, and its tables are those of the simulators. */
const GUIDE = 'docs/guide/sandbox.md'
const tour = stepsIn(GUIDE, readText(GUIDE))

describe('the tour of the sandbox', () => {
  let demo: Demo | null = null
  let run: Run

  beforeAll(async () => {
    demo = await startDemo()
    run = await demo.run(tour)
  }, 150_000)

  afterAll(() => demo?.stop())

  const numbered = tour.map((step, index) => ({ ...step, index }))
  test.each(numbered)('block $index prints what it says: $part', ({ output, index }) => {
    const printed = settled(run.printed[index] ?? 'nothing: an earlier block ended the shell')
    expect(printed, run.complaints).toBe(settled(output))
  })

  test('shows an account, a refusal, a late answer, and each card', () => {
    const output = tour.map(step => step.output).join('\n')
    for (const claim of ['088', 'bank_insufficient_funds', 'requested', 'approved', 'payment_declined', 'card_refused'])
      expect(output).toContain(claim)
    const typed = tour.map(({ bash }) => bash.replaceAll(' ', '')).join('\n')
    for (const last4 of [...Object.keys(REFUSED_AT_CHARGE), ...Object.keys(BEHAVIOUR_OF_CARD), '9987', '0069'])
      expect(typed).toContain(`400000000000${last4}`)
  })
})

test('every card of the simulator is in the table', () => {
  const cards = readFileSync(new URL('../simulators/psp/cards.ts', import.meta.url), 'utf8')
  const numbers = [...cards.matchAll(/\/\/ (4000 [\d ]{14})/g)].map(([, number]) => number)
  expect(numbers.length).toBeGreaterThan(9)
  for (const number of numbers) expect(readText(GUIDE)).toContain(`| \`${number}\` |`)
})
