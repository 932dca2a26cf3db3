/** Loads heads: locked, inside the transaction that will write them, or unlocked, for a writer that is fenced. */

import { textArray } from '../db/array-literal.ts'
import type { Queryable } from '../db/database.ts'
import { type Aggregate, type Aggregates, aggregateIn, isOf } from '../kit/aggregate.ts'
import { rebuildState } from './rebuild-head.ts'
import type { LoadedHead } from './working-set.ts'

/** The head of a stream that nothing was ever written to. */
export const NEW: LoadedHead = { version: 0, state: null, exists: false }

export const LOCK_HEADS =
  'select stream, version, shape, state from heads where stream = any($1) order by stream for update'
const READ_HEADS = 'select stream, version, shape, state from heads where stream = any($1)'
/**
 * A statement of its own: one that inserted and locked would not see its own insert, so first writers would run
 * unlocked.
 */
const MAKE_HEADS = `
  insert into heads (stream, version, shape) select stream, 0, 0 from unnest($1::text[]) as k(stream)
  on conflict (stream) do nothing`

type Heads = Map<string, LoadedHead>

/** Every key gets an entry. With `lock` the missing heads are inserted, and all are locked in sorted order of key. */
export async function loadHeads(
  from: Queryable,
  aggregates: Aggregates,
  keys: readonly string[],
  lock: boolean,
): Promise<Heads> {
  const heads: Heads = new Map(keys.map(key => [key, NEW]))
  const stored = keys.filter(key => !aggregateIn(aggregates, key)?.storage)
  const loads: Promise<void>[] = []
  if (stored.length > 0) loads.push(loadStored(from, aggregates, stored, lock, heads))
  for (const aggregate of aggregates.values()) {
    const own = aggregate.storage ? keys.filter(key => isOf(aggregate.name, key)) : []
    if (own.length > 0) loads.push(loadTyped(from, aggregate, own, lock, heads))
  }
  await Promise.all(loads)
  return heads
}

async function loadStored(
  from: Queryable,
  aggregates: Aggregates,
  keys: readonly string[],
  lock: boolean,
  heads: Heads,
): Promise<void> {
  const literal = textArray(keys, key => key)
  const making = lock ? from.query(MAKE_HEADS, [literal]) : null
  const [{ rows }] = await Promise.all([from.query(lock ? LOCK_HEADS : READ_HEADS, [literal]), making])
  for (const { stream, version, shape, state } of rows) {
    const aggregate = aggregateIn(aggregates, stream)
    // A head of an older shape, or of which only a summary is kept, is rebuilt from its events.
    const current = version === 0 || !aggregate || shape === aggregate.shape
    const head = current ? { version, state } : await rebuildState(from, aggregate, stream)
    heads.set(stream, { ...head, exists: true })
  }
}

async function loadTyped(
  from: Queryable,
  { storage }: Aggregate,
  keys: readonly string[],
  lock: boolean,
  heads: Heads,
): Promise<void> {
  for (const { key, version, state } of (await storage?.load(from, keys, lock)) ?? []) {
    heads.set(key, { version, state, exists: true })
  }
}
