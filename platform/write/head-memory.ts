/**
 * The heads of a service that are in this process's memory, and the reading of those that are not: one statement at a time, and
 * what is missed meanwhile goes into the next one.
 */
import { gather } from '../gather.ts'
import { Recent } from '../recent.ts'
import type { LoadedHead } from './working-set.ts'

/** Heads in memory, per generation of two, of a service that does not say. */
const HEADS_MAX = 50_000
/** Heads read by one statement. */
const READ_MAX = 1_000

export interface HeadMemoryOptions {
  readonly headsMax: number | undefined
  /** Nobody else writes these heads, so that what is read stays true; if that ends, `clear` is called. */
  readonly isAlone: () => boolean
  /** Gives each of them as it is stored. */
  readonly read: (keys: readonly string[]) => Promise<ReadonlyMap<string, LoadedHead>>
  /** What is decided and not written yet is newer than what was read. */
  readonly isDecided: (key: string) => boolean
}

export class HeadMemory {
  readonly #options: HeadMemoryOptions
  readonly #recent: Recent<LoadedHead>
  readonly #bring: (key: string) => Promise<string>
  #cleared = 0

  constructor(options: HeadMemoryOptions) {
    this.#options = options
    this.#recent = new Recent(options.headsMax ?? HEADS_MAX)
    this.#bring = gather(READ_MAX, keys => this.#read(keys))
  }

  get(key: string): LoadedHead | undefined {
    return this.#recent.get(key)
  }

  set(key: string, head: LoadedHead): void {
    this.#recent.set(key, head)
  }

  clear(): void {
    this.#cleared += 1
    this.#recent.clear()
  }

  /** Heads come into memory, unless all that is there is forgotten meanwhile. */
  async bring(keys: readonly string[]): Promise<void> {
    await Promise.all(keys.map(key => this.#bring(key)))
  }

  async #read(keys: readonly string[]): Promise<readonly string[]> {
    if (!this.#options.isAlone()) return keys
    const cleared = this.#cleared
    const { turned } = this.#recent
    const heads = await this.#options.read([...new Set(keys)])
    // A head that changed meanwhile is in memory still, unless two generations have passed; then what was read may be old.
    if (cleared !== this.#cleared || this.#recent.turned > turned + 1) return keys
    for (const [key, head] of heads) {
      if (this.#recent.get(key) === undefined && !this.#options.isDecided(key)) this.#recent.set(key, head)
    }
    return keys
  }
}
