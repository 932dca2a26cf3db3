/** Runs `madang` as a person would, in a folder of its own and with nothing set but what the test says. */
import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const LAUNCHER = fileURLToPath(new URL('../../bin/madang.mjs', import.meta.url))
const NODE_COMPILE_CACHE = join(tmpdir(), 'madang-test-compiled')
const LIMIT_MS = 55_000

/** Of the run itself; everything else that is set belongs to whoever runs the tests. */
const KEPT = ['PATH', 'HOME', 'TMPDIR', 'SystemRoot']

export interface Printed {
  readonly stdout: string
  readonly stderr: string
  /** A signal when it did not end by itself in time. */
  readonly exit: number | string | null
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  readonly input?: string
}

/** Resolves when the command has ended; one that hangs is killed. */
export function madang(words: readonly string[], { env = {}, cwd, input = '' }: RunOptions = {}): Promise<Printed> {
  const kept = Object.fromEntries(KEPT.flatMap(name => (process.env[name] ? [[name, process.env[name]]] : [])))
  const child = spawn(process.execPath, [LAUNCHER, ...words], {
    cwd,
    env: { ...kept, NODE_COMPILE_CACHE, LOG_LEVEL: 'warn', MADANG_WEB: 'off', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: LIMIT_MS,
    killSignal: 'SIGKILL',
  })
  const printed = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', text => (printed.stdout += text))
  child.stderr.setEncoding('utf8').on('data', text => (printed.stderr += text))
  // It may refuse before it reads.
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ ...printed, exit: code ?? signal }))
  })
}
