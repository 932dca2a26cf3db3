/**
 * What Node's pool of threads computes (password hashes) may wait; who is being answered may not. Where the system knows
 * a priority for each thread (Linux), those of the pool take what is left, and make way at once for whoever wakes up.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { setPriority } from 'node:os'

const POOL_THREAD = 'libuv-worker'
const threads = '/proc/self/task'
/** A niceness: a seventieth of the share of a thread that is not nice. */
const GIVING_WAY = 19
/**
 * How long such a thread may go on before another that has woken is looked at; otherwise it is 1.4 ms and more, which each
 * of the wake-ups of a commit would wait. Linux takes it since 6.12, and no shorter one than this.
 */
const SLICE_NS = 100_000n
/** `sched_setattr(2)`: its number in the C library's `syscall(2)`, by architecture. */
const SET_SCHEDULING: Readonly<Record<string, bigint>> = { x64: 314n, arm64: 274n }
/** `sched_setattr(2)`: work that computes, and wakes nobody early. */
const SCHED_BATCH = 3

/** Gives how many threads give way now. The pool has none before it was first used. */
export function poolGivesWay(): number {
  try {
    const pool = readdirSync(threads).filter(id => readFileSync(`${threads}/${id}/comm`, 'utf8').trim() === POOL_THREAD)
    for (const id of pool) setPriority(Number(id), GIVING_WAY)
    inShortSlices(pool)
    return pool.length
  } catch {
    return 0
  }
}

/** Node has no call for this but its interface to C, which is new. Without that, or if the system refuses, they are only nice. */
function inShortSlices(pool: readonly string[]): void {
  const number = SET_SCHEDULING[process.arch]
  const ffi = process.getBuiltinModule('node:ffi')
  if (number === undefined || !ffi) return
  const { functions } = ffi.dlopen(null, {
    syscall: { arguments: ['int64', 'int64', 'buffer', 'int64'], return: 'int64' },
  })
  for (const id of pool) functions.syscall?.(number, BigInt(id), schedulingAttributes(), 0n)
}

/** `struct sched_attr`: size, policy, flags, niceness, priority, slice, and two more that only deadlines need. */
function schedulingAttributes(): Buffer {
  const attributes = Buffer.alloc(48)
  attributes.writeUInt32LE(attributes.length, 0)
  attributes.writeUInt32LE(SCHED_BATCH, 4)
  attributes.writeInt32LE(GIVING_WAY, 16)
  attributes.writeBigUInt64LE(SLICE_NS, 24)
  return attributes
}
