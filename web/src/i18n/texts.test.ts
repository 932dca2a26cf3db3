import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const src = join(import.meta.dirname, '..')
const folders = ['ui', 'app/design', ...readdirSync(join(src, 'areas')).map(area => `areas/${area}`)]

type Texts = { readonly [key: string]: string | Texts }

const read = (folder: string, language: string): Texts =>
  JSON.parse(readFileSync(join(src, folder, 'texts', `${language}.json`), 'utf8'))

const flat = (texts: Texts, prefix = ''): [string, string][] =>
  Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${prefix}${key}`, value] as [string, string]] : flat(value, `${prefix}${key}.`),
  )

/** Plural forms are one text: English has one and other, Korean only other. */
const keyOf = (key: string): string => key.replace(/_(one|other|zero)$/, '')
const keysIn = (texts: Texts): string[] => [...new Set(flat(texts).map(([key]) => keyOf(key)))].sort()
const placesIn = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{\{\s*(\w+)/g)].map(([, name]) => name ?? ''))].sort()

describe.each(folders)('texts of %s', folder => {
  const [ko, en] = [read(folder, 'ko'), read(folder, 'en')]

  test('say the same things in both languages', () => {
    expect(keysIn(en)).toEqual(keysIn(ko))
  })

  test('fill in the same values', () => {
    const english = new Map(flat(en).map(([key, text]) => [keyOf(key), placesIn(text)]))
    for (const [key, text] of flat(ko)) expect([key, english.get(keyOf(key))]).toEqual([key, placesIn(text)])
  })

  test('are not left in the other language', () => {
    for (const [key, text] of flat(en)) expect(`${key}: ${text}`).not.toMatch(/[가-힣]/)
  })

  test('speak 해요체', () => {
    for (const [key, text] of flat(ko)) expect(`${key}: ${text}`).not.toMatch(/(습니다|입니다|십시오|시오)[.!?]?(\s|$)/)
  })

  test('leave particles to the word before them', () => {
    for (const [key, text] of flat(ko))
      expect(`${key}: ${text}`).not.toMatch(/\}\}(을|를|이|가|은|는|과|와)(\s|$)|\([을를이가은는]\)/)
  })
})
