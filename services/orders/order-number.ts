/**
 * The numbers people read, such as `2026-11-0001234`: a counter per business month, drawn at confirmation. Gaps are
 * allowed; two orders never share one.
 */
import { orderConfirmed } from '../../contracts/orders.ts'
import { integer, text } from '../../platform/db/copy.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { select, sql, verbatim } from '../../platform/db/sql.ts'
import { updateIn } from '../../platform/db/update.ts'
import { defineAggregate, type Head } from '../../platform/kit/aggregate.ts'
import type { States } from '../../platform/kit/command.ts'
import { idOf } from '../../platform/kit/head-key.ts'

interface Numbers {
  readonly last: number
}

export function nextNumber(states: States, month: string): string {
  const { last } = states.of(numbersKey(month))
  return `${month}-${String(last + 1).padStart(7, '0')}`
}

async function load(from: Queryable, keys: readonly string[], lock: boolean): Promise<Head<Numbers>[]> {
  const months = keys.map(idOf)
  // Made first, in a statement of its own, so that the first two orders of a month queue up for one row.
  await from.query('insert into order_numbers (month, last) select unnest($1::text[]), 0 on conflict do nothing', [
    months,
  ])
  const rows = await select<{ month: string; last: number }>(
    from,
    sql`select month, last from order_numbers where month = any(${months}) order by month
        ${verbatim(lock ? 'for update' : '')}`,
  )
  return rows.map(({ month, last }) => ({ key: numbersKey(month), version: last, state: { last } }))
}

const save = updateIn<Head<Numbers>>(
  'order_numbers',
  { month: text(({ key }) => idOf(key)), last: integer(({ state }) => state.last) },
  'month',
)

export const orderNumbers = defineAggregate({
  name: 'order-numbers',
  shape: 1,
  initial: () => ({ last: 0 }),
  events: [orderConfirmed],
  evolve: ({ last }: Numbers): Numbers => ({ last: last + 1 }),
  storage: { load, save },
})

export const numbersKey = orderNumbers.key
