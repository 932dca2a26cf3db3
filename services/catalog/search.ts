/**
 * How texts are cut into words, the same for what is stored and for what is asked, so that a search matches the
 * beginning of any word in Korean as in English. No dictionary: endings and particles stay on, which prefixes forgive.
 */

/** Words of one search that count; more only cost time. */
export const SEARCH_WORDS_MAX = 8
/** Letters of a word that count. */
const WORD_LENGTH_MAX = 60

const word = /[\p{L}\p{N}\p{M}]+/gu

/** Folded words of a text, each once. NFC, because Korean syllables also come as single letters. */
export function wordsOf(...texts: readonly string[]): string[] {
  const words = texts.join(' ').normalize('NFKC').toLowerCase().normalize('NFC').match(word) ?? []
  return [...new Set(words.map(text => text.slice(0, WORD_LENGTH_MAX)))]
}

/** A `tsquery` that wants each word as the beginning of one; null when the text holds no word at all. */
export function prefixQuery(search: string): string | null {
  const words = wordsOf(search).slice(0, SEARCH_WORDS_MAX)
  return words.length === 0 ? null : words.map(text => `'${text}':*`).join(' & ')
}
