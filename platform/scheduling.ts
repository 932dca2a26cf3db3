/**
 * Who computes when, where the system can be told for each thread (Linux). What Node's pool of threads computes (password
 * hashes) may wait; who is being answered may not. Elsewhere, and where the system refuses, all of this does nothing.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { setPriority } from 'node:os'

const POOL_THREAD = 'libuv-worker'
const threads = '/proc/self/task'
/** A niceness: a seventieth of the share of a thread that is not nice. */
const GIVING_WAY = 19
/**
 * How long such a thread may go on once another has woken; otherwise it is 1.4 ms and more, for which each of the wake-ups
 * of a commit would wait. Linux takes it since 6.12, and none that is shorter.
 */
const SLICE_NS = 100_000n
/** `sched(7)`: work that computes, and that never interrupts another because it has woken. */
const SCHED_BATCH = 3
/** Numbers of system calls for the C library's `syscall(2)`, by architecture. */
const NUMBERS: Readonly<Record<string, { readonly setAttributes: bigint; readonly setAffinity: bigint }>> = {
  x64: { setAttributes: 314n, setAffinity: 203n },
  arm64: { setAttributes: 274n, setAffinity: 122n },
}
const OWN = 0n
const CPUS_MAX = 1024

/** Gives how many threads give way now. The pool has none before it was first used. */
export function poolGivesWay(): number {
  try {
    const pool = readdirSync(threads).filter(id => readFileSync(`${threads}/${id}/comm`, 'utf8').trim() === POOL_THREAD)
    for (const id of pool) {
      setPriority(Number(id), GIVING_WAY)
      setAttributes(BigInt(id), GIVING_WAY, SLICE_NS)
    }
    return pool.length
  } catch {
    return 0
  }
}

/** The calling thread waits its turn instead of interrupting those that it is woken by. Gives whether it was so told. */
export const waitsItsTurn = (): boolean => setAttributes(OWN, 0, 0n)

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
  const number = NUMBERS[process.arch]?.setAffinity
  const call = number === undefined ? null : systemCall('int64', 'int64', 'buffer')
  return call?.(number, OWN, BigInt(mask.length), mask) === 0n
}

function setAttributes(thread: bigint, niceness: number, slice_ns: bigint): boolean {
  const number = NUMBERS[process.arch]?.setAttributes
  const call = number === undefined ? null : systemCall('int64', 'buffer', 'int64')
  // `struct sched_attr`: size, policy, flags, niceness, priority, slice, and two more that only deadlines need.
  const attributes = Buffer.alloc(48)
  attributes.writeUInt32LE(attributes.length, 0)
  attributes.writeUInt32LE(SCHED_BATCH, 4)
  attributes.writeInt32LE(niceness, 16)
  attributes.writeBigUInt64LE(slice_ns, 24)
  return call?.(number, thread, attributes, 0n) === 0n
}

/** Node reaches the system's own calls through C only, by an interface that is new; null without it, or where it fails. */
function systemCall(...parameters: readonly ('int64' | 'buffer')[]): ((...values: unknown[]) => unknown) | null {
  const ffi = process.platform === 'linux' ? process.getBuiltinModule('node:ffi') : undefined
  if (!ffi) return null
  try {
    const { functions } = ffi.dlopen(null, { syscall: { arguments: ['int64', ...parameters], return: 'int64' } })
    return functions.syscall as (...values: unknown[]) => unknown
  } catch {
    return null
  }
}
