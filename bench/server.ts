/** The platform under load: a process of its own, started as any other, with what `benchEnv` sets in its environment. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Address } from './driver/connection.ts'

/** As the launcher runs it. */
const nodeOptions: readonly string[] = JSON.parse(
  readFileSync(new URL('../bin/node-options.json', import.meta.url), 'utf8'),
)
const HOST = '127.0.0.1'
const START_LIMIT_MS = 60_000
const STOP_LIMIT_MS = 60_000
const LOOK_AGAIN_MS = 25

/** A file of this repository and its arguments. */
export type Program = readonly [path: string, ...args: string[]]
const PLATFORM: Program = ['../main.ts', 'start']
/** Makes it stop when we are gone. */
const follow = ['--import', new URL('../bin/follow-parent.mjs', import.meta.url).href]

export interface ServerOptions {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Where to write a CPU profile of the whole life of the process. */
  readonly profileDirectory: string | null
  /** Takes `HOST` and `PORT`, answers `/health/ready`, ends on SIGTERM. The platform unless said. */
  readonly program?: Program | undefined
}

export interface ServerProcess {
  readonly pid: number
  readonly address: Address
  readonly url: string
  /** Resolves when it takes requests; throws when it does not get there. */
  ready(): Promise<void>
  /** Lets it stand still, so that something else can be measured as if it were not there; and resume. */
  pause(): void
  resume(): void
  /** Ends it as an operator would, also one that stands still; throws when it does not end well. May be called twice. */
  stop(): Promise<void>
}

export async function startServer({
  env,
  profileDirectory,
  program = PLATFORM,
}: ServerOptions): Promise<ServerProcess> {
  const address = { host: HOST, port: await freePort() }
  const profiling = profileDirectory === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileDirectory}`]
  const [path, ...args] = program
  const file = fileURLToPath(new URL(path, import.meta.url))
  const child = spawn(process.execPath, [...nodeOptions, ...follow, ...profiling, file, ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...env, HOST, PORT: String(address.port) },
  })
  const ended = once(child, 'exit').then(([code, signal]) => signal ?? `exit code ${code}`)
  let end: string | null = null
  ended.then(text => {
    end = text
  })
  const url = `http://${address.host}:${address.port}`
  let stopping: Promise<void> | undefined
  const stop = async () => {
    child.kill('SIGTERM')
    child.kill('SIGCONT')
    const limit = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS)
    const how = await ended
    clearTimeout(limit)
    if (how !== 'exit code 0') throw new Error(`the server did not end well: ${how}`)
  }
  return {
    pid: child.pid as number,
    address,
    url,
    ready: () => ready(url, () => end),
    pause: () => child.kill('SIGSTOP'),
    resume: () => child.kill('SIGCONT'),
    stop() {
      stopping ??= stop()
      return stopping
    },
  }
}

async function ready(url: string, end: () => string | null): Promise<void> {
  const deadline_ms = Date.now() + START_LIMIT_MS
  for (;;) {
    const answer = await fetch(`${url}/health/ready`).catch(() => null)
    await answer?.arrayBuffer()
    if (answer?.ok) return
    if (end() !== null) throw new Error(`the server did not start: ${end()}`)
    if (Date.now() > deadline_ms) throw new Error('the server is not ready in time')
    await new Promise(resolve => setTimeout(resolve, LOOK_AGAIN_MS))
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, HOST)
  await once(server, 'listening')
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('there is no free port')
  return address.port
}
