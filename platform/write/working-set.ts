/**
 * The heads of one batch in memory. Each unit decides on a layer of its own, which is kept when the unit is sound and
 * dropped when it faults, so that one bad command never touches its neighbours.
 */
import { type Aggregate, aggregateOf } from '../aggregate.ts'
import type { States } from '../command.ts'
import type { NewMessage } from '../message.ts'

export interface LoadedHead {
  readonly version: number
  readonly state: unknown
}

export type Aggregates = ReadonlyMap<string, Aggregate>

export class Layer {
  readonly #below: Layer | null
  readonly #aggregates: Aggregates
  readonly heads = new Map<string, LoadedHead>()
  /** Versions of streams that have no head: append-only facts. */
  readonly #appended = new Map<string, number>()

  constructor(aggregates: Aggregates, below: Layer | null) {
    this.#aggregates = aggregates
    this.#below = below
  }

  over(): Layer {
    return new Layer(this.#aggregates, this)
  }

  find(key: string): LoadedHead | undefined {
    return this.heads.get(key) ?? this.#below?.find(key)
  }

  #appendedVersion(stream: string): number {
    return this.#appended.get(stream) ?? (this.#below === null ? 0 : this.#below.#appendedVersion(stream))
  }

  /** What a command sees: only the heads it named. */
  statesFor(keys: readonly string[]): States {
    return {
      of: <S>(key: string): S => {
        if (!keys.includes(key)) throw new Error(`the command did not name the head ${key}`)
        const head = this.find(key)
        if (head && head.state !== null) return head.state as S
        return this.#aggregate(key).initial(key) as S
      },
      version: key => this.find(key)?.version ?? 0,
    }
  }

  #aggregate(key: string): Aggregate {
    const aggregate = this.#aggregates.get(aggregateOf(key))
    if (!aggregate) throw new Error(`no aggregate is declared for the head ${key}`)
    return aggregate
  }

  /** Applies a message to the heads it concerns and returns the version it has in its stream. */
  apply(message: NewMessage, keys: readonly string[], at: Date): number {
    const { stream } = message
    let version: number
    if (this.#aggregates.has(aggregateOf(stream))) {
      version = (this.find(stream)?.version ?? 0) + 1
      this.#evolve(stream, version, message, keys, at)
    } else {
      version = this.#appendedVersion(stream) + 1
      this.#appended.set(stream, version)
    }
    if (message.touches) {
      for (const key of message.touches) {
        this.#evolve(key, (this.find(key)?.version ?? 0) + 1, message, keys, at)
      }
    }
    return version
  }

  #evolve(key: string, version: number, message: NewMessage, keys: readonly string[], at: Date): void {
    if (!keys.includes(key)) throw new Error(`${message.type} changes the head ${key}, which its command did not name`)
    const aggregate = this.#aggregate(key)
    const before = this.find(key)
    const state = before && before.state !== null ? before.state : aggregate.initial(key)
    this.heads.set(key, { version, state: aggregate.evolve(state, { ...message, at }, key) })
  }

  /** Moves what this layer changed into the one below. */
  keep(): void {
    const below = this.#below
    if (!below) throw new Error('the lowest layer has nothing below it')
    for (const [key, head] of this.heads) below.heads.set(key, head)
    for (const [stream, version] of this.#appended) below.#appended.set(stream, version)
  }
}
