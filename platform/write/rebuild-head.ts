/**
 * Rebuilds the state of a head from its events: after a change of shape, as of an instant, or to verify the live state.
 */

import type { Queryable } from '../db/database.ts'
import type { Aggregate } from '../kit/aggregate.ts'

/**
 * State and version of a stream, from all its events or those up to `asOf`. Version 0 means that nothing was written.
 */
export async function rebuildState<S>(
  read: Queryable,
  aggregate: Aggregate<S>,
  stream: string,
  asOf?: Date,
): Promise<{ version: number; state: S }> {
  const { rows } = await read.query(
    `select type, kind, target, stream, version, data, at from events
     where stream = $1 and ($2::timestamptz is null or at <= $2) order by version`,
    [stream, asOf ?? null],
  )
  let state = aggregate.initial(stream)
  for (const row of rows) state = aggregate.evolve(state, row, stream)
  return { version: rows.at(-1)?.version ?? 0, state }
}
