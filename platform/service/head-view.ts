/**
 * A read model of one table with one row for each head of an aggregate, as its state says. It is written with the head:
 *
 *     export const ordersView = headView(order, {
 *       table: 'orders',
 *       columns: {
 *         member_id: text(({ memberId }) => memberId),
 *         status: text(({ status }) => status),
 *         placed_at: timestamptz(({ placedAt }) => placedAt),
 *       },
 *       keep: ['member_id', 'placed_at'],
 *     })
 *
 * The table's key is a column `id`, the aggregate's. `listHeads` reads from such a table.
 */
import { type Column, copyInto, type ScalarColumn, text } from '../db/copy.ts'
import type { Writing } from '../db/database.ts'
import { upsertInto } from '../db/upsert.ts'
import type { Aggregate, DefinedAggregate } from '../kit/aggregate.ts'

/** A head that a batch has changed. */
export interface ChangedHead<S = unknown> {
  readonly id: string
  readonly state: S
  /** It has a row in the database already. */
  readonly exists: boolean
}

export interface HeadView {
  readonly name: string
  readonly version: number
  readonly tables: readonly string[]
  readonly aggregate: Aggregate
  /** Its table, where it says which files the heads name; see `file-references.ts`. */
  readonly references?: string
  applyHeads(tx: Writing, heads: readonly ChangedHead[]): Promise<unknown>
}

export interface HeadViewOptions<S, K extends string> {
  readonly table: string
  /** The table's, unless said. */
  readonly name?: string
  /** Raise it when the rows say something else than before: they are rebuilt at the next start. 1 unless said. */
  readonly version?: number
  /** The column that has the aggregate's id; `id` unless said. */
  readonly key?: string
  /** The other columns. */
  readonly columns: Readonly<Record<K, ScalarColumn<S>>>
  /** Columns that never change: they are written with a new row only. */
  readonly keep?: readonly NoInfer<K>[]
  /** Which heads have a row: one that has one always will. All, unless said. */
  readonly when?: (state: S) => boolean
}

export function headView<S, K extends string>(
  aggregate: DefinedAggregate<S>,
  { table, name = table, version = 1, key = 'id', columns, keep = [], when = () => true }: HeadViewOptions<S, K>,
): HeadView {
  const ofHead = Object.entries<ScalarColumn<S>>(columns).map(([column, of]) => [column, columnOfHead(of)])
  const all: Record<string, ScalarColumn<ChangedHead<S>>> = {
    [key]: text(({ id }) => id),
    ...Object.fromEntries(ofHead),
  }
  const [insert, upsert] = [copyInto(table, all), upsertInto(table, all, { key, keep })]
  return {
    name,
    version,
    tables: [table],
    aggregate,
    applyHeads(tx, heads: readonly ChangedHead<S>[]) {
      const rows = heads.filter(({ state }) => when(state))
      const fresh = rows.filter(({ exists }) => !exists)
      // A row may be missing although its head exists: a locked head was made before it was decided.
      const known = rows.filter(({ exists }) => exists)
      return Promise.all([fresh.length > 0 && insert(tx, fresh), known.length > 0 && upsert(tx, known)])
    },
  }
}

function columnOfHead<S>(column: ScalarColumn<S>): ScalarColumn<ChangedHead<S>> {
  const write: Column<ChangedHead<S>> = ({ state }, into) => column(state, into)
  return Object.assign(write, { type: column.type, textOf: ({ state }: ChangedHead<S>) => column.textOf(state) })
}
