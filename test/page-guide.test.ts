import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { blocksOf, patched } from './harness/typed-in.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const NEEDED = ['bin', 'clients', 'web', 'package.json', 'tsconfig.json']
const LEFT_OUT = new Set(['node_modules', 'dist', 'screenshots', 'test'])
const LIMIT_MS = 240_000

const blocks = blocksOf(readFileSync(join(root, 'docs/guide/add-a-page.md'), 'utf8'))
const folder = mkdtempSync(join(tmpdir(), 'madang-page-'))
const run = promisify(execFile)
const { VITEST: _, VITEST_POOL_ID: __, VITEST_WORKER_ID: ___, ...env } = process.env

/** What a program of a package prints, with its exit code where that is not 0. */
async function inWeb(...args: string[]): Promise<string> {
  const launcher = join(folder, 'bin/madang.mjs')
  const ran = await run(process.execPath, [launcher, 'run', ...args], { cwd: join(folder, 'web'), env }).catch(
    failed => failed,
  )
  return `${ran.stdout}${ran.stderr}${ran.code ? ` exit ${ran.code}` : ''}`
}

beforeAll(() => {
  for (const entry of NEEDED)
    cpSync(join(root, entry), join(folder, entry), {
      recursive: true,
      filter: path => !LEFT_OUT.has(path.split('/').at(-1) ?? ''),
    })
  for (const place of ['', 'web', 'clients/typescript']) {
    const packages = join(root, place, 'node_modules')
    if (readdirSync(join(root, place)).includes('node_modules'))
      symlinkSync(packages, join(folder, place, 'node_modules'))
  }
  for (const { file, kind, text } of blocks) {
    const path = join(folder, file)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, kind === 'diff' ? patched(readFileSync(path, 'utf8'), text) : text)
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a page typed in from the guide', () => {
  test('has a query, a route, texts in both languages and a place in the menu', () => {
    expect(blocks.map(({ file }) => file)).toEqual([
      'web/src/areas/operations/pieces/regions.ts',
      'web/src/areas/operations/routes/regions.tsx',
      'web/src/areas/operations/texts/ko.json',
      'web/src/areas/operations/texts/en.json',
      'web/src/app/areas.ts',
      'web/src/ui/texts/ko.json',
      'web/src/ui/texts/en.json',
    ])
  })

  test('is built, and its types are sound', { timeout: LIMIT_MS }, async () => {
    expect(await inWeb('vite', 'build')).toContain('built in')
    expect(readdirSync(join(folder, 'web/dist/assets')).filter(name => name.startsWith('regions'))).not.toEqual([])
    expect(await inWeb('typescript', '--noEmit', '-p', '.')).toBe('')
  })
})
