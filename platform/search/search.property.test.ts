import fc from 'fast-check'
import { expect, test } from 'vitest'
import { finds, labelOf, prefixQuery, queryWords } from './query.ts'
import { tokensOf } from './tokens.ts'

const INITIALS = [...'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ']
const VOWELS = 'ㅏ ㅐ ㅑ ㅒ ㅓ ㅔ ㅕ ㅖ ㅗ ㅗㅏ ㅗㅐ ㅗㅣ ㅛ ㅜ ㅜㅓ ㅜㅔ ㅜㅣ ㅠ ㅡ ㅡㅣ ㅣ'.split(' ')
const FINALS = [
  '',
  ...'ㄱ ㄲ ㄱㅅ ㄴ ㄴㅈ ㄴㅎ ㄷ ㄹ ㄹㄱ ㄹㅁ ㄹㅂ ㄹㅅ ㄹㅌ ㄹㅍ ㄹㅎ ㅁ ㅂ ㅂㅅ ㅅ ㅆ ㅇ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ'.split(
    ' ',
  ),
]
const FIRST = 0xac00
const SYLLABLES = INITIALS.length * VOWELS.length * FINALS.length

const syllable = fc.nat(SYLLABLES - 1).map(index => String.fromCharCode(FIRST + index))
const korean = fc.array(syllable, { minLength: 1, maxLength: 12 })
const latin = fc.string({ unit: fc.constantFrom(...'abcXYZéßΣ'), minLength: 1, maxLength: 40 }).map(text => [text])
const digits = fc.integer({ min: 0, max: 99_999 }).map(number => [String(number)])
const sign = fc.constantFrom(' ', ' ', '-', ', ', '(').map(text => [text])
/** Pieces between which a search may begin: syllables, words, numbers. */
const name = fc
  .array(fc.tuple(fc.oneof(korean, latin, digits), sign), { minLength: 1, maxLength: 5 })
  .map(parts => parts.flat(2))

const tokens = (text: string) => tokensOf({ inside: [text] })

test('what stands in a name from a syllable or a word on finds it, however it is written', () => {
  const part = fc.tuple(name, fc.nat(), fc.nat(), fc.constantFrom('NFC', 'NFD', 'NFKC', 'NFKD'))
  fc.assert(
    fc.property(part, ([pieces, start, length, form]) => {
      const from = start % pieces.length
      const asked = pieces.slice(from, from + 1 + (length % pieces.length)).join('')
      fc.pre(queryWords(asked).length > 0)
      for (const search of [asked, asked.normalize(form), asked.toLowerCase(), asked.slice(0, -1) || asked])
        if (queryWords(search).length > 0) expect(finds(tokens(pieces.join('')), search), search).toBe(true)
    }),
  )
})

interface Syllable {
  readonly initial: string
  readonly vowel: string
  readonly final: string
}

const EMPTY: Syllable = { initial: '', vowel: '', final: '' }

const COMPOUNDS: Readonly<Record<string, string>> = {
  ㅗㅏ: 'ㅘ',
  ㅗㅐ: 'ㅙ',
  ㅗㅣ: 'ㅚ',
  ㅜㅓ: 'ㅝ',
  ㅜㅔ: 'ㅞ',
  ㅜㅣ: 'ㅟ',
  ㅡㅣ: 'ㅢ',
}

function shown({ initial, vowel, final }: Syllable): string {
  if (!initial || !vowel) return initial || (COMPOUNDS[vowel] ?? vowel)
  const [i, v, f] = [INITIALS.indexOf(initial), VOWELS.indexOf(vowel), FINALS.indexOf(final)]
  return String.fromCharCode(FIRST + (i * VOWELS.length + v) * FINALS.length + f)
}

/** What a keyboard makes of the next key: the syllables that are done, and the one that it goes on with. */
function press(open: Syllable, key: string): readonly [done: string, open: Syllable] {
  const { initial, vowel, final } = open
  if (!VOWELS.includes(key)) {
    if (initial && vowel && FINALS.includes(final + key)) return ['', { ...open, final: final + key }]
    return [shown(open), { ...EMPTY, initial: key }]
  }
  // The last consonant turns out to begin the next syllable.
  if (final) return [shown({ ...open, final: final.slice(0, -1) }), { ...EMPTY, initial: final.slice(-1), vowel: key }]
  if (vowel && !VOWELS.includes(vowel + key)) return [shown(open), { ...EMPTY, vowel: key }]
  return ['', { ...open, vowel: vowel + key }]
}

/** What stands in the field after each key. */
function typing(keys: readonly string[]): string[] {
  let [text, open] = ['', EMPTY]
  return keys.map(key => {
    const [done, next] = press(open, key)
    text += done
    open = next
    return text + shown(open)
  })
}

const keysOf = (text: string): string[] =>
  [...text].flatMap(letter => {
    const index = letter.charCodeAt(0) - FIRST
    const vowelAndFinal = index % (VOWELS.length * FINALS.length)
    const initial = INITIALS[Math.floor(index / (VOWELS.length * FINALS.length))]!
    const vowel = VOWELS[Math.floor(vowelAndFinal / FINALS.length)]!
    return [initial, ...vowel, ...FINALS[vowelAndFinal % FINALS.length]!]
  })

test('the keyboard of this test types what is asked of it', () => {
  expect(typing(keysOf('텀블러'))).toEqual(['ㅌ', '터', '텀', '텀ㅂ', '텀브', '텀블', '텀블ㄹ', '텀블러'])
  expect(typing(keysOf('값이'))).toEqual(['ㄱ', '가', '갑', '값', '값ㅇ', '값이'])
  expect(typing(keysOf('과자')).at(1)).toBe('고')
  expect(typing(keysOf('커피'))).toContain('컾')
})

test('every step of typing finds the name, from any of its syllables on', () => {
  fc.assert(
    fc.property(korean, fc.nat(), (syllables, start) => {
      const text = syllables.join('')
      const asked = syllables.slice(start % syllables.length).join('')
      const known = tokens(`a ${text} 1`)
      for (const search of typing(keysOf(asked))) expect(finds(known, search), search).toBe(true)
    }),
  )
})

test('first consonants find the name, from any of its syllables on', () => {
  fc.assert(
    fc.property(korean, fc.nat(), fc.nat(), (syllables, start, length) => {
      const initials = syllables.map(each => keysOf(each)[0]!)
      const from = start % syllables.length
      const asked = initials.slice(from, from + 1 + (length % syllables.length)).join('')
      expect(finds(tokens(syllables.join('')), asked), asked).toBe(true)
    }),
  )
})

const anything = fc.string({ unit: 'binary', maxLength: 60 })

test('a query of anything is words of letters and digits, and nothing else', () => {
  fc.assert(
    fc.property(anything, search => {
      const query = prefixQuery(queryWords(search))
      for (const part of query?.split(' & ') ?? []) expect(part).toMatch(/^'[\p{L}\p{N}\p{M}]+':\*$/u)
    }),
  )
})

test('a label of anything stays one lexeme', () => {
  fc.assert(
    fc.property(anything, text => {
      expect(prefixQuery(['a'], () => [labelOf(text)])).toMatch(/^\('a':\* \| '=(?:[^'\\]|''|\\\\)*'\)$/u)
    }),
  )
})

test('a text is found by itself, whatever it is', () => {
  fc.assert(
    fc.property(anything, text => {
      fc.pre(queryWords(text).length > 0)
      expect(finds(tokens(text), text)).toBe(true)
    }),
  )
})
