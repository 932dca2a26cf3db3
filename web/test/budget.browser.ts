import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import { expect, test } from 'vitest'
import { browserForTests, open } from './browser.ts'

const DIST = join(import.meta.dirname, '..', 'dist')
/** kB, as brotli at its best, which is what the image carries. */
const SCRIPT_MAX = 220
const STYLE_MAX = 50

const browser = browserForTests()

function kiloBytes(path: string): number {
  const text = readFileSync(join(DIST, path))
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: text.length }
  return brotliCompressSync(text, { params }).length / 1000
}

const sum = (paths: readonly string[]): number => paths.map(kiloBytes).reduce((a, b) => a + b, 0)

test('the first load stays small; charts come only where one is shown', async () => {
  const person = await browser.person()
  const loaded: string[] = []
  person.page.on('response', response => loaded.push(new URL(response.url()).pathname))
  await open(person, '/shop')
  await person.page.waitForLoadState('networkidle')
  const files = [...new Set(loaded)]
  const scripts = files.filter(path => path.endsWith('.js'))
  const styles = files.filter(path => path.endsWith('.css'))
  expect(scripts.length).toBeGreaterThan(1)
  expect(sum(scripts), scripts.join(' ')).toBeLessThanOrEqual(SCRIPT_MAX)
  expect(sum(styles), styles.join(' ')).toBeLessThanOrEqual(STYLE_MAX)
  for (const path of scripts) expect(readFileSync(join(DIST, path), 'utf8'), path).not.toContain('recharts')
})

test('nothing is asked of another site', async () => {
  const person = await browser.person()
  const others: string[] = []
  person.page.on('request', request => {
    const { origin, protocol } = new URL(request.url())
    if (origin !== person.url && protocol.startsWith('http')) others.push(request.url())
  })
  await open(person, '/shop')
  await open(person, '/login')
  await person.page.waitForLoadState('networkidle')
  expect(others).toEqual([])
})
