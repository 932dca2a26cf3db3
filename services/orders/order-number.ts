/**
 * The numbers people read, such as `2026-11-0001234`: a counter per business month, drawn at confirmation. Gaps are
 * allowed; two orders never share one.
 */
import { orderConfirmed } from '../../contracts/orders.ts'
import type { Queryable, Writing } from '../../platform/db/database.ts'
import { defineAggregate, type Head } from '../../platform/kit/aggregate.ts'
import type { States } from '../../platform/kit/command.ts'

interface Numbers {
  readonly last: number
}

/** The business month of an instant, `2026-11`: the calendar of Seoul, which has no summer time. */
export function businessMonth(now: Date): string {
  const seoul = new Date(now.getTime() + SEOUL_OFFSET_MS)
  return `${seoul.getUTCFullYear()}-${String(seoul.getUTCMonth() + 1).padStart(2, '0')}`
}
const SEOUL_OFFSET_MS = 9 * 3_600_000

export function nextNumber(states: States, month: string): string {
  const { last } = states.of(numbersKey(month))
  return `${month}-${String(last + 1).padStart(7, '0')}`
}

const monthOf = (key: string): string => key.slice('order-numbers:'.length)

async function load(from: Queryable, keys: readonly string[], lock: boolean): Promise<Head<Numbers>[]> {
  const months = keys.map(monthOf)
  // Made first, in a statement of its own, so that the first two orders of a month queue up for one row.
  await from.query('insert into order_numbers (month, last) select unnest($1::text[]), 0 on conflict do nothing', [
    months,
  ])
  const { rows } = await from.query<{ month: string; last: number }>(
    `select month, last from order_numbers where month = any($1) order by month ${lock ? 'for update' : ''}`,
    [months],
  )
  return rows.map(({ month, last }) => ({ key: numbersKey(month), version: last, state: { last } }))
}

async function save(tx: Writing, heads: readonly Head<Numbers>[]): Promise<void> {
  await tx.query(
    `update order_numbers o set last = n.last from unnest($1::text[], $2::int[]) as n(month, last)
     where o.month = n.month`,
    [heads.map(head => monthOf(head.key)), heads.map(head => head.state.last)],
  )
}

export const orderNumbers = defineAggregate({
  name: 'order-numbers',
  shape: 1,
  initial: () => ({ last: 0 }),
  events: [orderConfirmed],
  evolve: ({ last }: Numbers): Numbers => ({ last: last + 1 }),
  storage: { load, save },
})

export const numbersKey = orderNumbers.key
