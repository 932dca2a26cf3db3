import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parseWords } from '../main/command-line/parse.ts'
import { adminUrl } from '../test/harness/database.ts'
import { Open } from './open.ts'
import { readOptions } from './options.ts'
import { isSound, play } from './play.ts'
import { writeReport } from './report/files.ts'
import { scenarioMarkdown } from './report/markdown.ts'
import type { Played } from './scenarios/scenario.ts'
import { Session } from './session.ts'

/** Short forms: they show that the harness measures what it says and that the books are right, and say nothing of speed. */
const short = ['--seconds', '1', '--warmup', '0', '--connections', '8', '--again', '0']

const open = new Open()
const folder = mkdtempSync(join(tmpdir(), 'madang-bench-report-'))
open.add(() => rmSync(folder, { recursive: true }))
afterAll(() => open.end())

const optionsOf = (words: readonly string[]) => readOptions(parseWords('bench', words))

async function played(name: string, wallets: number, turns = 1) {
  const options = optionsOf([name, ...short, '--wallets', String(wallets), '--turns', String(turns)])
  const opened = new Open()
  try {
    const session = await Session.open(options, { ...process.env, DATABASE_URL: adminUrl() }, opened, () => {})
    return await play(options.scenarios[0]!, session)
  } finally {
    await opened.end()
  }
}

function expectSound(result: Played): void {
  expect(result.verified.differences).toEqual([])
  expect(result.loads.map(({ errors }) => errors)).toEqual(result.loads.map(() => ({})))
  expect(result.verified.checks).toBeGreaterThan(10)
  expect(isSound(result)).toBe(true)
}

const goalOf = (result: Played, what: string) => result.rows.find(row => row.what === what)?.goal?.reached

describe('short forms of', () => {
  it('transfers: closed loop, then 70 % of it, in turns, and everything adds up', async () => {
    const result = await played('transfers', 50, 2)
    expectSound(result)
    const labels = ['maximum, 1 of 2', 'at 70 %, 1 of 2', 'maximum, 2 of 2', 'at 70 %, 2 of 2']
    expect(result.loads.map(({ label }) => label)).toEqual(labels)
    for (const [maximum, below] of [result.loads.slice(0, 2), result.loads.slice(2)]) {
      expect(maximum?.accepted).toBeGreaterThan(0)
      expect(below?.latency.count).toBe(Math.ceil((maximum?.perSecond ?? 0) * 0.7))
      expect(below?.latency.p95_ms).toBeGreaterThan(0)
    }

    const { took_s, notes = [], ...given } = result
    const context = { name: 'transfers', summary: 'x', command: 'y', at: '', baseline: null, flame: null, fault: null }
    writeReport(folder, new Date(0), [{ ...context, ...given, notes, took_s }], ['transfers'])
    expect(readdirSync(folder).sort()).toEqual(['raw', 'report.md', 'summary.json'])
    expect(readdirSync(join(folder, 'raw')).sort()).toEqual(['latency.svg', 'rates.svg', 'report.json'])
    expect(readFileSync(join(folder, 'report.md'), 'utf8')).toContain(
      scenarioMarkdown({ ...context, ...given, notes, took_s }),
    )
  })

  it('checkout: every accepted order is seen to be confirmed', async () => {
    const result = await played('checkout', 50)
    expectSound(result)
    for (const load of result.loads) {
      expect(load.tail?.kinds).toEqual({ 'orders.order-confirmed': load.accepted })
      expect(load.tail?.latency.p50_ms).toBeGreaterThan(0)
    }
  })

  it('flash: exactly as many are sold as there are', async () => {
    const result = await played('flash', 200)
    expectSound(result)
    expect(goalOf(result, 'of 4 pieces sold')).toBe(true)
    expect(goalOf(result, 'not accepted')).toBe(true)
    const [before, rush] = result.loads
    expect(before?.tail?.kinds).toEqual({ 'orders.order-confirmed': before?.accepted })
    expect(before?.accepted).toBeGreaterThan(0)
    expect(rush?.tail?.kinds).toEqual({ 'orders.order-confirmed': 4, 'orders.order-failed': 196 })
  })
})

it.each([
  [['transfer'], /There is no scenario/],
  [['transfers', 'purchases'], /There is no scenario/],
  [['transfers', '--seconds', '0'], /--seconds/],
  [['transfers', '--rate', 'fast'], /--rate/],
])('%j is no load', (args, message) => expect(() => optionsOf(args)).toThrow(message))

it('without a name all scenarios are played', () => {
  const names = optionsOf([]).scenarios.map(({ name }) => name)
  expect(names).toEqual(expect.arrayContaining(['transfers', 'hot', 'checkout', 'catalog', 'login', 'events']))
  expect(names).toEqual(expect.arrayContaining(['growth', 'flash', 'start', 'overload']))
})
