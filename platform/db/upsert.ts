/**
 * Many rows into one table by one statement: those that are new are inserted, the others updated.
 *
 *     const write = upsertInto<Member>(
 *       'members',
 *       { id: text(row => row.memberId), name: text(row => row.name), since: timestamptz(row => row.at) },
 *       { key: 'id', keep: ['since'] },
 *     )
 *     await write(tx, rows)
 *
 * No two rows of one call may have the same key: PostgreSQL does not update a row twice in a statement.
 */
import { textArray } from './array-literal.ts'
import type { ScalarColumn } from './copy.ts'
import type { Writing } from './database.ts'

export type ScalarColumns<Row> = Readonly<Record<string, ScalarColumn<Row>>>

export interface UpsertOptions {
  /** The column of the primary key. */
  readonly key: string
  /** Columns that are written with a new row and stay as they are in a known one. */
  readonly keep?: readonly string[]
  /** A column by which rows age: a known row with a higher value stays as it is. */
  readonly guard?: string
}

export type Upsert<Row> = (tx: Pick<Writing, 'query'>, rows: readonly Row[]) => Promise<unknown>

export function upsertInto<Row>(table: string, columns: ScalarColumns<Row>, options: UpsertOptions): Upsert<Row> {
  const scalars = Object.values(columns)
  const statement = upsertStatement(
    table,
    Object.entries(columns).map(([name, { type }]) => ({ name, type })),
    options,
  )
  return async (tx, rows) => {
    if (rows.length === 0) return
    await tx.query(
      statement,
      scalars.map(({ textOf }) => textArray(rows, textOf)),
    )
  }
}

interface NamedType {
  readonly name: string
  readonly type: string
}

function upsertStatement(table: string, columns: readonly NamedType[], options: UpsertOptions): string {
  const { key, keep = [], guard } = options
  const names = columns.map(({ name }) => name)
  for (const name of [key, ...keep, ...(guard === undefined ? [] : [guard])]) {
    if (!names.includes(name)) throw new Error(`${table} is written without its column ${name}`)
  }
  const updated = names.filter(name => name !== key && !keep.includes(name))
  const changes = updated.map(name => `${name} = excluded.${name}`).join(', ')
  // An array of arrays would be one array: a column of arrays is sent as their texts.
  const isArray = ({ type }: NamedType): boolean => type.endsWith('[]')
  const arrays = columns.map((column, index) => `$${index + 1}::${isArray(column) ? 'text' : column.type}[]`).join(', ')
  const values = columns.map(column => (isArray(column) ? `${column.name}::${column.type}` : column.name)).join(', ')
  return `insert into ${table} as known (${names.join(', ')})
    select ${values} from unnest(${arrays}) as given (${names.join(', ')})
    on conflict (${key}) do ${changes === '' ? 'nothing' : `update set ${changes}`}
    ${guard === undefined ? '' : `where excluded.${guard} >= known.${guard}`}`
}
