/**
 * Many rows of one table by one statement, all of which are there:
 *
 *     const write = updateIn<Member>(
 *       'members',
 *       { id: text(row => row.memberId), name: text(row => row.name) },
 *       'id',
 *     )
 *     await write(tx, rows)
 *
 * A row that is not there is left out. What may be new is written by `upsertInto`.
 */
import { textArray } from './array-literal.ts'
import type { Writing } from './database.ts'
import type { ScalarColumns } from './upsert.ts'

export type Update<Row> = (tx: Pick<Writing, 'query'>, rows: readonly Row[]) => Promise<void>

/** `key` is the column of the primary key. */
export function updateIn<Row>(table: string, columns: ScalarColumns<Row>, key: string): Update<Row> {
  if (!(key in columns)) throw new Error(`${table} is updated without its column ${key}`)
  const names = Object.keys(columns)
  const scalars = Object.values(columns)
  const changes = names.filter(name => name !== key).map(name => `${name} = changed.${name}`)
  const arrays = scalars.map(({ type }, index) => `$${index + 1}::${type}[]`)
  const statement = `update ${table} set ${changes.join(', ')}
    from unnest(${arrays.join(', ')}) as changed (${names.join(', ')}) where ${table}.${key} = changed.${key}`
  return async (tx, rows) => {
    await tx.query(
      statement,
      scalars.map(({ textOf }) => textArray(rows, textOf)),
    )
  }
}
