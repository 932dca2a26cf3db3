/**
 * Password hashes: argon2id with the parameters OWASP recommends (19 MiB, two passes), computed in the thread pool. Few
 * at once, because each takes a core and its memory; a bounded number waits, and whoever comes then is refused.
 */
import { availableParallelism } from 'node:os'
import { hash, verify } from '@node-rs/argon2'
import { type Refusal, refuse } from '../../../platform/kit/refusal.ts'
import { busyMeter, poolGivesWay } from '../../../platform/linux/scheduling.ts'
import type { Ports } from '../../../platform/ports/ports.ts'

const MEMORY_KIB = 19_456
const PASSES = 2
const SALT_BYTES = 16
/** Half of the cores, so that log-ins never take them all. */
export const HASHES_AT_ONCE_MAX = Math.max(1, Math.floor(availableParallelism() / 2))
/** Also as long as nothing is known of how long hashes take. */
export const HASHES_WAITING_MAX = 100
/** Who would wait longer, as long as hashes take now, would not be answered within the ten seconds of a request. */
export const HASHES_WAIT_MAX_MS = 9_000
/** The newest hash's part in how long they take now. */
const NEWEST_SHARE = 1 / 4
/** Rest after a hash, in times of what it took, however busy the others are. */
const REST_MAX = 3

/** One person's keyboard may compose a letter differently from another's (NIST SP 800-63B §3.1.1.2). */
const canonical = (password: string): string => password.normalize('NFKC')

export class Passwords {
  readonly #random: Ports['random']
  readonly #clock: Ports['clock']
  readonly #busy: () => number
  readonly #waiting: (() => void)[] = []
  #running = 0
  /** From the beginning of a hash to that of the next, with its rest, as it was lately. */
  #cycle_ms = 0
  #decoy: Promise<string> | null = null
  #hasYielded = false

  /** `busy`: the share of time that this thread, which answers all requests, was busy since the last call. */
  constructor({ random, clock }: Pick<Ports, 'random' | 'clock'>, busy = busyMeter()) {
    this.#random = random
    this.#clock = clock
    this.#busy = busy
  }

  /** Refusal: overloaded. */
  hash(password: string): Promise<string | Refusal> {
    return this.#limited(() => this.#hash(password))
  }

  /** Refusal: overloaded. */
  verify(hashed: string, password: string): Promise<boolean | Refusal> {
    return this.#limited(() => verify(hashed, canonical(password)))
  }

  /** Takes as long as `verify` and is never right: for an e-mail address that nobody has. */
  async verifyDecoy(password: string): Promise<false | Refusal> {
    this.#decoy ??= this.#hash(Buffer.from(this.#random.bytes(SALT_BYTES)).toString('base64url'))
    const hashed = await this.#decoy
    const answer = await this.verify(hashed, password)
    return answer === true || answer === false ? false : answer
  }

  #hash(password: string): Promise<string> {
    const salt = this.#random.bytes(SALT_BYTES)
    return hash(canonical(password), { memoryCost: MEMORY_KIB, timeCost: PASSES, parallelism: 1, salt })
  }

  /** The pool has its threads once it was used. */
  #yieldToRequests(): void {
    if (!this.#hasYielded) poolGivesWay()
    this.#hasYielded = true
  }

  async #limited<T>(work: () => Promise<T>): Promise<T | Refusal> {
    if (this.#running >= HASHES_AT_ONCE_MAX) {
      if (this.#waiting.length >= HASHES_WAITING_MAX || this.#wait_ms() > HASHES_WAIT_MAX_MS)
        return refuse('overloaded')
      await new Promise<void>(resolve => this.#waiting.push(resolve))
    } else {
      this.#running += 1
    }
    const began_ms = this.#clock.now().getTime()
    try {
      return await work()
    } finally {
      this.#yieldToRequests()
      // A machine that slept meanwhile, or a clock that was set, says nothing of hashes.
      const worked_ms = this.#clock.now().getTime() - began_ms
      this.#rest(Math.min(HASHES_WAIT_MAX_MS, Math.max(0, worked_ms)))
    }
  }

  /** What who comes now would wait for the place of another. */
  #wait_ms(): number {
    return ((this.#waiting.length + 1) * this.#cycle_ms) / HASHES_AT_ONCE_MAX
  }

  /**
   * Hashes take that share of a core which the answering thread leaves of its own: beside one that is idle they follow each
   * other at once, beside one that is busy for half of the time they rest as long as they work.
   */
  #rest(worked_ms: number): void {
    const busy = this.#busy()
    const rest_ms = Math.round(worked_ms * Math.min(REST_MAX, busy / (1 - busy)))
    const share = this.#cycle_ms === 0 ? 1 : NEWEST_SHARE
    this.#cycle_ms += (worked_ms + rest_ms - this.#cycle_ms) * share
    if (rest_ms > 0) this.#clock.after(rest_ms, () => this.#next())
    else this.#next()
  }

  /** Whoever waits takes over this one's place. */
  #next(): void {
    const next = this.#waiting.shift()
    if (next) next()
    else this.#running -= 1
  }
}
