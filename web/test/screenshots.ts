/**
 * `npm run screenshots`: every page × language × scheme × width, in `web/screenshots`. With words after it only pages whose
 * names hold one of them: `npm run screenshots -- wallet order`.
 */
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createMadang, type Madang } from '@madang/client'
import { type Browser, chromium } from 'playwright-core'
import { chromiumPath } from './chromium.ts'
import { startDemoServer } from './demo-server.ts'
import { PAGES, VIEWERS, type Viewer } from './pages.ts'
import { DEMO, DEMO_PASSWORD } from './people.ts'
import { open, personAt, WIDTHS } from './person.ts'

const FOLDER = fileURLToPath(new URL('../screenshots', import.meta.url))
const LANGUAGES = ['ko', 'en'] as const
const SCHEMES = ['light', 'dark'] as const
const words = process.argv.slice(2)
const wanted = PAGES.filter(({ name }) => words.length === 0 || words.some(word => name.includes(word)))

async function apiOf(url: string, viewer: Viewer): Promise<Madang> {
  const anyone = createMadang({ baseUrl: url })
  if (viewer === 'visitor') return anyone
  const { data } = await anyone.POST('/api/users/login', {
    body: { email: DEMO[viewer], password: DEMO_PASSWORD },
  })
  return createMadang({ baseUrl: url, token: () => data?.token ?? null })
}

interface Look {
  readonly language: (typeof LANGUAGES)[number]
  readonly scheme: (typeof SCHEMES)[number]
  readonly width: keyof typeof WIDTHS
}

const LOOKS: readonly Look[] = LANGUAGES.flatMap(language =>
  SCHEMES.flatMap(scheme => (['desktop', 'phone'] as const).map(width => ({ language, scheme, width }))),
)

async function shoot(browser: Browser, url: string, viewer: Viewer, look: Look): Promise<number> {
  const pages = wanted.filter(({ as }) => as === viewer)
  if (pages.length === 0) return 0
  const api = await apiOf(url, viewer)
  const email = viewer === 'visitor' ? undefined : DEMO[viewer]
  const person = await personAt(browser, url, { ...look, email })
  for (const { name, path } of pages) {
    await open(person, typeof path === 'string' ? path : await path(api))
    await person.page.waitForLoadState('networkidle')
    const file = `${name}-${look.language}-${look.scheme}-${WIDTHS[look.width].width}.png`
    await person.page.screenshot({ path: join(FOLDER, file), fullPage: true, animations: 'disabled' })
  }
  for (const complaint of person.complaints) console.error(complaint)
  await person.context.close()
  return pages.length
}

const executablePath = chromiumPath()
if (executablePath === null) {
  console.error('Chromium이 없어요. CHROMIUM_PATH로 알려 주세요. There is no Chromium: name it in CHROMIUM_PATH.')
  process.exit(1)
}
rmSync(FOLDER, { recursive: true, force: true })
mkdirSync(FOLDER, { recursive: true })
const server = await startDemoServer()
const browser = await chromium.launch({ executablePath })
try {
  let shots = 0
  for (const viewer of VIEWERS) for (const look of LOOKS) shots += await shoot(browser, server.urls.url, viewer, look)
  console.log(`${shots} pictures in ${FOLDER}`)
} finally {
  await browser.close()
  await server.stop()
}
