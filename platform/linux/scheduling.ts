/**
 * Thread priorities on Linux. Work of Node's thread pool (password hashes) can wait; threads that answer requests
 * cannot. On other systems, and where the system refuses, these functions do nothing.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { setPriority } from 'node:os'
import { systemCall } from './system-call.ts'

const POOL_THREAD = 'libuv-worker'
const threads = '/proc/self/task'
/** A niceness with a seventieth of the share of a thread of niceness 0. */
const GIVING_WAY = 19
/**
 * A waking thread preempts a thread with a longer slice immediately. It preempts any other thread only at the next
 * tick, up to 4 ms later, if that thread has just begun (Linux 6.12 and later). So work that can wait gets the longest
 * slice.
 */
const POOL_SLICE_NS = 100_000_000n
/** Longer than the usual slice of 1.4 ms and more, and shorter than the slice of the pool. */
const PATIENT_SLICE_NS = 10_000_000n
/** `sched(7)`: the usual policy, and the policy that never preempts another thread on waking. */
const SCHED_OTHER = 0
const SCHED_BATCH = 3
const OWN = 0n
const CPUS_MAX = 1024

/**
 * Lowers the priority of the pool's threads and returns how many were lowered. The pool has no threads before its first
 * use.
 */
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
 * The calling thread no longer preempts on waking: no thread at all, or no thread outside the pool. Returns whether the
 * system accepted it.
 */
export const waitsItsTurn = (behind: 'all' | 'who answers'): boolean =>
  setAttributes(OWN, behind === 'all' ? SCHED_BATCH : SCHED_OTHER, 0, PATIENT_SLICE_NS)

/** Returns, at each call, the share of time since the previous call for which this thread was busy: 0 to 1. */
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
 * Pins the main thread to one CPU, where its data is in the caches. The pool and all other threads may run anywhere.
 * Returns whether the system accepted it. Call it from the main thread.
 */
export async function keepToCpu(cpu: number): Promise<boolean> {
  // A thread inherits its CPUs from the thread that creates it, so the pool is created first.
  await stat('.')
  if (cpu >= CPUS_MAX) return false
  const mask = Buffer.alloc(CPUS_MAX / 8)
  mask[Math.floor(cpu / 8)] = 1 << (cpu % 8)
  return systemCall('sched_setaffinity', OWN, BigInt(mask.length), mask)
}

function setAttributes(thread: bigint, policy: number, niceness: number, slice_ns: bigint): boolean {
  // `struct sched_attr`: size, policy, flags, niceness, priority, slice, and two fields that only deadline scheduling
  // needs.
  const attributes = Buffer.alloc(48)
  attributes.writeUInt32LE(attributes.length, 0)
  attributes.writeUInt32LE(policy, 4)
  attributes.writeInt32LE(niceness, 16)
  attributes.writeBigUInt64LE(slice_ns, 24)
  return systemCall('sched_setattr', thread, attributes, 0n)
}
