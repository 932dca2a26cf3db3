/** The platform as a process of its own, which a test may kill at a named place and start again. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ARMED } from '../../main/crash.ts'

const MAIN = fileURLToPath(new URL('../../main.ts', import.meta.url))
const READY_LIMIT_MS = 30_000
const ARMED_LIMIT_MS = 10_000
/** Between looks at a child: each costs both processes some milliseconds. */
export const LOOK_AGAIN_MS = 30

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  return port
}

/** Children that are alive; a test that failed leaves them to `endChildren`. */
const alive = new Set<Child>()

export const endChildren = async (): Promise<void> => {
  await Promise.all([...alive].map(child => child.kill()))
}

export class Child {
  readonly url: string
  readonly #process: ChildProcess
  #log = ''
  #ended = false

  constructor(child: ChildProcess, url: string) {
    this.#process = child
    this.url = url
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', chunk => (this.#log += chunk))
    alive.add(this)
    child.on('exit', () => {
      this.#ended = true
      alive.delete(this)
    })
  }

  /** True once the process is gone, killed or not. */
  get ended(): boolean {
    return this.#ended
  }

  /** When this resolves, the places of `MADANG_CRASH_AT` count. */
  async arm(): Promise<void> {
    this.#process.kill('SIGUSR2')
    const limit = Date.now() + ARMED_LIMIT_MS
    while (!this.#log.includes(ARMED)) {
      if (this.#ended || Date.now() >= limit) throw new Error(`the places do not count:\n${this.#log}`)
      await new Promise(resolve => setTimeout(resolve, 1))
    }
  }

  async ready(limit_ms = READY_LIMIT_MS): Promise<void> {
    const limit = Date.now() + limit_ms
    while (!this.#ended && Date.now() < limit) {
      const answer = await fetch(`${this.url}/health/ready`).catch(() => null)
      await answer?.body?.cancel()
      if (answer?.ok) return
      await new Promise(resolve => setTimeout(resolve, LOOK_AGAIN_MS))
    }
    throw new Error(`the platform did not come up:\n${this.#log}`)
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (this.#ended) return
    const gone = once(this.#process, 'exit')
    this.#process.kill(signal)
    await gone
  }
}

/** As the launcher does: a test may start the platform dozens of times. */
const NODE_COMPILE_CACHE = join(tmpdir(), 'madang-test-compiled')

export async function startChild(env: Record<string, string>): Promise<Child> {
  const port = await freePort()
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, 'start'], {
    env: {
      ...process.env,
      NODE_COMPILE_CACHE,
      LOG_LEVEL: 'warn',
      NODE_ENV: 'test',
      MADANG_WEB: 'off',
      ...env,
      PORT: String(port),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return new Child(child, `http://127.0.0.1:${port}`)
}
