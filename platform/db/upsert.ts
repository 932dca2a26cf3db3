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
  /** Columns whose new value is added to that of a known row. */
  readonly add?: readonly string[]
  /** A column by which rows age: a known row with a higher value stays as it is. */
  readonly guard?: string
}

export type Upsert<Row> = (tx: Pick<Writing, 'query'>, rows: readonly Row[]) => Promise<unknown>

export const upsertInto = <Row>(table: string, columns: ScalarColumns<Row>, options: UpsertOptions): Upsert<Row> =>
  writeRows(columns, `${insertStatement(table, columns)} ${onConflict(table, Object.keys(columns), options)}`)

/** The same for rows that must be new: one that is known is a fault. */
export const insertInto = <Row>(table: string, columns: ScalarColumns<Row>): Upsert<Row> =>
  writeRows(columns, insertStatement(table, columns))

function writeRows<Row>(columns: ScalarColumns<Row>, statement: string): Upsert<Row> {
  const scalars = Object.values(columns)
  return async (tx, rows) => {
    if (rows.length === 0) return
    await tx.query(
      statement,
      scalars.map(({ textOf }) => textArray(rows, textOf)),
    )
  }
}

function insertStatement<Row>(table: string, columns: ScalarColumns<Row>): string {
  const named = Object.entries(columns).map(([name, { type }]) => ({ name, type, isArray: type.endsWith('[]') }))
  const names = Object.keys(columns).join(', ')
  // An array of arrays would be one array: a column of arrays is sent as their texts.
  const arrays = named.map(({ type, isArray }, index) => `$${index + 1}::${isArray ? 'text' : type}[]`).join(', ')
  const values = named.map(({ name, type, isArray }) => (isArray ? `${name}::${type}` : name)).join(', ')
  return `insert into ${table} as known (${names}) select ${values} from unnest(${arrays}) as given (${names})`
}

function onConflict(table: string, names: readonly string[], options: UpsertOptions): string {
  const { key, keep = [], add = [], guard } = options
  for (const name of [key, ...keep, ...add, ...(guard === undefined ? [] : [guard])]) {
    if (!names.includes(name)) throw new Error(`${table} is written without its column ${name}`)
  }
  const changes = names
    .filter(name => name !== key && !keep.includes(name))
    .map(name => `${name} = ${add.includes(name) ? `known.${name} + ` : ''}excluded.${name}`)
  return `on conflict (${key}) do ${changes.length === 0 ? 'nothing' : `update set ${changes.join(', ')}`}
    ${guard === undefined ? '' : `where excluded.${guard} >= known.${guard}`}`
}
