import { describe, expect, it } from 'vitest'
import { below } from '../scenarios/scenario.ts'
import { flameGraph, type Profile } from './flame.ts'
import { reportMarkdown } from './markdown.ts'
import { latencyPlot, ratePlot } from './plots.ts'
import { mergeResults, type ScenarioResult, summaryOf } from './report.ts'

const frame = (functionName: string, url = '') => ({ functionName, url, lineNumber: 9 })

const profile: Profile = {
  nodes: [
    { id: 1, callFrame: frame('(root)'), children: [2, 3, 5] },
    { id: 2, callFrame: frame('decide', 'file:///x/services/money/ledger.ts'), children: [4] },
    { id: 3, callFrame: frame('(idle)') },
    { id: 4, callFrame: frame('a < b', 'node:fs') },
    { id: 5, callFrame: frame('decide', 'file:///x/services/money/ledger.ts') },
  ],
  samples: [2, 4, 3, 5],
  timeDeltas: [100, 300, 1_000, 600],
  startTime: 0,
}

describe('a flame graph', () => {
  it('joins what is the same function, leaves out idle time, and gives shares', () => {
    const svg = flameGraph(profile, 'title')
    expect(svg).toContain('decide money/ledger.ts:10\n100.0 %, itself 70.0 %')
    expect(svg).toContain('a &lt; b node:fs:10\n30.0 %, itself 30.0 %')
    expect(svg).not.toContain('idle')
  })

  it('looks at the windows only', () => {
    const svg = flameGraph(profile, 'title', [[350, 500]])
    expect(svg).toContain('a &lt; b node:fs:10\n100.0 %, itself 100.0 %')
  })
})

const result = (name: string, more: Partial<ScenarioResult> = {}): ScenarioResult => ({
  name,
  summary: 'It is played',
  command: `npm run bench -- ${name}`,
  at: '',
  took_s: 1,
  baseline: { perSecond: 1_000, by: 'hand' },
  rows: [
    {
      what: 'requests',
      value: 2_500,
      unit: '/s',
      ratio: { of: 'baseline', value: 2.5 },
      goal: { text: '≥ 3 × baseline', reached: false },
    },
  ],
  loads: [],
  verified: { checks: 47, differences: [] },
  notes: [],
  flame: null,
  fault: null,
  ...more,
})

describe('a report', () => {
  const head = { date: '2026-01-01', commit: 'abc', machine: '2 cores', versions: 'node 26' }

  it('has the ratio first in each row', () => {
    const text = reportMarkdown({ ...head, results: [result('one')] })
    expect(text).toMatch(/\|\s+2\.50 \|.*≥ 3 × baseline \| \*\*no\*\*/)
    expect(text).toContain('0 of 1 goals reached')
    expect(text).toContain('47 checks of the application, and those of one: no differences.')
  })

  it('tells differences and what could not be played', () => {
    const different = result('one', { verified: { checks: 47, differences: ['a wallet lost 5'] } })
    const broken = result('two', { rows: [], fault: 'the server did not start' })
    const text = reportMarkdown({ ...head, results: [different, broken] })
    expect(text).toContain('1 DIFFERENCES')
    expect(text).toContain('a wallet lost 5')
    expect(text).toContain('could not be played to the end: the server did not start')
  })

  it('is added to: a scenario played again replaces what it gave', () => {
    const again = result('one', { took_s: 2 })
    const merged = mergeResults([result('two'), result('one')], [again], ['one', 'two'])
    expect(merged.map(({ name, took_s }) => [name, took_s])).toEqual([
      ['one', 2],
      ['two', 1],
    ])
  })

  it('has a summary: rows and checks, no loads', () => {
    const { results, ...rest } = summaryOf({ ...head, results: [result('one')] })
    expect(rest).toEqual(head)
    expect(results[0]).toMatchObject({ name: 'one', rows: [{ value: 2_500 }], verified: { checks: 47 } })
    expect(results[0]).not.toHaveProperty('loads')
  })

  it('shows nothing where nothing was measured, also when it was read back', () => {
    const row = { what: 'p95', value: Number.NaN, unit: 'ms', ratio: null, goal: below(50, Number.NaN, ' ms') }
    const empty = { ...result('one'), rows: [row], loads: [] }
    const back = JSON.parse(JSON.stringify(empty)) as ScenarioResult
    for (const each of [empty, back]) {
      expect(reportMarkdown({ ...head, results: [each] })).toMatch(/< 50 ms \| \*\*no\*\* .* – ms \|/)
    }
  })

  it('draws what there is, and nothing of nothing', () => {
    expect(ratePlot([result('one')])).toContain('one: requests')
    expect(ratePlot([])).toContain('</svg>')
    expect(latencyPlot([])).toContain('</svg>')
  })
})
