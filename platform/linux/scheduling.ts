/**
 * Who computes when, where the system can be told for each thread (Linux). What Node's pool of threads computes (password
 * hashes) may wait; who is being answered may not. Elsewhere, and where the system refuses, all of this does nothing.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { setPriority } from 'node:os'
import { systemCall } from './system-call.ts'

const POOL_THREAD = 'libuv-worker'
const threads = '/proc/self/task'
/** A niceness: a seventieth of the share of a thread that is not nice. */
const GIVING_WAY = 19
/**
 * A thread that wakes interrupts one with a longer slice at once, and any other at the next tick only, up to 4 ms later, if that
 * one has just begun (Linux since 6.12). So what may wait gets a long slice, the longest there is.
 */
const POOL_SLICE_NS = 100_000_000n
/** Longer than the usual one of 1.4 ms and more, and shorter than the pool's. */
const PATIENT_SLICE_NS = 10_000_000n
/** `sched(7)`: as usual, and work that never interrupts another because it has woken. */
const SCHED_OTHER = 0
const SCHED_BATCH = 3
const OWN = 0n
const CPUS_MAX = 1024

/** Gives how many threads give way now. The pool has none before it was first used. */
export function poolGivesWay(): number {
  try {
    const pool = readdirSync(threads).filter(id => readFileSync(`${threads}/${id}/comm`, 'utf8').trim() === POOL_THREAD)
    for (const id of pool) {
      setPriority(Number(id), GIVING_WAY)
      setAttributes(BigInt(id), SCHED_BATCH, GIVING_WAY, POOL_SLICE_NS)
    }
    return pool.length
  } catch {
    return 0
  }
}

/**
 * The calling thread waits its turn instead of interrupting those that it is woken by: all of them, or only those that are not
 * in the pool. Gives whether it was so told.
 */
export const waitsItsTurn = (behind: 'all' | 'who answers'): boolean =>
  setAttributes(OWN, behind === 'all' ? SCHED_BATCH : SCHED_OTHER, 0, PATIENT_SLICE_NS)

/** Tells at each call for what share of the time since the one before this thread was busy: 0 to 1. */
export function busyMeter(): () => number {
  let last = performance.eventLoopUtilization()
  return () => {
    const now = performance.eventLoopUtilization()
    const { utilization } = performance.eventLoopUtilization(now, last)
    last = now
    return utilization || 0
  }
}

/**
 * The main thread stays on one CPU, where what it knows is in the caches; the pool and whatever else runs are free. Gives
 * whether it was so told. To be called from the main thread.
 */
export async function keepToCpu(cpu: number): Promise<boolean> {
  // A thread inherits this from the one that makes it. So let the pool be made before.
  await stat('.')
  if (cpu >= CPUS_MAX) return false
  const mask = Buffer.alloc(CPUS_MAX / 8)
  mask[Math.floor(cpu / 8)] = 1 << (cpu % 8)
  return systemCall('sched_setaffinity', OWN, BigInt(mask.length), mask)
}

function setAttributes(thread: bigint, policy: number, niceness: number, slice_ns: bigint): boolean {
  // `struct sched_attr`: size, policy, flags, niceness, priority, slice, and two more that only deadlines need.
  const attributes = Buffer.alloc(48)
  attributes.writeUInt32LE(attributes.length, 0)
  attributes.writeUInt32LE(policy, 4)
  attributes.writeInt32LE(niceness, 16)
  attributes.writeBigUInt64LE(slice_ns, 24)
  return systemCall('sched_setattr', thread, attributes, 0n)
}
