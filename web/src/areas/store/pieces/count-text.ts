/** A count of pieces as people type and paste it. */
const DIGITS_MAX = 7

/** `1,200`, `1200개` and full-width digits are 1200; null where it is no count. */
export function readCount(text: string): number | null {
  const plain = text
    .normalize('NFKC')
    .trim()
    .replace(/[,\s]|개$/g, '')
  return /^\d+$/.test(plain) && plain.length <= DIGITS_MAX ? Number(plain) : null
}
