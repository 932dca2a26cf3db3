import AxeBuilder from '@axe-core/playwright'
import { createMadang } from '@madang/client'
import { describe, expect, inject, test } from 'vitest'
import { browserForTests, DEMO, logIn, open, type Person, sideways, WIDTHS } from './browser.ts'
import { demoApi } from './members.ts'
import { PAGES, type TestPage, VIEWERS } from './pages.ts'

const browser = browserForTests()
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

async function addressOf({ path, as }: TestPage): Promise<string> {
  if (typeof path === 'string') return path
  return path(as === 'visitor' ? createMadang({ baseUrl: inject('demo').url }) : await demoApi(DEMO[as]))
}

async function findings({ page }: Person, what: string): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${what}: ${id} at ${target.join(' ')}`))
}

async function look(person: Person, entry: TestPage): Promise<string[]> {
  await open(person, await addressOf(entry))
  const found: string[] = []
  for (const [width, size] of Object.entries(WIDTHS)) {
    await person.page.setViewportSize(size)
    if ((await sideways(person)) > 0) found.push(`${entry.name} at ${width}: scrolls sideways`)
    for (const scheme of ['light', 'dark']) {
      await person.page.evaluate(to => document.documentElement.setAttribute('data-mantine-color-scheme', to), scheme)
      found.push(...(await findings(person, `${entry.name}, ${width}, ${scheme}`)))
    }
  }
  return [...found, ...person.complaints.splice(0).map(complaint => `${entry.name}: ${complaint}`)]
}

describe('every page, in both schemes and widths, is sound for axe, scrolls one way and breaks no policy', () => {
  test.each(VIEWERS)('as %s', { timeout: 240_000 }, async viewer => {
    const person = await browser.person()
    if (viewer !== 'visitor') await logIn(person, DEMO[viewer])
    const found: string[] = []
    for (const entry of PAGES.filter(({ as }) => as === viewer)) found.push(...(await look(person, entry)))
    expect(found).toEqual([])
  })
})
