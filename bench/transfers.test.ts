import { afterAll, beforeAll, expect, it } from 'vitest'
import { createDatabase, type TestDatabase } from '../test/harness/database.ts'
import { readOptions } from './options.ts'
import { isSound, reportText } from './report.ts'
import { run } from './run.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createDatabase()
})

afterAll(() => database.drop())

it('transfers are driven for a second, and everything adds up', async () => {
  const size = ['--seconds', '1', '--warmup', '0', '--connections', '8', '--wallets', '50']
  const options = readOptions(['transfers', ...size])
  const report = await run(options, { ...process.env, DATABASE_URL: database.url }, () => {})
  expect(report.verified.differences).toEqual([])
  expect(report.errors).toEqual(new Map())
  expect(report.measured.accepted).toBeGreaterThan(0)
  expect(report.moments).toHaveLength(2)
  expect(isSound(report)).toBe(true)
  expect(reportText(report)).toContain('no differences')
})

it.each([
  [[], /madang bench NAME/],
  [['transfer'], /madang bench NAME/],
  [['transfers', 'orders'], /madang bench NAME/],
  [['transfers', '--seconds', '0'], /--seconds/],
  [['transfers', '--rate', 'fast'], /--rate/],
])('%j is no load', (args, message) => expect(() => readOptions(args)).toThrow(message))
