/** A person at a browser: a context of their own, logged in, at a width, in a language and a scheme. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { DEMO_PASSWORD } from './people.ts'

export const WIDTHS = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const

export interface PersonOptions {
  /** Whom to log in as; a visitor without. */
  readonly email?: string | undefined
  readonly password?: string
  readonly language?: 'ko' | 'en'
  readonly scheme?: 'light' | 'dark'
  readonly width?: keyof typeof WIDTHS
  readonly timezone?: string
}

export interface Person {
  readonly page: Page
  readonly context: BrowserContext
  readonly url: string
  /** What the page complained about: errors, requests that the policy refused. */
  readonly complaints: string[]
}

export async function personAt(browser: Browser, url: string, options: PersonOptions = {}): Promise<Person> {
  const { language = 'ko', scheme = 'light', width = 'desktop', timezone = 'Asia/Seoul' } = options
  const context = await browser.newContext({
    viewport: WIDTHS[width],
    locale: language === 'ko' ? 'ko-KR' : 'en-US',
    colorScheme: scheme,
    timezoneId: timezone,
    baseURL: url,
    hasTouch: width === 'phone',
    deviceScaleFactor: 1,
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  const page = await context.newPage()
  const person = { page, context, url, complaints: complaintsOf(page) }
  if (options.email) await logIn(person, options.email, options.password)
  return person
}

function complaintsOf(page: Page): string[] {
  const complaints: string[] = []
  page.on('pageerror', error => complaints.push(error.message))
  page.on('console', message => {
    // A refused request is the test's business; the browser tells of each.
    const isRequest = /status of [45]\d\d|net::ERR/.test(message.text())
    const isPolicy = message.text().includes('Content Security Policy')
    if (isPolicy || (message.type() === 'error' && !isRequest)) complaints.push(message.text())
  })
  return complaints
}

export async function logIn({ page }: Person, email: string, password: string = DEMO_PASSWORD): Promise<void> {
  await page.goto('/login')
  await page.locator('input[autocomplete=username]').fill(email)
  await page.locator('input[autocomplete=current-password]').fill(password)
  await page.locator('button[type=submit]').click()
  await page.waitForURL(address => !address.pathname.startsWith('/login'))
}

/** Opens a page and waits until it has come to rest. */
export async function open({ page }: Person, path: string): Promise<void> {
  await page.goto(path)
  await page.locator('h1').first().waitFor()
  // The page of the design shows the shape of what is coming for good.
  const loading = page.locator('[aria-busy=true]').first()
  if (!path.startsWith('/design')) await loading.waitFor({ state: 'detached' })
}

/** How far the page could be scrolled sideways, in pixels. */
export const sideways = ({ page }: Person): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
