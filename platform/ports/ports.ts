/**
 * The outside world as arguments: time, ids, randomness and planned faults. No other code reads the clock or the random
 * source of the machine, so a simulator can replay a run from its seed.
 */
import { randomBytes } from 'node:crypto'

export interface Timeout {
  cancel(): void
}

export interface Clock {
  now(): Date
  /** Runs `action` once after `delay_ms`. A pending timeout does not keep the process alive. */
  after(delay_ms: number, action: () => void): Timeout
}

export interface Random {
  bytes(count: number): Uint8Array
  /** A fraction in [0, 1), for jitter. */
  fraction(): number
}

export interface Ids {
  /** A typed, sortable id: `prefix_` and a UUIDv7. */
  next(prefix: string): string
}

/** Named places where a test may end the process or throw. In production no place does anything. */
export interface Faults {
  reach(place: string): void
}

export interface Ports {
  readonly clock: Clock
  readonly random: Random
  readonly ids: Ids
  readonly faults: Faults
}

export const noFaults: Faults = { reach: () => {} }

export const systemClock: Clock = {
  now: () => new Date(),
  after(delay_ms, action) {
    const timer = setTimeout(action, delay_ms)
    timer.unref()
    return { cancel: () => clearTimeout(timer) }
  },
}

/**
 * Runs `action` after the input of the current turn of the event loop was processed. Not a port: it is order, not time.
 */
export const atTurnsEnd = (action: () => void): void => void setImmediate(action)

/** Random bytes are fetched in pools: a system call for each id costs more than the rest of the id. */
const POOL_BYTES = 4_096
let pool = randomBytes(POOL_BYTES)
let used = 0

function pooledBytes(count: number): Uint8Array {
  if (count > POOL_BYTES) return randomBytes(count)
  if (used + count > POOL_BYTES) {
    pool = randomBytes(POOL_BYTES)
    used = 0
  }
  used += count
  return pool.subarray(used - count, used)
}

export const systemRandom: Random = {
  bytes: pooledBytes,
  fraction: () => Math.random(),
}

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** After a smaller step back of the clock ids stay in order. A larger one was made on purpose. */
const STEP_BACK_MAX_MS = 60_000
/** Random bytes of one id, and the number of ids for which they are fetched together. */
const TAIL_BYTES = 8
const TAILS = 64
/** Twelve bits. */
const COUNTER_MAX = 0xfff

/** UUIDv7 (RFC 9562 §5.7): 48 bits of milliseconds, then a 12-bit counter that keeps ids of one millisecond in order. */
export function sortableIds(clock: Clock, random: Random): Ids {
  let last_ms = 0
  /** The milliseconds as text, up to the counter: formatted once for all ids of a millisecond. */
  let time = ''
  let counter = 0
  let dice: Uint8Array = new Uint8Array()
  let at = 0
  return {
    next(prefix) {
      const clock_ms = clock.now().getTime()
      if (clock_ms < last_ms - STEP_BACK_MAX_MS) last_ms = 0
      counter += 1
      if (clock_ms > last_ms || counter > COUNTER_MAX) {
        last_ms = Math.max(clock_ms, last_ms + 1)
        time = timeText(last_ms)
        counter = 0
      }
      const count = hex[counter >> 8]![1]! + hex[counter & 0xff]
      if (at === dice.length) {
        dice = random.bytes(TAIL_BYTES * TAILS)
        at = 0
      }
      let rest = `${hex[(dice[at]! & 0x3f) | 0x80]}${hex[dice[at + 1]!]}-`
      for (let nth = 2; nth < TAIL_BYTES; nth += 1) rest += hex[dice[at + nth]!]
      at += TAIL_BYTES
      return `${prefix}_${time}${count}-${rest}`
    },
  }
}

function timeText(time_ms: number): string {
  const text = time_ms.toString(16).padStart(12, '0')
  return `${text.slice(0, 8)}-${text.slice(8)}-7`
}

export const systemPorts = (): Ports => ({
  clock: systemClock,
  random: systemRandom,
  ids: sortableIds(systemClock, systemRandom),
  faults: noFaults,
})
