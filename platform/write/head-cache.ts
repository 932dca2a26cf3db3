/**
 * The heads of a service in the memory of this process, and the loading of those that are missing: one statement at a
 * time, and keys that are requested meanwhile go into the next one.
 */

import type { Reader } from '../db/database.ts'
import { aggregateIn } from '../kit/aggregate.ts'
import { gather } from '../ports/gather.ts'
import type { Logger } from '../ports/logger.ts'
import { Recent } from '../ports/recent.ts'
import type { BatchDeps } from './batch.ts'
import { loadHeads } from './load-heads.ts'
import type { LoadedHead } from './working-set.ts'

/** Heads in memory per generation (of two), unless the service declares its own number. */
const HEADS_MAX = 50_000
/** Heads read by one statement. */
const READ_MAX = 1_000
/** The mark of a terminal head. It stays so that a load in flight cannot store an older state of the head. */
const OVER = null
/** The delay between two reads of recently used heads, which leaves time for requests. */
export const WARM_PAUSE_MS = 10

export interface HeadCacheOptions {
  readonly deps: Pick<BatchDeps, 'aggregates' | 'headsMax' | 'ports'>
  readonly read: Reader
  readonly log: Logger
  /** No other process writes these heads, so what is read stays valid. When that ends, `clear` is called. */
  readonly isExclusive: () => boolean
  /** A head that is decided and not written yet is newer than what was read. */
  readonly isDecided: (key: string) => boolean
}

export class HeadCache {
  readonly #options: HeadCacheOptions
  readonly #headsMax: number
  readonly #recent: Recent<LoadedHead | typeof OVER>
  readonly #load: (key: string) => Promise<string>
  #cleared = 0
  #warmed = false

  constructor(options: HeadCacheOptions) {
    this.#options = options
    this.#headsMax = options.deps.headsMax ?? HEADS_MAX
    this.#recent = new Recent(this.#headsMax)
    this.#load = gather(READ_MAX, keys => this.#read(keys))
  }

  get(key: string): LoadedHead | undefined {
    return this.#recent.get(key) ?? undefined
  }

  set(key: string, head: LoadedHead): void {
    this.#recent.set(key, head)
  }

  /** The heads as a batch has written them. */
  written(changed: ReadonlyMap<string, LoadedHead>): void {
    for (const [key, head] of changed) {
      const isTerminal = aggregateIn(this.#options.deps.aggregates, key)?.isTerminal?.(head.state) ?? false
      this.#recent.set(key, isTerminal ? OVER : { ...head, exists: true })
    }
  }

  clear(): void {
    this.#cleared += 1
    this.#recent.clear()
  }

  /** Loads heads into memory, unless the memory is cleared meanwhile. */
  async load(keys: readonly string[]): Promise<void> {
    await Promise.all(keys.map(key => this.#load(key)))
  }

  /** Loads recently used heads in the background, once, when this process first becomes the only writer. */
  warm(): void {
    if (this.#warmed) return
    this.#warmed = true
    const { deps, log } = this.#options
    for (const { name } of deps.aggregates.values()) {
      this.#warm(name).catch(err =>
        log.debug({ err, aggregate: name }, 'what was used lately is read when it is asked for'),
      )
    }
  }

  async #warm(aggregate: string): Promise<void> {
    const { deps, read } = this.#options
    const cleared = this.#cleared
    let brought = 0
    for await (const keys of deps.aggregates.get(aggregate)?.storage?.usedLately?.(read) ?? []) {
      const missing = [...new Set(keys)].filter(key => this.#recent.get(key) === undefined)
      await this.load(missing)
      brought += missing.length
      if (brought >= this.#headsMax || cleared !== this.#cleared) return
      await new Promise<void>(resolve => deps.ports.clock.after(WARM_PAUSE_MS, resolve))
    }
  }

  async #read(keys: readonly string[]): Promise<readonly string[]> {
    const { deps, read, isExclusive, isDecided } = this.#options
    if (!isExclusive()) return keys
    const cleared = this.#cleared
    const { turned } = this.#recent
    for (const key of keys) if (this.#recent.get(key) === OVER) this.#recent.delete(key)
    const heads = await loadHeads(read, deps.aggregates, [...new Set(keys)], false)
    // A head that changed meanwhile is still in memory, unless two generations have passed; then what was read may be
    // outdated.
    if (cleared !== this.#cleared || this.#recent.turned > turned + 1) return keys
    for (const [key, head] of heads) {
      if (this.#recent.get(key) === undefined && !isDecided(key)) this.#recent.set(key, head)
    }
    return keys
  }
}
