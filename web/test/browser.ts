/** The browser of a test file, and people at it, in front of the server that all browser tests share. */
import { type Browser, chromium } from 'playwright-core'
import { afterAll, afterEach, beforeAll, inject } from 'vitest'
import { chromiumPath } from './chromium.ts'
import { type Person, type PersonOptions, personAt } from './person.ts'

export { DEMO } from './people.ts'
export * from './person.ts'

export interface BrowserOfTest {
  person(options?: PersonOptions & { readonly url?: string }): Promise<Person>
}

export function browserForTests(): BrowserOfTest {
  let browser: Browser
  const people: Person[] = []
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: chromiumPath() ?? '' })
  })
  afterEach(async () => {
    await Promise.all(people.splice(0).map(({ context }) => context.close()))
  })
  afterAll(() => browser?.close())
  return {
    async person({ url = inject('demo').url, ...options } = {}) {
      const person = await personAt(browser, url, options)
      people.push(person)
      return person
    },
  }
}
