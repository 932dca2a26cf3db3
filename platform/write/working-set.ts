/**
 * The heads of one batch in memory, on top of their state before the batch. A unit that fails is rolled back by an undo
 * log, so it does not affect other units.
 */
import { type Aggregate, type Aggregates, aggregateIn } from '../kit/aggregate.ts'
import type { States } from '../kit/command.ts'
import type { NewMessage } from '../kit/message.ts'

export interface LoadedHead {
  readonly version: number
  readonly state: unknown
  /** It has a row in the database. */
  readonly exists: boolean
}

/** An entry of the undo log: a head, or the version of a stream without a head, before the change. */
type Change =
  | { readonly key: string; readonly head: LoadedHead | undefined }
  | { readonly key: string; readonly appended: number }

/** Up to this many heads of a command a list is as fast as a set. */
const LOOKED_THROUGH_MAX = 32

export class WorkingSet {
  readonly #aggregates: Aggregates
  readonly #before: (key: string) => LoadedHead | undefined
  /** The heads that this batch has changed, as decided so far. */
  readonly changed = new Map<string, LoadedHead>()
  /** Versions of streams that have no head: append-only facts. */
  readonly #appended = new Map<string, number>()
  /** The undo log of the current unit, in order. */
  #changes: Change[] = []
  #many: { readonly keys: readonly string[]; readonly names: ReadonlySet<string> } = { keys: [], names: new Set() }

  constructor(aggregates: Aggregates, before: (key: string) => LoadedHead | undefined = () => undefined) {
    this.#aggregates = aggregates
    this.#before = before
  }

  find(key: string): LoadedHead | undefined {
    return this.changed.get(key) ?? this.#before(key)
  }

  /** Begins a unit. Its changes can be dropped until the next one begins. */
  begin(): void {
    if (this.#changes.length > 0) this.#changes = []
  }

  /** A savepoint in the current unit. */
  mark(): number {
    return this.#changes.length
  }

  /** Rolls back everything since `begin`, or since a savepoint. */
  drop(since = 0): void {
    for (const change of this.#changes.splice(since).reverse()) this.#takeBack(change)
  }

  #takeBack(change: Change): void {
    if ('appended' in change) this.#appended.set(change.key, change.appended)
    else if (change.head) this.changed.set(change.key, change.head)
    else this.changed.delete(change.key)
  }

  /** The states that a command sees: only the heads it named. */
  statesFor(keys: readonly string[]): States {
    return {
      of: <S>(key: string): S => {
        if (!this.#isNamed(keys, key)) throw new Error(`the command did not name the head ${key}`)
        return this.#stateOf(key) as S
      },
      version: key => this.find(key)?.version ?? 0,
    }
  }

  /**
   * Most commands name a few heads. For a command that names thousands, a linear search each time would take seconds.
   */
  #isNamed(keys: readonly string[], key: string): boolean {
    if (keys.length <= LOOKED_THROUGH_MAX) return keys.includes(key)
    if (this.#many.keys !== keys) this.#many = { keys, names: new Set(keys) }
    return this.#many.names.has(key)
  }

  #stateOf(key: string): unknown {
    const head = this.find(key)
    return head && head.state !== null ? head.state : this.#aggregate(key).initial(key)
  }

  #aggregate(key: string): Aggregate {
    const aggregate = aggregateIn(this.#aggregates, key)
    if (!aggregate) throw new Error(`no aggregate is declared for the head ${key}`)
    return aggregate
  }

  /** Applies a message to the heads it concerns and returns the version it has in its stream. */
  apply(message: NewMessage, keys: readonly string[], at: Date): number {
    const { stream, touches } = message
    const version = aggregateIn(this.#aggregates, stream)
      ? this.#evolve(stream, message, keys, at)
      : this.#append(stream)
    if (touches) for (const key of touches) this.#touch(key, message, keys, at)
    return version
  }

  /**
   * A head that is kept in `heads` must be changed by its own stream only, or it could not be rebuilt from its events.
   */
  #touch(key: string, message: NewMessage, keys: readonly string[], at: Date): void {
    if (!this.#aggregate(key).storage)
      throw new Error(`${message.type} touches ${key}, which has no storage of its own`)
    this.#evolve(key, message, keys, at)
  }

  /** Two messages of the stream became one. */
  oneVersionLess(key: string): void {
    const head = this.changed.get(key)
    if (!head) throw new Error(`nothing of this batch has changed the head ${key}`)
    this.changed.set(key, { ...head, version: head.version - 1 })
    this.#changes.push({ key, head })
  }

  #append(stream: string): number {
    const before = this.#appended.get(stream) ?? 0
    this.#appended.set(stream, before + 1)
    this.#changes.push({ key: stream, appended: before })
    return before + 1
  }

  #evolve(key: string, message: NewMessage, keys: readonly string[], at: Date): number {
    if (!this.#isNamed(keys, key))
      throw new Error(`${message.type} changes the head ${key}, which its command did not name`)
    const changedBefore = this.changed.get(key)
    const before = changedBefore ?? this.#before(key)
    const version = (before?.version ?? 0) + 1
    const aggregate = this.#aggregate(key)
    const state = aggregate.evolve(before?.state ?? aggregate.initial(key), { ...message, at }, key)
    this.changed.set(key, { version, state, exists: before?.exists ?? false })
    this.#changes.push({ key, head: changedBefore })
    return version
  }
}
