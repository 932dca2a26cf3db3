/**
 * The particle after a word: 텀블러를, 텀블러 3을, 473ml을. It follows the sound of the last syllable, so digits and Latin
 * letters count as they are read.
 */
export type JosaPair = '을/를' | '이/가' | '은/는' | '과/와' | '으로/로' | '이에요/예요' | '이라/라'

const HANGUL_FIRST = 0xac00
const HANGUL_LAST = 0xd7a3
const FINALS = 28
const FINAL_RIEUL = 8

/** How a word ends for the ear: with a vowel, with ㄹ (which takes 로), or with another consonant. */
type Ending = 'vowel' | 'rieul' | 'consonant'

const DIGITS: Record<string, Ending> = {
  0: 'consonant', // 영
  1: 'rieul', // 일
  2: 'vowel',
  3: 'consonant', // 삼
  4: 'vowel',
  5: 'vowel',
  6: 'consonant', // 육
  7: 'rieul', // 칠
  8: 'rieul', // 팔
  9: 'vowel',
}

/** Units that are read as Korean words, before letters are read one by one. */
const UNITS: readonly (readonly [RegExp, Ending])[] = [
  [/\d\s*(k?g|mg)$/i, 'consonant'], // 그램
  [/\d\s*oz$/i, 'vowel'], // 온스
  [/%$/, 'vowel'], // 퍼센트
  [/₩[\d,.]+$|\$[\d,.]+$/, 'consonant'],
]

/** Letters read by their names: 엘, 엠, 엔 and 알 end with a consonant. */
const LETTERS: Record<string, Ending> = { l: 'rieul', m: 'consonant', n: 'consonant', r: 'rieul' }

const CLOSING = /[\s)\]}"'”’.…!?]+$/u

function endingOf(word: string): Ending {
  const text = word.replace(CLOSING, '')
  const unit = UNITS.find(([written]) => written.test(text))
  if (unit) return unit[1]
  const last = text.at(-1) ?? ''
  return endingOfSyllable(last) ?? DIGITS[last] ?? LETTERS[last.toLowerCase()] ?? 'vowel'
}

function endingOfSyllable(letter: string): Ending | null {
  const code = letter.charCodeAt(0)
  if (!(code >= HANGUL_FIRST && code <= HANGUL_LAST)) return null
  const final = (code - HANGUL_FIRST) % FINALS
  if (final === 0) return 'vowel'
  return final === FINAL_RIEUL ? 'rieul' : 'consonant'
}

/** The word with its particle. */
export function josa(word: string, pair: JosaPair): string {
  const [closed, open] = pair.split('/') as [string, string]
  const ending = endingOf(word)
  const takesOpen = ending === 'vowel' || (ending === 'rieul' && pair === '으로/로')
  return word + (takesOpen ? open : closed)
}
