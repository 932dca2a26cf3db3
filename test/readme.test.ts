import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Child, freePort } from './harness/child.ts'

/** What the README and its guides promise is what happens: their tour is run as a person would paste it, and compared with what they show. */
const root = fileURLToPath(new URL('../', import.meta.url))
const TOUR_LIMIT_MS = 60_000

interface Step {
  /** The document and the heading it stands under. */
  readonly part: string
  readonly bash: string
  /** What the document says it prints. */
  readonly output: string
}

const readText = (path: string): string => readFileSync(join(root, path), 'utf8')

/** The bash blocks of a text, each with the answer that follows it. */
function stepsIn(document: string, text: string): Step[] {
  const steps: Step[] = []
  for (const part of text.split(/^#+ /m)) {
    const title = part.split('\n', 1)[0] ?? ''
    const blocks = [...part.matchAll(/^```(bash|text)\n(.*?)^```$/gms)].map(([, kind, block = '']) => ({ kind, block }))
    for (const [index, { kind, block }] of blocks.entries()) {
      const next = blocks[index + 1]
      if (kind !== 'bash') continue
      steps.push({ part: `${document}, ${title}`, bash: block, output: next?.kind === 'text' ? next.block : '' })
    }
  }
  return steps
}

/** What stands under a heading of the second level. */
function sectionOf(path: string, heading: string): string {
  const [, after = ''] = readText(path).split(`\n## ${heading}\n`)
  return after.split('\n## ')[0] ?? ''
}

const readmeTour = stepsIn('README.md', sectionOf('README.md', 'The tour'))
const guides = ['docs/guide/shop.md', 'docs/guide/pay.md']
const tour = [...readmeTour, ...guides.flatMap(path => stepsIn(path, readText(path)))]

/** Ids, times and counters differ from run to run; everything else must not. */
const settled = (text: string): string =>
  text
    .replaceAll('\r', '')
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replaceAll(/\d{4}-\d\d-\d{7}/g, 'NUMBER')
    .replaceAll(/^\d\d\.\d{3} {2}/gm, 'SECOND  ')
    .replaceAll(/"(onHand|available)":\d+/g, '"$1":COUNT')
    .trim()

/** What one instant holds may come in any order. */
const inAnyOrder = (text: string): string => text.split('\n').sort().join('\n')

const BETWEEN = '----- the next block -----'

interface Run {
  readonly printed: readonly string[]
  readonly complaints: string
}

/** All blocks in one shell, since later ones use what earlier ones set. Rejects when it takes too long. */
function runTour(url: string, programs: string): Promise<Run> {
  const script = tour.map(({ bash }) => `${bash}\necho '${BETWEEN}'`).join('\n')
  const env = {
    ...process.env,
    MADANG: url,
    PATH: [programs, dirname(process.execPath), process.env.PATH].join(delimiter),
  }
  const shell = spawn('bash', ['-u', '-c', script], { env, stdio: ['ignore', 'pipe', 'pipe'], timeout: TOUR_LIMIT_MS })
  const out: Buffer[] = []
  const err: Buffer[] = []
  shell.stdout.on('data', chunk => out.push(chunk))
  shell.stderr.on('data', chunk => err.push(chunk))
  return new Promise((resolve, reject) => {
    shell.on('error', reject)
    shell.on('close', (_, signal) => {
      const printed = Buffer.concat(out).toString('utf8').split(`${BETWEEN}\n`)
      const complaints = Buffer.concat(err).toString('utf8')
      if (signal)
        reject(new Error(`the tour was ended by ${signal}; it had come to block ${printed.length}: ${complaints}`))
      else resolve({ printed, complaints })
    })
  })
}

const isThere = (program: string): boolean => spawnSync(program, ['--version']).status === 0

describe('the tour', () => {
  let platform: Child | null = null
  let directory = ''
  let run: Run

  beforeAll(async () => {
    if (!isThere('bash')) throw new Error('the README’s tour cannot be tried: there is no bash to paste it into')
    directory = mkdtempSync(join(tmpdir(), 'madang-readme-'))
    const programs = join(directory, 'bin')
    mkdirSync(programs)
    if (!isThere('curl')) {
      const standIn = join(root, 'test/harness/curl.mjs')
      writeFileSync(join(programs, 'curl'), `#!/bin/sh\nexec '${process.execPath}' '${standIn}' "$@"\n`, {
        mode: 0o755,
      })
    }
    const port = await freePort()
    const { DATABASE_URL: _, NODE_ENV: __, ...env } = process.env
    const started = spawn(process.execPath, [join(root, 'bin/madang.mjs'), 'start', '--demo'], {
      env: { ...env, MADANG_DATA: directory, PORT: String(port), LOG_LEVEL: 'warn', MADANG_CHECK_REPLIES: 'on' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    platform = new Child(started, `http://127.0.0.1:${port}`)
    await platform.ready()
    run = await runTour(platform.url, programs)
  }, 120_000)

  afterAll(async () => {
    await platform?.kill('SIGTERM')
    if (directory) rmSync(directory, { recursive: true, force: true })
  })

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
