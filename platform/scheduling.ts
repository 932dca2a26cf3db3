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
/** For the C library's `syscall(2)`: numbers by architecture, and the types of what follows the number. */
const CALLS = {
  sched_setattr: { numbers: { x64: 314n, arm64: 274n }, types: ['int64', 'buffer', 'int64'] },
  sched_setaffinity: { numbers: { x64: 203n, arm64: 122n }, types: ['int64', 'int64', 'buffer'] },
} as const
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
  return succeeds('sched_setaffinity', OWN, BigInt(mask.length), mask)
}

function setAttributes(thread: bigint, niceness: number, slice_ns: bigint): boolean {
  // `struct sched_attr`: size, policy, flags, niceness, priority, slice, and two more that only deadlines need.
  const attributes = Buffer.alloc(48)
  attributes.writeUInt32LE(attributes.length, 0)
  attributes.writeUInt32LE(SCHED_BATCH, 4)
  attributes.writeInt32LE(niceness, 16)
  attributes.writeBigUInt64LE(slice_ns, 24)
  return succeeds('sched_setattr', thread, attributes, 0n)
}

/** Node reaches the system's own calls through C only, by an interface that is new; false without it, or where it fails. */
function succeeds(name: keyof typeof CALLS, ...values: readonly (bigint | Buffer)[]): boolean {
  const { numbers, types } = CALLS[name]
  const number = new Map(Object.entries(numbers)).get(process.arch)
  const ffi = process.platform === 'linux' ? process.getBuiltinModule('node:ffi') : undefined
  if (number === undefined || !ffi) return false
  try {
    const { functions } = ffi.dlopen(null, { syscall: { arguments: ['int64', ...types], return: 'int64' } })
    const call: (...values: unknown[]) => unknown = functions.syscall as never
    return call(number, ...values) === 0n
  } catch {
    return false
  }
}
