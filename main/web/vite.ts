/** Vite, which builds the web app and serves it in development, in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** The program, as the web app would find it; null where it is not installed. */
export async function findVite(web: string): Promise<string | null> {
  const find = createRequire(join(web, 'package.json'))
  try {
    const manifest = find.resolve('vite/package.json')
    const { bin } = JSON.parse(await readFile(manifest, 'utf8'))
    return join(dirname(manifest), typeof bin === 'string' ? bin : bin.vite)
  } catch {
    return null
  }
}

export interface ViteRun {
  readonly program: string
  readonly web: string
  readonly words: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

export function spawnVite({ program, web, words, env, signal }: ViteRun, stdio: 'pipe' | 'inherit'): ChildProcess {
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...words], {
    cwd: web,
    env: { ...process.env, ...env },
    stdio: ['ignore', stdio, stdio],
    ...(signal && { signal }),
  })
}

const OUTPUT_CHARS_MAX = 4_000

export interface Ended {
  readonly ok: boolean
  /** The end of what it printed. */
  readonly output: string
}

/** Runs it to its end, in silence. */
export function runVite(run: ViteRun): Promise<Ended> {
  const child = spawnVite(run, 'pipe')
  let output = ''
  const keep = (text: string) => {
    output = (output + text).slice(-OUTPUT_CHARS_MAX)
  }
  child.stdout?.setEncoding('utf8').on('data', keep)
  child.stderr?.setEncoding('utf8').on('data', keep)
  return new Promise(resolve => {
    child.on('error', error => resolve({ ok: false, output: `${output}${error.message}` }))
    child.on('close', code => resolve({ ok: code === 0, output }))
  })
}
