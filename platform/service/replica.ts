/**
 * A service's own copy of another's facts, kept from that one's events:
 *
 *     export const productCopies = replica('product-copies', [
 *       replicaTable({
 *         table: 'products',
 *         events: [productAdded, productChanged],
 *         key: 'product_id',
 *         columns: { product_id: text(({ data }) => data.productId), name: json(({ data }) => data.name) },
 *       }),
 *     ])
 *
 * Each event tells the whole of a row. The table has a column `version integer not null`, the version of the stream that
 * the row is from: an older event, in whatever order it comes, never replaces a newer one. Streams that tell of different
 * parts of a thing fill a table each.
 */
import { integer, type ScalarColumn } from '../db/copy.ts'
import type { Queryable } from '../db/database.ts'
import { upsertInto } from '../db/upsert.ts'
import type { AnyEvent } from '../kit/contract.ts'
import type { Message } from '../kit/message.ts'
import { type MessageOf, projection } from './handlers.ts'
import type { Projection } from './service.ts'

interface ReplicaTableOptions<C extends AnyEvent, K extends string> {
  readonly table: string
  readonly events: readonly C[]
  readonly columns: Readonly<Record<K, ScalarColumn<MessageOf<C>>>>
  /** The column that tells the things apart. */
  readonly key: NoInfer<K>
  /** Which of the events say something of the row; all, unless said. */
  readonly when?: (event: MessageOf<C>) => boolean
}

export interface ReplicaTable {
  readonly table: string
  readonly events: readonly AnyEvent[]
  apply(tx: Queryable, events: readonly Message<unknown>[]): Promise<unknown>
}

const VERSION = 'version'

export function replicaTable<const C extends AnyEvent, K extends string>({
  table,
  events,
  key,
  columns,
  when = () => true,
}: ReplicaTableOptions<C, K>): ReplicaTable {
  const versioned = { ...columns, [VERSION]: integer<MessageOf<C>>(event => event.version) }
  const write = upsertInto(table, versioned, { key, guard: VERSION })
  const types = new Set<string>(events.map(({ type }) => type))
  const isOne = (event: Message<unknown>): event is MessageOf<C> & Message<unknown> => types.has(event.type)
  return {
    table,
    events,
    apply: (tx, batch) => write(tx, newestBy(batch.filter(isOne).filter(when), columns[key].textOf)),
  }
}

/** The event of the highest version for each key, the last of those that have the same. */
function newestBy<M extends Message<unknown>>(events: readonly M[], keyOf: (event: M) => string | null): M[] {
  const newest = new Map<string | null, M>()
  for (const event of events) {
    const key = keyOf(event)
    if (event.version >= (newest.get(key)?.version ?? 0)) newest.set(key, event)
  }
  return [...newest.values()]
}

/** Its name keeps the progress: with another one it begins anew. All events are of one service. */
export function replica(name: string, tables: readonly ReplicaTable[]): Projection {
  return projection({
    name,
    tables: tables.map(({ table }) => table),
    events: tables.flatMap(({ events }) => events),
    async apply(tx, events) {
      await Promise.all(tables.map(table => table.apply(tx, events)))
    },
  })
}
