/** `madang start --demo` as a process of its own, with the web app built. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Child, freePort } from '../../test/harness/child.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const READY_LIMIT_MS = 120_000

export interface DemoServer {
  readonly urls: { readonly url: string; readonly cards: string; readonly bank: string; readonly mail: string }
  /** As a crash would end it. */
  kill(): Promise<void>
  /** On the same folder and port. */
  startAgain(): Promise<void>
  stop(): Promise<void>
}

const at = (port: number): string => `http://127.0.0.1:${port}`

/** Ready when its page is served, which is when the app is built. */
async function pageOf(child: Child): Promise<void> {
  await child.ready(READY_LIMIT_MS)
  const answer = await fetch(child.url, { headers: { accept: 'text/html' }, redirect: 'manual' })
  await answer.body?.cancel()
  if (answer.status !== 200) throw new Error(`the web app is not served: ${answer.status}`)
}

export async function startDemoServer(settings: Record<string, string> = {}): Promise<DemoServer> {
  const folder = mkdtempSync(join(tmpdir(), 'madang-web-'))
  const [port, cards, bank, mail] = await Promise.all([freePort(), freePort(), freePort(), freePort()])
  const { DATABASE_URL: _, NODE_ENV: __, VITEST: ___, ...env } = process.env
  const start = () =>
    new Child(
      spawn(process.execPath, [join(root, 'bin/madang.mjs'), 'start', '--demo'], {
        env: {
          ...env,
          MADANG_DATA: folder,
          PORT: String(port),
          PSP_SIMULATOR_PORT: String(cards),
          BANK_SIMULATOR_PORT: String(bank),
          MAIL_SIMULATOR_PORT: String(mail),
          LOG_LEVEL: 'warn',
          // All tests come from one address.
          MADANG_RATE_LIMIT: 'off',
          MADANG_RATE_LIMIT_CREDENTIALS: 'off',
          ...settings,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
      `http://127.0.0.1:${port}`,
    )
  let child = start()
  await pageOf(child)
  return {
    urls: { url: child.url, cards: at(cards), bank: at(bank), mail: at(mail) },
    kill: () => child.kill(),
    async startAgain() {
      child = start()
      await pageOf(child)
    },
    async stop() {
      await child.kill('SIGTERM')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
