/**
 * A fixed-size filter of the idempotency keys that this process has seen. It keeps 32 bits of each key in a slot that
 * the key determines. A false positive costs one look-up. A key may be evicted; its batch then conflicts with the
 * stored answer. Neither changes any answer.
 */
import type { Queryable } from '../db/database.ts'
import { newestRows } from '../db/newest-rows.ts'

/** The number of slots, a power of two; 2 MB. */
const PLACES = 2 ** 19
/** FNV-1a of 32 bits (Fowler, Noll, Vo). */
const FNV_OFFSET = 0x811c9dc5
const FNV_PRIME = 0x01000193
/** Pages of the newest answers that are read at the start: callers may repeat what an earlier process has answered. */
const NEWEST_PAGES = 4_096
export class SeenKeys {
  readonly #marks = new Uint32Array(PLACES)

  has(key: string): boolean {
    return this.#marks[placeOf(key)] === markOf(key)
  }

  /** Adds the key. Returns whether it was present. */
  add(key: string): boolean {
    const place = placeOf(key)
    const mark = markOf(key)
    if (this.#marks[place] === mark) return true
    this.#marks[place] = mark
    return false
  }

  /** Adds the keys that were answered last, by any process. */
  async addNewest(read: Queryable): Promise<void> {
    const newest = { table: 'commands', columns: 'key', step: NEWEST_PAGES, pagesMax: NEWEST_PAGES }
    for await (const rows of newestRows<{ key: string }>(read, newest)) for (const { key } of rows) this.add(key)
  }
}

// Keys are hashes: the first characters select the slot, and the rest is the mark.
const PLACE_LENGTH = 8

const placeOf = (key: string): number => fold(key, 0, PLACE_LENGTH) & (PLACES - 1)

/** Never zero, which is an empty slot. */
const markOf = (key: string): number => fold(key, PLACE_LENGTH, key.length) || 1

function fold(text: string, from: number, to: number): number {
  let hash = FNV_OFFSET
  for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), FNV_PRIME)
  return hash >>> 0
}
