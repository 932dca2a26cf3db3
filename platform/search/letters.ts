/**
 * Texts as a search compares them: folded, cut into words, and Korean taken apart into the letters that a keyboard has
 * (두벌식), so that a syllable that is half typed is the beginning of the whole one: 갑 of 값, 텀브 of 텀블러.
 */

/** A syllable, or a letter or digit of another script. */
export interface Unit {
  /** A syllable's letters; of other scripts the letter itself. */
  readonly letters: string
  /** The first consonant of a syllable, or a consonant that stands alone; null for all else. */
  readonly initial: string | null
  /** A search may begin here. */
  readonly begins: 'word' | 'inside' | null
}

const INITIALS = 'ㄱ ㄲ ㄴ ㄷ ㄸ ㄹ ㅁ ㅂ ㅃ ㅅ ㅆ ㅇ ㅈ ㅉ ㅊ ㅋ ㅌ ㅍ ㅎ'
const VOWELS = 'ㅏ ㅐ ㅑ ㅒ ㅓ ㅔ ㅕ ㅖ ㅗ ㅗㅏ ㅗㅐ ㅗㅣ ㅛ ㅜ ㅜㅓ ㅜㅔ ㅜㅣ ㅠ ㅡ ㅡㅣ ㅣ'
const FINALS = 'ㄱ ㄲ ㄱㅅ ㄴ ㄴㅈ ㄴㅎ ㄷ ㄹ ㄹㄱ ㄹㅁ ㄹㅂ ㄹㅅ ㄹㅌ ㄹㅍ ㄹㅎ ㅁ ㅂ ㅂㅅ ㅅ ㅆ ㅇ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ'

/** Unicode's conjoining letters, in its order, and what is typed for each. */
const TYPED: ReadonlyMap<string, string> = new Map(
  [
    { first: 0x1100, typed: INITIALS },
    { first: 0x1161, typed: VOWELS },
    { first: 0x11a8, typed: FINALS },
  ].flatMap(({ first, typed }) =>
    typed.split(' ').map((letters, index) => [String.fromCodePoint(first + index), letters] as const),
  ),
)

const CONSONANTS: ReadonlySet<string> = new Set(INITIALS.split(' '))

/** Accents and vowel points, and characters that only join or hide others. */
const UNCOMPARED = /[\p{Mn}\p{Cf}]/gu
const WORD = /[\p{L}\p{N}\p{M}]+/gu

/** Without differences of width, case, accents, and of how a syllable is encoded. */
const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(UNCOMPARED, '')
    // Greek has a small sigma of its own for the end of a word, which the beginning of a longer word has not.
    .replaceAll('ς', 'σ')
    .normalize('NFC')

const wordsOf = (text: string): readonly string[] => fold(text).match(WORD) ?? []

const typed = (letter: string): string => [...letter.normalize('NFD')].map(part => TYPED.get(part) ?? part).join('')

/** Scripts without blanks, in which a word may begin at each letter. */
const BY_LETTER = /[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u
const DIGIT = /\p{N}/u

const kindOf = (letter: string) => (BY_LETTER.test(letter) ? 'syllable' : DIGIT.test(letter) ? 'digit' : 'letter')

function unitsOfWord(word: string): Unit[] {
  let before: string | null = null
  return [...word].map(letter => {
    const kind = kindOf(letter)
    const inside = kind === 'syllable' || kind !== before ? 'inside' : null
    const begins = before === null ? 'word' : inside
    before = kind
    const letters = typed(letter)
    const [first = ''] = letters
    return { letters, initial: CONSONANTS.has(first) ? first : null, begins }
  })
}

/** The words of a text, each as its units. */
export const unitsOfWords = (text: string): Unit[][] => wordsOf(text).map(unitsOfWord)

/** At most so many code units, and no half of a letter that takes two. */
export const firstLetters = (letters: string, max: number): string =>
  /[\ud800-\udbff]/.test(letters[max - 1] ?? '') ? letters.slice(0, max - 1) : letters.slice(0, max)

/** The words of a text, as they are typed. */
export const typedWords = (text: string): string[] => wordsOf(text).map(typed)
