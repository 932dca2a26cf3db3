/**
 * A read model of one table with one row for each thing, as its last event says:
 *
 *     export const membersView = rowView({
 *       name: 'members',
 *       table: 'members',
 *       events: [memberRegistered, memberRenamed],
 *       key: 'id',
 *       columns: {
 *         id: text(({ data }) => data.memberId),
 *         name: text(({ data }) => data.name),
 *         registered_at: timestamptz(({ at }) => at),
 *       },
 *       keep: ['registered_at'],
 *     })
 *
 * For events that tell the whole of what the row has.
 */
import type { ScalarColumn } from '../db/copy.ts'
import { upsertInto } from '../db/upsert.ts'
import type { AnyEvent } from '../kit/contract.ts'
import { latestBy } from '../kit/latest-by.ts'
import { type MessageOf, view } from './handlers.ts'
import type { InlineView } from './service.ts'

export interface RowOptions<C extends AnyEvent, K extends string> {
  readonly table: string
  readonly events: readonly C[]
  readonly columns: Readonly<Record<K, ScalarColumn<MessageOf<C>>>>
  /** The column that tells the things apart. */
  readonly key: NoInfer<K>
}

interface RowViewOptions<C extends AnyEvent, K extends string> extends RowOptions<C, K> {
  readonly name: string
  /** Columns that the first event decides. */
  readonly keep?: readonly NoInfer<K>[]
}

export function rowView<const C extends AnyEvent, K extends string>({
  name,
  table,
  events,
  key,
  keep = [],
  columns,
}: RowViewOptions<C, K>): InlineView {
  const write = upsertInto(table, columns, { key, keep })
  return view({
    name,
    tables: [table],
    events,
    apply: (tx, batch) => write(tx, latestBy(batch, columns[key].textOf)),
  })
}
