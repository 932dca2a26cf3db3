/** The documents: their links lead somewhere, the READMEs stay short, and the settings are those that the code reads. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { isTest, isTypeScript, readSources } from './harness/sources.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const readText = (path: string): string => readFileSync(join(root, path), 'utf8')

const README_LINES_MAX = 200
const SETTINGS = 'docs/reference/settings.md'
const elsewhere = /^(?:node_modules|coverage|\.[^/]+)(?:\/|$)/

const documents = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map(path => path.replaceAll('\\', '/'))
  .filter(path => path.endsWith('.md') && !elsewhere.test(path) && !path.includes('/node_modules/'))
  .sort()

const withoutCode = (text: string): string => text.replaceAll(/^ *```.*?^ *```$/gms, '').replaceAll(/`[^`\n]*`/g, '')

/** As GitHub names them: lower case, spaces become hyphens, punctuation goes. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/[^\p{L}\p{N}\p{M}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-')

function anchorsIn(path: string): string[] {
  const text = readText(path).replaceAll(/^ *```.*?^ *```$/gms, '')
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading))
}

/** Links that are relative and lead to no file, or to no heading of it. */
function brokenLinks(path: string): string[] {
  const links = [...withoutCode(readText(path)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link)
  return links
    .filter(link => !/^[a-z]+:/.test(link))
    .filter(link => {
      const [file = '', anchor] = link.split('#')
      const target = file === '' ? path : normalize(join(dirname(path), file))
      if (!existsSync(join(root, target))) return true
      return anchor !== undefined && target.endsWith('.md') && !anchorsIn(target).includes(decodeURIComponent(anchor))
    })
}

/** Its files are those that its reader writes. */
const EXAMPLE = 'docs/guide/add-a-service.md'

/** Files of the project that a text names between backticks, and that are not there. */
function namedInVain(path: string): string[] {
  const named = readText(path).matchAll(
    /`((?:bench|bin|contracts|gateway|main|platform|services|simulators|test)\/[\w./-]+\.\w+)`/g,
  )
  return [...named].map(([, file = '']) => file).filter(file => !existsSync(join(root, file)))
}

describe('the documents', () => {
  test('are found', () => {
    expect(documents).toEqual(expect.arrayContaining(['README.md', 'docs/adr/README.md', SETTINGS]))
  })

  test.each(documents)('%s links to what is there', path => expect(brokenLinks(path)).toEqual([]))

  test.each(documents.filter(path => path !== EXAMPLE))('%s names files that are there', path => {
    expect(namedInVain(path)).toEqual([])
  })

  test('have every decision in their index', () => {
    const decisions = readdirSync(join(root, 'docs/adr')).filter(name => /^\d{4}-.*\.md$/.test(name))
    const index = readText('docs/adr/README.md')
    for (const name of decisions) {
      const title = /^# \d+\. (.*)$/m.exec(readText(join('docs/adr', name)))?.[1]
      expect(index, name).toMatch(new RegExp(`\\]\\(${name}\\) *\\| ${title} *\\|`))
    }
  })

  test.each(['README.md', 'README.ko.md'])(`%s has ${README_LINES_MAX} lines at most`, path => {
    expect(readText(path).trimEnd().split('\n').length).toBeLessThanOrEqual(README_LINES_MAX)
  })

  test('name every setting that the code reads, and no other', () => {
    const named = [...readText(SETTINGS).matchAll(/^\| `([A-Z][A-Z0-9_]+)/gm)].map(([, name = '']) => name)
    const read = settingsInCode()
    // A name that ends in `_` is the beginning of several: one for each currency.
    const readAs = (name: string) =>
      read.find(each => each === name || (each.endsWith('_') && name.startsWith(each))) ?? `nobody reads ${name}`
    expect([...new Set(named.map(readAs))].sort()).toEqual(read)
  })
})

/** `env.NAME`, `settings['NAME']`, and names handed to a function that reads them. */
function settingsInCode(): string[] {
  const readers = /\b(?:env|settings)(?:\.|\[['"`])([A-Z][A-Z0-9_]+)|\benv, '([A-Z][A-Z0-9_]+)'/g
  const shipped = /^(?:main|platform|gateway|services|contracts|simulators)\//
  const sources = readSources().filter(source => shipped.test(source.path) && isTypeScript(source) && !isTest(source))
  const names = sources.flatMap(source =>
    [...source.text.matchAll(readers)].map(([, direct, handed]) => direct ?? handed ?? ''),
  )
  return [...new Set(names)].sort()
}
