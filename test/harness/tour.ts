/** Runs the bash blocks of documents as a person would paste them, and tells what they print beside what the documents say. */
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Child, freePort } from './child.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const TOUR_LIMIT_MS = 100_000

export interface Step {
  /** The document and the heading it stands under. */
  readonly part: string
  readonly bash: string
  /** What the document says it prints. */
  readonly output: string
}

export const readText = (path: string): string => readFileSync(join(root, path), 'utf8')

/** The bash blocks of a text, each with the answer that follows it. */
export function stepsIn(document: string, text: string): Step[] {
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
export function sectionOf(path: string, heading: string): string {
  const [, after = ''] = readText(path).split(`\n## ${heading}\n`)
  return after.split('\n## ')[0] ?? ''
}

/** Ids, times and counters differ from run to run; everything else must not. */
export const settled = (text: string): string =>
  text
    .replaceAll('\r', '')
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replaceAll(/\d{4}-\d\d-\d{7}/g, 'NUMBER')
    .replaceAll(/^\d\d\.\d{3} {2}/gm, 'SECOND  ')
    .replaceAll(/"(onHand|available)":\d+/g, '"$1":COUNT')
    .trim()

/** What one instant holds may come in any order. */
export const inAnyOrder = (text: string): string => text.split('\n').sort().join('\n')

const BETWEEN = '----- the next block -----'

export interface Run {
  readonly printed: readonly string[]
  readonly complaints: string
}

/** All blocks in one shell, since later ones use what earlier ones set. Rejects when it takes too long. */
function runTour(tour: readonly Step[], urls: Record<string, string>, programs: string): Promise<Run> {
  const script = tour.map(({ bash }) => `${bash}\necho '${BETWEEN}'`).join('\n')
  const env = {
    ...process.env,
    ...urls,
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

export interface Demo {
  /** Rejects when it takes too long. */
  run(tour: readonly Step[]): Promise<Run>
  stop(): Promise<void>
}

/** `npm start` in a folder of its own, with simulators at ports that are told as `CARDS` and `BANK`. */
export async function startDemo(): Promise<Demo> {
  if (!isThere('bash')) throw new Error('the tour cannot be tried: there is no bash to paste it into')
  const directory = mkdtempSync(join(tmpdir(), 'madang-tour-'))
  const programs = join(directory, 'bin')
  mkdirSync(programs)
  if (!isThere('curl')) {
    const standIn = join(root, 'test/harness/curl.mjs')
    writeFileSync(join(programs, 'curl'), `#!/bin/sh\nexec '${process.execPath}' '${standIn}' "$@"\n`, { mode: 0o755 })
  }
  const [port, cards, bank, mails] = await Promise.all([freePort(), freePort(), freePort(), freePort()])
  const { DATABASE_URL: _, NODE_ENV: __, ...env } = process.env
  const started = spawn(process.execPath, [join(root, 'bin/madang.mjs'), 'start', '--demo'], {
    env: {
      ...env,
      MADANG_DATA: directory,
      PORT: String(port),
      PSP_SIMULATOR_PORT: String(cards),
      BANK_SIMULATOR_PORT: String(bank),
      MAIL_SIMULATOR_PORT: String(mails),
      LOG_LEVEL: 'warn',
      MADANG_WEB: 'off',
      MADANG_CHECK_REPLIES: 'on',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const platform = new Child(started, `http://127.0.0.1:${port}`)
  const stop = async () => {
    await platform.kill('SIGTERM')
    rmSync(directory, { recursive: true, force: true })
  }
  const urls = {
    MADANG: platform.url,
    CARDS: `http://127.0.0.1:${cards}`,
    BANK: `http://127.0.0.1:${bank}`,
    MAILS: `http://127.0.0.1:${mails}`,
  }
  try {
    await platform.ready()
  } catch (error) {
    await stop()
    throw error
  }
  return { run: tour => runTour(tour, urls, programs), stop }
}
