import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Demo, inAnyOrder, type Run, readText, sectionOf, settled, startDemo, stepsIn } from './harness/tour.ts'

/** What the README and its guides promise is what happens: their tour is run as a person would paste it, and compared with what they show. */
const readmeTour = stepsIn('README.md', sectionOf('README.md', 'The tour'))
const guides = ['docs/guide/shop.md', 'docs/guide/pay.md']
const tour = [...readmeTour, ...guides.flatMap(path => stepsIn(path, readText(path)))]

describe('the tour', () => {
  let demo: Demo | null = null
  let run: Run

  beforeAll(async () => {
    demo = await startDemo()
    run = await demo.run(tour)
  }, 150_000)

  afterAll(() => demo?.stop())

  const numbered = tour.map((step, index) => ({ ...step, index }))
  test.each(numbered)('block $index prints what it says: $part', ({ bash, output: said, index }) => {
    const printed = settled(run.printed[index] ?? 'nothing: an earlier block ended the shell')
    const output = settled(said)
    if (bash.includes('/api/trace/')) expect(inAnyOrder(printed), run.complaints).toBe(inAnyOrder(output))
    else expect(printed, run.complaints).toBe(output)
  })

  test('takes exactly what was bought from the stock', () => {
    const [before, after] = [...run.printed.join('').matchAll(/"onHand":(\d+)/g)].map(([, count]) => Number(count))
    expect([before, after]).toEqual([expect.any(Number), (before ?? 0) - 2])
  })

  test('answers the second time with the same bytes', () => {
    const [first, again] = [...run.printed.join('').matchAll(/^\{"id":"trf_.*$/gm)].map(([line]) => line)
    expect(first).toBeDefined()
    expect(again).toBe(first)
  })

  test('shows what shop and Pay must be able to show', () => {
    const output = tour.map(step => step.output).join('\n')
    for (const claim of [
      'confirmed',
      'approved',
      'out_of_stock',
      'insufficient_funds',
      'payment_declined',
      'replayed: true',
      'holder_mismatch',
      'partially_refunded',
      '404',
    ]) {
      expect(output).toContain(claim)
    }
  })

  test('is the same in Korean', () => {
    const korean = stepsIn('README.ko.md', sectionOf('README.ko.md', '둘러보기'))
    expect(korean.map(({ bash, output }) => [bash, output])).toEqual(
      readmeTour.map(({ bash, output }) => [bash, output]),
    )
  })

  test('is found in each of its documents', () => {
    expect(readmeTour.length).toBeGreaterThan(4)
    for (const path of guides) expect(stepsIn(path, readText(path)).length, path).toBeGreaterThan(2)
  })
})
