/** The build of the web app at the start of the server, beside the start of the database; what came of it is said in one line. */
import { fileURLToPath } from 'node:url'
import { systemClock } from '../../platform/ports/ports.ts'
import type { Configuration } from '../configuration.ts'
import { type BuildOptions, type Built, buildWeb } from './build.ts'

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

export interface StartedBuild {
  /** What there is to say once it is over; null for nothing. Never fails: the API starts without the app as well. */
  readonly said: Promise<string | null>
  /** Ends it. */
  cancel(): void
}

/** Only what is served from its own place is built. */
export function startBuild({ env }: Pick<Configuration, 'env'>): StartedBuild {
  if (env.MADANG_WEB !== undefined || env.MADANG_WEB_BUILD === 'off')
    return { said: Promise.resolve(null), cancel: () => {} }
  const control = new AbortController()
  const cancel = () => control.abort()
  // A process that ends leaves no build behind.
  process.once('exit', cancel)
  return { said: timedBuild({ root: ROOT, signal: control.signal }).then(({ text }) => text), cancel }
}

export interface Timed {
  readonly text: string | null
  readonly ok: boolean
}

export async function timedBuild(options: BuildOptions): Promise<Timed> {
  const began_ms = systemClock.now().getTime()
  const built = await buildWeb(options).catch((error): Built => ({ kind: 'failed', output: String(error) }))
  const seconds = ((systemClock.now().getTime() - began_ms) / 1_000).toFixed(1)
  return { text: textOf(built, seconds), ok: built.kind === 'built' || built.kind === 'fresh' }
}

const API_ONLY = { ko: 'API만 시작해요', en: 'only the API starts' }
const OLDER = { ko: '전에 빌드한 앱을 보여 줘요', en: 'the older build is served' }

function textOf(built: Built, seconds: string): string | null {
  switch (built.kind) {
    case 'fresh':
      return null
    case 'built':
      return `웹 앱을 ${seconds}초 만에 빌드했어요 · Built the web app in ${seconds} s`
    case 'failed': {
      const text =
        '웹 앱을 빌드하지 못했어요. 고친 뒤 npm run build:web · The web app could not be built: mend it, then npm run build:web'
      return `${text}\n${built.output.trim()}`
    }
    case 'no_vite': {
      const { ko, en } = built.hasOlder ? OLDER : API_ONLY
      return `Vite가 없어 웹 앱을 빌드하지 않고 ${ko} (npm ci로 설치) · Vite is not installed (npm ci), so ${en}`
    }
    case 'no_sources':
      return built.hasOlder ? null : `웹 앱이 없어 ${API_ONLY.ko} · There is no web app here: ${API_ONLY.en}`
  }
}
