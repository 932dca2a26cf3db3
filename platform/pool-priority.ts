/**
 * What Node's pool of threads computes (password hashes) may wait; who is being answered may not. Where the system knows
 * a priority for each thread (Linux), those of the pool give way to everything else.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { setPriority } from 'node:os'

const POOL_THREAD = 'libuv-worker'
/** A niceness: a tenth of the share of a thread that is not nice. */
const GIVING_WAY = 10
const threads = '/proc/self/task'

/** Gives how many threads give way now. The pool has none before it was first used. */
export function poolGivesWay(): number {
  try {
    const pool = readdirSync(threads).filter(id => readFileSync(`${threads}/${id}/comm`, 'utf8').trim() === POOL_THREAD)
    for (const id of pool) setPriority(Number(id), GIVING_WAY)
    return pool.length
  } catch {
    return 0
  }
}
