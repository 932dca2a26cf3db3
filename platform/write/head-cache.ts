/**
 * Heads as they stand in the database, for a writer that knows it is the only one. Two generations: what was not used
 * for a whole generation is dropped, so the cache has a limit and the hot heads stay.
 */
import type { LoadedHead } from './working-set.ts'

/** Heads of one generation; at most twice as many are kept. */
const GENERATION_MAX = 16_384

export class HeadCache {
  #young = new Map<string, LoadedHead>()
  #old = new Map<string, LoadedHead>()

  get(key: string): LoadedHead | undefined {
    const young = this.#young.get(key)
    if (young) return young
    const old = this.#old.get(key)
    if (old) this.set(key, old)
    return old
  }

  set(key: string, head: LoadedHead): void {
    if (this.#young.size >= GENERATION_MAX) {
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(key, head)
  }

  clear(): void {
    this.#young = new Map()
    this.#old = new Map()
  }
}
