/**
 * An aggregate defines how the events of a stream become state. Heads are named `aggregate:id`. The state is kept in
 * the `heads` table, or in typed tables of the service if the aggregate has a storage.
 */
import type { Queryable, Writing } from '../db/database.ts'
import type { AnyEvent, DataOf } from './contract.ts'
import type { HeadKey } from './head-key.ts'
import type { NewMessage } from './message.ts'

export interface Head<S> {
  readonly key: string
  readonly version: number
  readonly state: S
  /** When saved: it has no row yet. */
  readonly fresh?: boolean
}

export interface HeadStorage<S> {
  /** Loads the heads that exist; with `lock`, locks them in sorted order of key. */
  load(from: Queryable, keys: readonly string[], lock: boolean): Promise<Head<S>[]>
  /** Writes all changed heads of a batch, one statement per table. */
  save(tx: Writing, heads: readonly Head<S>[]): Promise<void>
  /**
   * Keys of the heads that were written last, the newest first, some at a time. They are loaded into memory after a
   * start.
   */
  usedLately?(from: Queryable): AsyncIterable<readonly string[]>
}

type Write<S> = (tx: Writing, heads: readonly Head<S>[]) => Promise<unknown>

/** Saves heads without a row by one function, and heads with a row by another. */
export const insertOrUpdate =
  <S>(insert: Write<S>, update: Write<S>): HeadStorage<S>['save'] =>
  async (tx, heads) => {
    const fresh = heads.filter(head => head.fresh)
    const known = heads.filter(head => !head.fresh)
    await Promise.all([fresh.length > 0 && insert(tx, fresh), known.length > 0 && update(tx, known)])
  }

export interface Aggregate<S = any> {
  readonly name: string
  /** Version of the shape of the state. A change makes old heads be rebuilt from their events. */
  readonly shape: number
  readonly initial: (key: string) => S
  readonly evolve: (state: S, event: NewMessage<any> & { readonly at: Date }, key: string) => S
  readonly storage?: HeadStorage<S>
  /** The head has reached a final state: it leaves the writer's memory and is read again if it is needed. */
  readonly isTerminal?: (state: S) => boolean
  /**
   * For a terminal head that is rarely read: the part that queries need. It is kept instead of the state, which is
   * rebuilt from the events when it is needed.
   */
  readonly summary?: (state: S) => unknown
}

/** An event of one of the contracts, as `evolve` receives it: `type` narrows `data`. */
export type EventOf<C extends AnyEvent> = C extends AnyEvent ? FactOf<C> & { readonly at: Date } : never

/** Type and data of an event, without its time. */
export type FactOf<C extends AnyEvent> = C extends AnyEvent
  ? { readonly type: C['type']; readonly data: DataOf<C> }
  : never

/** Whether a message is one of these events. */
export const isFactOf =
  <const C extends AnyEvent>(contracts: readonly C[]) =>
  <M extends { readonly type: string; readonly data: unknown }>(message: M): message is M & FactOf<C> =>
    contracts.some(({ type }) => type === message.type)

export interface AggregateOptions<S, C extends AnyEvent> extends Omit<Aggregate<S>, 'evolve' | 'initial'> {
  readonly initial: (key: string) => NoInfer<S>
  /** The events that change the state. Other events of the stream leave it unchanged. */
  readonly events: readonly C[]
  /** Annotate `state` and the result with the type of the state. */
  readonly evolve: (state: S, event: EventOf<C>, key: string) => S
}

export interface DefinedAggregate<S> extends Aggregate<S> {
  /** The key of the head of this id. */
  readonly key: (id: string) => HeadKey<S>
  /** The state once these messages are written, for the answer of the command that states them. */
  readonly after: (state: S, messages: readonly NewMessage[], at: Date) => S
}

/**
 * An aggregate whose `evolve` narrows by the type of the event: a switch that misses a type of the contracts does not
 * compile.
 */
export function defineAggregate<S, const C extends AnyEvent>(options: AggregateOptions<S, C>): DefinedAggregate<S> {
  const { events, evolve: evolveKnown, ...rest } = options
  const types = new Set<string>(events.map(({ type }) => type))
  const evolve: Aggregate<S>['evolve'] = (state, event, key) =>
    types.has(event.type) ? evolveKnown(state, event as unknown as EventOf<C>, key) : state
  return {
    ...rest,
    evolve,
    key: id => `${options.name}:${id}`,
    after: (state, messages, at) =>
      messages.reduce((before, message) => evolve(before, { ...message, at }, message.stream), state),
  }
}

/** The shape of a stored summary. No aggregate has it, so the head is rebuilt like one of an older shape. */
export const SUMMARY_SHAPE = -1

export type Aggregates = ReadonlyMap<string, Aggregate>

const COLON = 58

/** Whether a head or stream belongs to the aggregate of this name. */
export const isOf = (name: string, key: string): boolean =>
  key.startsWith(name) && (key.length === name.length || key.charCodeAt(name.length) === COLON)

/**
 * A linear search of the few aggregates: a map look-up would have to cut the name from the key and hash it, for every
 * event.
 */
export function aggregateIn(aggregates: Aggregates, key: string): Aggregate | undefined {
  for (const aggregate of aggregates.values()) if (isOf(aggregate.name, key)) return aggregate
  return undefined
}
