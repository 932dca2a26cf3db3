/** A person at a browser: a context of their own, logged in, at a width, in a language and a scheme. */
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject } from 'vitest'
import { chromiumPath } from './chromium.ts'

export const WIDTHS = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const

export interface PersonOptions {
  readonly email?: string
  readonly password?: string
  readonly language?: 'ko' | 'en'
  readonly scheme?: 'light' | 'dark'
  readonly width?: keyof typeof WIDTHS
  /** Another server than the one that all tests share. */
  readonly url?: string
  readonly timezone?: string
}

export interface Person {
  readonly page: Page
  readonly context: BrowserContext
  readonly url: string
  /** What the page complained about: errors, refused requests of the policy. */
  readonly complaints: string[]
}

export const DEMO = {
  customer: 'minji@madang.demo',
  other: 'seojun@madang.demo',
  merchant: 'merchant@madang.demo',
  operator: 'operator@madang.demo',
} as const
const DEMO_PASSWORD = 'madang-demo'

/** The browser of a test file. */
export function useBrowser(): { person(options?: PersonOptions): Promise<Person> } {
  let browser: Browser
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: chromiumPath() ?? '' })
  })
  afterAll(() => browser?.close())
  return { person: (options = {}) => personAt(browser, options) }
}

async function personAt(browser: Browser, options: PersonOptions): Promise<Person> {
  const { language = 'ko', scheme = 'light', width = 'desktop', timezone = 'Asia/Seoul' } = options
  const url = options.url ?? inject('demo').url
  const context = await browser.newContext({
    viewport: WIDTHS[width],
    locale: language === 'ko' ? 'ko-KR' : 'en-US',
    colorScheme: scheme,
    timezoneId: timezone,
    baseURL: url,
    hasTouch: width === 'phone',
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', error => complaints.push(error.message))
  page.on('console', message => {
    const isPolicy = /Content Security Policy/.test(message.text())
    if (isPolicy || (message.type() === 'error' && !/status of [45]\d\d|net::ERR/.test(message.text())))
      complaints.push(message.text())
  })
  const person = { page, context, url, complaints }
  if (options.email) await logIn(person, options.email, options.password)
  return person
}

export async function logIn({ page }: Person, email: string, password = DEMO_PASSWORD): Promise<void> {
  await page.goto('/login')
  await page.locator('input[autocomplete=username]').fill(email)
  await page.locator('input[autocomplete=current-password]').fill(password)
  await page.locator('button[type=submit]').click()
  await page.waitForURL(address => !address.pathname.startsWith('/login'))
}

/** A page that has come to rest. */
export async function open({ page }: Person, path: string): Promise<void> {
  await page.goto(path)
  await page.locator('h1').first().waitFor()
}

/** Nothing scrolls sideways. */
export async function expectNoSidewaysScroll({ page }: Person): Promise<void> {
  const { wide, window } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth,
    window: document.documentElement.clientWidth,
  }))
  expect(wide, page.url()).toBeLessThanOrEqual(window)
}
