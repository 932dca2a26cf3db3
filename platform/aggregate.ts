/**
 * An aggregate says how the events of a stream become state. Heads are named `aggregate:id`; the state is kept in the
 * `heads` table, or in typed tables of the service's own when the aggregate brings a storage.
 */
import type { Queryable, Writing } from './database.ts'
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
}

export interface Aggregate<S = any> {
  readonly name: string
  /** Number of the state's shape; a change makes old heads be rebuilt from their events. */
  readonly shape: number
  readonly initial: (key: string) => S
  readonly evolve: (state: S, event: NewMessage<any> & { readonly at: Date }, key: string) => S
  readonly storage?: HeadStorage<S>
}

export type Aggregates = ReadonlyMap<string, Aggregate>

const COLON = 58

/** Whether a head or stream is one of the aggregate of this name. */
export const isOf = (name: string, key: string): boolean =>
  key.startsWith(name) && (key.length === name.length || key.charCodeAt(name.length) === COLON)

/** Looks through the few there are: to look one up, its name would have to be cut from the key and hashed, for every event. */
export function aggregateIn(aggregates: Aggregates, key: string): Aggregate | undefined {
  for (const aggregate of aggregates.values()) if (isOf(aggregate.name, key)) return aggregate
  return undefined
}
