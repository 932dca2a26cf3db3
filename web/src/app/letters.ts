/** Words found while they are typed: by jamo, so that 텀ㅂ and 텀브 find 텀블러, and by first consonants, ㅌㅂㄹ. */
import { disassemble, getChoseong } from 'es-hangul'

const plain = (text: string): string => text.normalize('NFC').toLowerCase().replace(/\s+/g, '')

/** Whether each word of the query stands somewhere in the text. An empty query matches. */
export function matches(text: string, query: string): boolean {
  const whole = plain(text)
  const letters = disassemble(whole)
  const first = getChoseong(whole).replace(/\s+/g, '')
  return query
    .split(/\s+/)
    .filter(word => word !== '')
    .every(word => {
      const wanted = plain(word)
      return letters.includes(disassemble(wanted)) || (/^[ㄱ-ㅎ]+$/.test(wanted) && first.includes(wanted))
    })
}
