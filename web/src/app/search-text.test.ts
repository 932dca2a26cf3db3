import { expect, test } from 'vitest'
import { parseSearch, stringifySearch } from './search-text.ts'

test('web.search-text what looks like a number stays text', () => {
  for (const text of ['662E41', '007', 'true', 'null', '{"a":1}', '1e999', '커피 ㅋㅍ'])
    expect(parseSearch(stringifySearch({ q: text }))).toEqual({ q: text })
})

test('what is empty or absent leaves the address', () => {
  expect(stringifySearch({ q: '', status: undefined, cursor: null })).toBe('')
  expect(stringifySearch({ q: 'a', page: 2 })).toBe('?q=a&page=2')
})
