/**
 * Units that wait for heads. Without its own heads a unit cannot be decided. Without those of the services it asks it could have
 * less done at once: it waits for them too, and after some tries, or if they cannot be read, what needs them goes over the outbox.
 */
import type { Logger } from '../ports/logger.ts'

/** How often a unit waits for others' heads: one answer may lead to a question that misses more. */
const WAITS_MAX = 3

export interface Missing {
  readonly from: { load(keys: readonly string[]): Promise<void> }
  readonly keys: readonly string[]
}

export interface MayWait {
  /** How often it has waited for others' heads. */
  waits: number
}

export class HeadWaits<U extends MayWait> {
  readonly #log: Logger
  /** What the unit that is being decided misses. */
  #noted: Missing[] = []
  /** What those miss that are to wait, until it is read. */
  #missed: Missing[] = []
  /** Each with the number of units that wait for it. */
  readonly #readings = new Map<Promise<void>, number>()

  constructor(log: Logger) {
    this.#log = log
  }

  get units(): number {
    return this.#readings.values().reduce((sum, units) => sum + units, 0)
  }

  /** One that is under way. */
  get reading(): Promise<void> | undefined {
    return this.#readings.keys().next().value
  }

  note(missing: Missing): void {
    this.#noted.push(missing)
  }

  /** Before a unit is decided. Gives what tells, at its end, whether it has to wait. */
  watch(unit: U): () => boolean {
    this.#noted = []
    return () => {
      const mustWait = this.#noted.length > 0 && unit.waits < WAITS_MAX
      if (mustWait) this.#missed.push(...this.#noted)
      return mustWait
    }
  }

  /** Reads what these miss of others' heads, all at once. */
  read(units: readonly U[], onRead: () => void): void {
    const missed = this.#missed.splice(0)
    for (const unit of units) unit.waits += 1
    const froms = new Set(missed.map(({ from }) => from))
    const reading = Promise.all(
      [...froms].map(from => from.load([...new Set(missed.flatMap(each => (each.from === from ? each.keys : [])))])),
    ).catch(err => {
      this.#log.warn({ err }, 'heads could not be read; what needs them goes over the outbox')
      for (const unit of units) unit.waits = WAITS_MAX
    })
    this.until(reading, units.length, onRead)
  }

  /** So many units wait for this, which does not fail. */
  until(reading: Promise<unknown>, units: number, onRead: () => void): void {
    const waited = reading.then(() => {
      this.#readings.delete(waited)
      onRead()
    })
    this.#readings.set(waited, units)
  }
}
