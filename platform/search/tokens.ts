/**
 * What a text can be found by. A token is a run of letters from a place where a search may begin; a search finds the text
 * if each of its words is the beginning of a token:
 *
 *     tokensOf({ inside: ['종이컵 13oz'], beginnings: ['매장용 컵'] })
 *
 * Names, tags and categories are searched inside words too: from each syllable, and from where letters and digits change.
 * Their runs go on across blanks, which Korean sets or leaves out (드립백커피). The first consonants of their syllables are
 * tokens as well (ㅋㅍ). Long texts are searched by the beginnings of words only.
 */
import { firstLetters, typedWords, type Unit, unitsOfWords } from './letters.ts'

/** Letters of a word that are compared: ten syllables or more. */
export const LETTERS_MAX = 30
/** Tokens of one thing. Beyond that it is found by what stands first. */
export const TOKENS_MAX = 4_000

export interface Searchable {
  /** Searched inside words too. */
  readonly inside: readonly string[]
  /** Searched by the beginnings of words. */
  readonly beginnings?: readonly string[]
}

export function tokensOf({ inside, beginnings = [] }: Searchable): string[] {
  const tokens = new Set<string>()
  for (const token of all(inside, beginnings)) {
    if (tokens.size === TOKENS_MAX) break
    tokens.add(token)
  }
  return [...tokens]
}

function* all(inside: readonly string[], beginnings: readonly string[]) {
  for (const text of inside) yield* runsOf(text, LETTERS_MAX)
  for (const text of beginnings) for (const word of typedWords(text)) yield firstLetters(word, LETTERS_MAX)
}

/** The runs of a text from each of its words, or also from inside of them: letters, and first consonants. */
export function* runsOf(text: string, lettersMax: number, from: 'words' | 'syllables' = 'syllables') {
  const units = unitsOfWords(text).flat()
  for (const [index, { begins }] of units.entries()) {
    if (begins === null || (from === 'words' && begins !== 'word')) continue
    yield firstLetters(
      run(units, index, lettersMax, ({ letters }) => letters),
      lettersMax,
    )
    const initials = run(units, index, lettersMax, ({ initial }) => initial)
    // One consonant is the beginning of the letters already.
    if (initials.length > 1) yield initials
  }
}

function run(units: readonly Unit[], from: number, max: number, pick: (unit: Unit) => string | null): string {
  let text = ''
  for (let index = from; index < units.length && text.length < max; index += 1) {
    const next = pick(units[index]!)
    if (next === null) break
    text += next
  }
  return text
}
