/** The known word that was probably meant. */

/** Letters that may be wrong, missing or too many in a word: a third of it, and always two, which are in each other's place. */
const WRONG_PART = 1 / 3
const WRONG_MIN = 2
/** Longer words are not compared. */
const WORD_CHARS_MAX = 60

/** Levenshtein's distance. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1]
    for (let at = 1; at <= other.length; at += 1) {
      const replaced = row[at - 1]! + (letter === other[at - 1] ? 0 : 1)
      next.push(Math.min(replaced, row[at]! + 1, next[at - 1]! + 1))
    }
    row = next
  }
  return row[other.length]!
}

export function nearest(word: string, known: readonly string[]): string | null {
  if (word.length > WORD_CHARS_MAX) return null
  const [best] = known.map(each => ({ each, away: distance(word, each) })).sort((a, b) => a.away - b.away)
  if (!best) return null
  return best.away <= Math.max(WRONG_MIN, Math.floor(best.each.length * WRONG_PART)) ? best.each : null
}
