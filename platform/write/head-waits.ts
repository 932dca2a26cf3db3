/**
 * Units that wait for heads. A unit cannot be decided without its own heads. Without the heads of the services that it
 * sends messages to, less could be handled inline: the unit waits for them too. After some tries, or if they cannot be
 * read, the messages that need them go through the outbox.
 */
import type { Logger } from '../ports/logger.ts'

/** How often a unit waits for heads of other services: one reply may lead to a request that misses more. */
const WAITS_MAX = 3

export interface Missing {
  readonly from: { load(keys: readonly string[]): Promise<void> }
  readonly keys: readonly string[]
}

export interface MayWait {
  /** How often it has waited for heads of other services. */
  waits: number
}

export class HeadWaits<U extends MayWait> {
  readonly #log: Logger
  /** Heads that the current unit misses. */
  #noted: Missing[] = []
  /** Missing heads of units that will wait, until they are read. */
  #missed: Missing[] = []
  /** Each with the number of units that wait for it. */
  readonly #readings = new Map<Promise<void>, number>()

  constructor(log: Logger) {
    this.#log = log
  }

  get units(): number {
    return this.#readings.values().reduce((sum, units) => sum + units, 0)
  }

  /** A load in flight. */
  get reading(): Promise<void> | undefined {
    return this.#readings.keys().next().value
  }

  note(missing: Missing): void {
    this.#noted.push(missing)
  }

  /** Called before a unit is decided. Returns a function that tells, at its end, whether the unit has to wait. */
  watch(unit: U): () => boolean {
    this.#noted = []
    return () => {
      const mustWait = this.#noted.length > 0 && unit.waits < WAITS_MAX
      if (mustWait) this.#missed.push(...this.#noted)
      return mustWait
    }
  }

  /** Loads the missing heads of other services, all together. */
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

  /** The units wait for this promise, which does not reject. */
  until(reading: Promise<unknown>, units: number, onRead: () => void): void {
    const waited = reading.then(() => {
      this.#readings.delete(waited)
      onRead()
    })
    this.#readings.set(waited, units)
  }
}
