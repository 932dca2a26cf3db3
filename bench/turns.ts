/**
 * Two things measured in turns. The speed of a machine that is shared with others changes within minutes; two figures from
 * different minutes then tell how the machine changed. So what is compared stands between two measurements of what
 * it is compared with.
 */
export interface Turn<T> {
  readonly value: T
  /** The mean of what was measured right before and right after. */
  readonly beside: number
}

/** `base`, then `measure` and `base` again, so many times. */
export async function inTurns<T>(
  count: number,
  base: () => Promise<number>,
  measure: (nth: number) => Promise<T>,
): Promise<Turn<T>[]> {
  const turns: Turn<T>[] = []
  let before = await base()
  for (let nth = 1; nth <= count; nth += 1) {
    const value = await measure(nth)
    const after = await base()
    turns.push({ value, beside: (before + after) / 2 })
    before = after
  }
  return turns
}

/** Of an even number the lower one of the two in the middle; not a number of none. */
export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? Number.NaN

export const medianOf = <T>(measured: readonly T[], figure: (one: T) => number): number => median(measured.map(figure))
