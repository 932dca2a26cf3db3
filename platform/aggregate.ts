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

export const aggregateOf = (key: string): string => {
  const colon = key.indexOf(':')
  return colon === -1 ? key : key.slice(0, colon)
}
