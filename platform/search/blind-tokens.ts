/**
 * Search for what is stored encrypted, such as the name of a person: keyed hashes of the beginnings of its words, and of
 * their first consonants, stand beside the ciphertext. Whoever reads the table without the key sees neither names nor
 * letters; the middle of a word has no hash. `hash` is an HMAC under a key that the database does not have:
 *
 *     where tokens @> blindQuery(search, hash)
 */
import { firstLetters, typedWords } from './letters.ts'
import { QUERY_WORDS_MAX } from './query.ts'
import { runsOf } from './tokens.ts'

/** One letter would divide all people into few groups, which says something of each: a syllable or two consonants do. */
export const BLIND_LETTERS_MIN = 2
/** Letters of a word that count; each has a hash of its own. */
export const BLIND_LETTERS_MAX = 24
/** Hashes of one text. */
export const BLIND_TOKENS_MAX = 400

type Hash = (text: string) => string

export function blindTokens(text: string, hash: Hash): string[] {
  const beginnings = new Set<string>()
  for (const run of runsOf(text, BLIND_LETTERS_MAX, 'words')) {
    const letters = [...run]
    for (let count = BLIND_LETTERS_MIN; count <= letters.length; count += 1)
      beginnings.add(letters.slice(0, count).join(''))
  }
  // In the order of the hashes: the order of the letters says which beginning belongs to which.
  return [...beginnings].slice(0, BLIND_TOKENS_MAX).map(hash).sort()
}

/** All of these must be there; a word of one letter waits for its second. Null where no word is long enough. */
export function blindQuery(search: string, hash: Hash): string[] | null {
  const words = typedWords(search)
    .map(word => firstLetters(word, BLIND_LETTERS_MAX))
    .filter(word => [...word].length >= BLIND_LETTERS_MIN)
  return words.length === 0 ? null : [...new Set(words)].slice(0, QUERY_WORDS_MAX).map(hash)
}
