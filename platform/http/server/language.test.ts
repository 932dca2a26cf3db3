import { expect, it } from 'vitest'
import { languageOf } from './language.ts'

it.each<[string | undefined, 'ko' | 'en']>([
  [undefined, 'en'],
  ['', 'en'],
  ['*', 'en'],
  ['fr', 'en'],
  ['ko', 'ko'],
  ['KO-kr', 'ko'],
  ['ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7', 'ko'],
  ['en-US,en;q=0.9,ko;q=0.8', 'en'],
  ['fr, ko;q=0.5', 'ko'],
  ['ko;q=0.2, en;q=0.3', 'en'],
  ['ko, en', 'ko'],
  ['en, ko', 'en'],
  ['ko;q=0', 'en'],
  ['ko;q=abc', 'en'],
  ['*, ko;q=0.1', 'en'],
  ['korean', 'en'],
  [`ko${',x'.repeat(1000)}`, 'en'],
])('Accept-Language %j is answered in %s', (header, language) => expect(languageOf(header)).toBe(language))
