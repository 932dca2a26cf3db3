/**
 * `madang dev`: the server, and Vite before it, which shows the web app with hot reload and passes on to the server what is the
 * server's. People open Vite's address only.
 */
import { join } from 'node:path'
import { Mistake } from '../../platform/ports/mistake.ts'
import type { Configuration } from '../configuration.ts'
import { start } from '../start.ts'
import { ROOT } from './start-build.ts'
import { findVite, spawnVite } from './vite.ts'

const PORT = '5173'

const noVite = new Mistake({
  ko: 'Vite가 없어요. 먼저 npm ci를 실행해 주세요.',
  en: 'Vite is not installed: run npm ci first.',
})

export async function dev(configuration: Configuration): Promise<void> {
  const web = join(ROOT, 'web')
  const program = await findVite(web)
  if (program === null) throw noVite
  const port = configuration.env.MADANG_WEB_PORT ?? PORT
  const origin = `http://127.0.0.1:${port}`
  // Links in mails lead to the page that is developed.
  const env = { MADANG_PUBLIC_URL: origin, ...configuration.env, MADANG_WEB: 'off' }
  const api = await start({ ...configuration, env })
  if (api === null) return
  const words = ['--port', port, '--strictPort', '--clearScreen', 'false']
  const child = spawnVite({ program, web, words, env: { MADANG_URL: api } }, 'inherit')
  process.once('exit', () => child.kill())
}
