/**
 * Which idempotency keys this process has met, in fixed room: of each key only 32 bits are kept, where the key says. So a
 * key may be taken for one that was met, and looked up for nothing; and one that was met long ago may be forgotten, and
 * its batch meets the stored answer's row. Neither changes any answer.
 */
import type { Queryable } from '../db/database.ts'
import { newestRows } from '../db/newest-rows.ts'

/** A power of two, 2 MB. */
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

  /** Whether it was met before; from now on it was. */
  add(key: string): boolean {
    const place = placeOf(key)
    const mark = markOf(key)
    if (this.#marks[place] === mark) return true
    this.#marks[place] = mark
    return false
  }

  /** The keys that were answered last, whoever answered. */
  async addNewest(read: Queryable): Promise<void> {
    const newest = { table: 'commands', columns: 'key', step: NEWEST_PAGES, pagesMax: NEWEST_PAGES }
    for await (const rows of newestRows<{ key: string }>(read, newest)) for (const { key } of rows) this.add(key)
  }
}

// Keys are hashes already: the beginning of one says where, and the rest which.
const PLACE_LENGTH = 8

const placeOf = (key: string): number => fold(key, 0, PLACE_LENGTH) & (PLACES - 1)

/** Never zero, which is an empty place. */
const markOf = (key: string): number => fold(key, PLACE_LENGTH, key.length) || 1

function fold(text: string, from: number, to: number): number {
  let hash = FNV_OFFSET
  for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), FNV_PRIME)
  return hash >>> 0
}
