/**
 * Heads in a table of the service instead of `heads`, one row each, where columns have types, checks and indexes:
 *
 *     storage: tableStorage<Seat, { readonly taken: boolean }>({
 *       aggregate: 'seat',
 *       table: 'seats',
 *       key: 'seat_id',
 *       columns: { taken: boolean(({ state }) => state.taken), row: integer(({ state }) => state.row) },
 *       fixed: ['row'],
 *       select: 'taken, row',
 *       stateOf: ({ taken, row }) => ({ taken, row }),
 *     })
 *
 * The table has a column `version integer not null` besides. A batch locks its heads by one statement, and writes them by
 * two: those that are new, and those that are known.
 */
import { copyInto, integer, text } from '../db/copy.ts'
import { updateIn } from '../db/update.ts'
import type { ScalarColumns } from '../db/upsert.ts'
import { type Head, type HeadStorage, insertOrUpdate } from './aggregate.ts'
import { idOf } from './head-key.ts'

interface TableStorageOptions<S, Row> {
  /** Name of the aggregate. */
  readonly aggregate: string
  readonly table: string
  /** The column of the primary key: the id of the head. */
  readonly key: string
  /** All further columns. */
  readonly columns: ScalarColumns<Head<S>>
  /** Columns that never change once the row is there. */
  readonly fixed?: readonly string[]
  /** SQL of what `stateOf` needs. */
  readonly select: string
  readonly stateOf: (row: Row, id: string) => S
}

export function tableStorage<S, Row>(options: TableStorageOptions<S, Row>): HeadStorage<S> {
  const { aggregate, table, key, fixed = [], select, stateOf } = options
  const columns: ScalarColumns<Head<S>> = {
    [key]: text(head => idOf(head.key)),
    version: integer(({ version }) => version),
    ...options.columns,
  }
  const changing = Object.fromEntries(Object.entries(columns).filter(([name]) => !fixed.includes(name)))
  const load = `select ${key} as id, version, ${select} from ${table} where ${key} = any($1) order by ${key}`
  return {
    async load(from, keys, lock) {
      const statement = lock ? `${load} for update` : load
      const { rows } = await from.query<Row & { id: string; version: number }>(statement, [keys.map(idOf)])
      return rows.map(row => ({ key: `${aggregate}:${row.id}`, version: row.version, state: stateOf(row, row.id) }))
    },
    save: insertOrUpdate(copyInto(table, columns), updateIn(table, changing, key)),
  }
}
