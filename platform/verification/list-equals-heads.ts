/** A list is read from a table of its own; `verify` holds it against the heads, which the events make. */
import type { DefinedAggregate } from '../kit/aggregate.ts'
import type { Check } from '../service/service.ts'
import { check } from './verify.ts'

export interface ListEqualsHeads<S> {
  /** Its `id` is the aggregate's. */
  readonly table: string
  readonly aggregate: DefinedAggregate<S>
  /** Columns of the table, and the property of the state that each shows. */
  readonly columns: Readonly<Record<string, keyof S & string>>
  /** What people call one of them; the aggregate's name unless said. */
  readonly what?: string
}

/**
 * Finds rows that differ from their heads, rows without a head and heads without a row:
 *
 *     listEqualsHeads({ table: 'orders', aggregate: order, columns: { status: 'status' } })
 */
export function listEqualsHeads<S>({ table, aggregate, columns, what }: ListEqualsHeads<S>): Check {
  const { name } = aggregate
  const pairs = Object.entries(columns).map(([column, property]) => ({ column, head: `h.state ->> '${property}'` }))
  const shown = pairs.map(({ column, head }) => `l.${column}, ${head} as ${column}_of_head`).join(', ')
  const differs = pairs.map(({ column, head }) => `l.${column}::text is distinct from ${head}`).join(' or ')
  return check(
    `the list shows every ${what ?? name} as its head does`,
    10,
    `select coalesce(l.id, substr(h.stream, ${name.length + 2})) as id, ${shown} from ${table} l
     full join (select * from heads where stream like '${name}:%') h on h.stream = '${name}:' || l.id
     where l.id is null or h.stream is null or ${differs} limit 100`,
  )
}
