/** A name as other members see it, by the rule of the API: `김민지` is `김*지`, `이산` is `이*`. */
const graphemes = new Intl.Segmenter('ko', { granularity: 'grapheme' })

function maskWord(word: string): string {
  const [first = '', ...rest] = Array.from(graphemes.segment(word), ({ segment }) => segment)
  if (rest.length <= 1) return rest.length === 0 ? '*' : `${first}*`
  return first + '*'.repeat(rest.length - 1) + rest.at(-1)
}

export const maskName = (name: string): string => name.split(/\s+/).map(maskWord).join(' ')
