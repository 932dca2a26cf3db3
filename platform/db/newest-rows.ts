/**
 * The newest rows of a table that is only appended to. They are at its end, and are read from there page by page,
 * without an index.
 */
import type { Queryable } from './database.ts'

export interface NewestRows {
  readonly table: string
  /** The columns, as in a `select`. */
  readonly columns: string
  /** Pages of the table that are read by one query, and in all. */
  readonly step: number
  readonly pagesMax: number
}

/** Yields the rows of some pages at a time, the newest pages first, within them in the order of writing. */
export async function* newestRows<R>(
  from: Queryable,
  { table, columns, step, pagesMax }: NewestRows,
): AsyncGenerator<readonly R[]> {
  const [size] = (
    await from.query<{ pages: number }>(
      `select (pg_relation_size('${table}') / current_setting('block_size')::int)::int as pages`,
    )
  ).rows
  const end = size?.pages ?? 0
  const first = Math.max(0, end - pagesMax)
  for (let before = end; before > first; before -= step) {
    // The page numbers are parameters: with expressions PostgreSQL reads the whole table to compare each row.
    const { rows } = await from.query<R>(`select ${columns} from ${table} where ctid >= $1::tid and ctid < $2::tid`, [
      `(${Math.max(first, before - step)},0)`,
      `(${before},0)`,
    ])
    yield rows
  }
}
