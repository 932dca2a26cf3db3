/** What is said of what is left of a product. */

/** From so many on nobody needs to know. */
const FEW_MAX = 100

export type StockNote = 'soldOut' | 'few' | null

export function stockNote(available: number): StockNote {
  if (available <= 0) return 'soldOut'
  return available < FEW_MAX ? 'few' : null
}
