import { execFile } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { blocksOf, patched } from './harness/typed-in.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const LEFT_OUT = new Set(['node_modules', '.git', '.madang', 'coverage'])
const LIMIT_MS = 180_000

const blocks = blocksOf(readFileSync(join(root, 'docs/guide/add-a-service.md'), 'utf8'))
const folder = mkdtempSync(join(tmpdir(), 'madang-guide-'))
const node = promisify(execFile)
const launcher = join(folder, 'bin/madang.mjs')
/** The reporter of the outer run is not the inner one's. */
const { VITEST: _, VITEST_POOL_ID: __, VITEST_WORKER_ID: ___, ...env } = process.env

async function run(...args: string[]): Promise<string> {
  const ran = await node(process.execPath, [launcher, 'run', ...args], { cwd: folder, env }).catch(failed => failed)
  return `${ran.stdout}${ran.stderr}${ran.code ? ` exit ${ran.code}` : ''}`
}

beforeAll(() => {
  for (const entry of readdirSync(root)) {
    if (!LEFT_OUT.has(entry)) cpSync(join(root, entry), join(folder, entry), { recursive: true })
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  for (const { file, kind, text } of blocks) {
    const path = join(folder, file)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, kind === 'diff' ? patched(readFileSync(path, 'utf8'), text) : text)
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a service typed in from the guide', () => {
  test('has a contract, a service, changes of what is there, and tests', () => {
    expect(blocks.map(({ file }) => file)).toEqual([
      'contracts/points.ts',
      'services/points/points.ts',
      'services/points/service.ts',
      'main/services.ts',
      'services/orders/cancellation.saga.ts',
      'services/orders/commands.ts',
      'services/points/points.test.ts',
      'test/stories/points.test.ts',
    ])
  })

  test('has no any, no cast and no parameter number', () => {
    for (const { file, kind, text } of blocks) {
      if (kind !== 'ts' || file.includes('.test.')) continue
      expect(text, file).not.toMatch(/\bany\b|\bas (?!const)[A-Z{(]|\$\d/)
    }
  })

  test('passes types, lint, import rules and its own tests', { timeout: LIMIT_MS }, async () => {
    expect(await run('typescript', '--noEmit')).toBe('')
    expect(
      await run('@biomejs/biome', 'check', '--error-on-warnings', 'contracts', 'services/points', 'main'),
    ).toContain('No fixes applied')
    const results = join(folder, 'results.json')
    const said = await run(
      ...['vitest', 'run', '--configLoader', 'native', '--reporter=json', `--outputFile=${results}`],
      ...['services/points', 'test/stories/points.test.ts', 'test/tidy.test.ts', 'test/imports.test.ts'],
    )
    expect(existsSync(results), said).toBe(true)
    const report = JSON.parse(readFileSync(results, 'utf8'))
    const failed = report.testResults.flatMap((file: { name: string; message: string; assertionResults: object[] }) => [
      file.message,
      ...file.assertionResults.filter(result => 'status' in result && result.status === 'failed'),
    ])
    expect(failed.filter((each: unknown) => each !== '')).toEqual([])
    expect(report.numPassedTests).toBeGreaterThan(6)
  })
})
