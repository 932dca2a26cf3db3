/** Chance that a seed repeats. */

/** Numbers in [0, 1) that are the same in every run. */
export function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Choices by such numbers. */
export interface Dice {
  /** True in this share of all throws. */
  chance(share: number): boolean
  /** Throws for an empty list. */
  pick<T>(list: readonly T[]): T
  /** An integer from 0 to one less than this. */
  below(count: number): number
}

export function diceOf(seed: number): Dice {
  const next = dice(seed)
  const below = (count: number) => Math.floor(next() * count)
  return {
    below,
    chance: share => next() < share,
    pick(list) {
      if (list.length === 0) throw new Error('nothing to choose from')
      return list[below(list.length)]!
    },
  }
}
