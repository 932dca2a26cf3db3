/** What is typed into a search: words, each of which must be the beginning of a token. */
import { firstLetters, typedWords } from './letters.ts'
import { LETTERS_MAX } from './tokens.ts'

/** Words of one search that count; more only cost time. */
export const QUERY_WORDS_MAX = 8

/** Each word once, as it is typed; none where there is neither a letter nor a digit. */
export const queryWords = (search: string): string[] =>
  [...new Set(typedWords(search).map(word => firstLetters(word, LETTERS_MAX)))].slice(0, QUERY_WORDS_MAX)

/** Whether one of the tokens begins like this word of a search. */
export const findsWord = (tokens: readonly string[], word: string): boolean =>
  tokens.some(token => token.startsWith(word))

/** The same of a whole search, as PostgreSQL does it by `prefixQuery`. */
export const finds = (tokens: readonly string[], search: string): boolean => {
  const words = queryWords(search)
  return words.length > 0 && words.every(word => findsWord(tokens, word))
}

/** A token that is found whole or not at all, such as the category of a product. No word begins with its sign. */
export const labelOf = (text: string): string => `=${text}`

const quoted = (lexeme: string): string => `'${lexeme.replace(/['\\]/g, '$&$&')}'`

/**
 * A `tsquery` over `array_to_tsvector(tokens)`: for each word a token that begins with it, or one of the labels that
 * stand for the word. Null where there is no word. It is a parameter of a statement, never a part of one.
 */
export function prefixQuery(
  words: readonly string[],
  labels: (word: string) => readonly string[] = () => [],
): string | null {
  if (words.length === 0) return null
  return words
    .map(word => [`${quoted(word)}:*`, ...labels(word).map(quoted)])
    .map(choices => (choices.length === 1 ? choices[0] : `(${choices.join(' | ')})`))
    .join(' & ')
}
