/** Read models of money between wallets and bank accounts: the members' lists, and what each region topped up. */
import {
  topUpFailed,
  topUpRequested,
  topUpReturning,
  topUpSucceeded,
  withdrawalFailed,
  withdrawalRequested,
  withdrawalSucceeded,
} from '../../contracts/money.ts'
import { plainArray, textArray, timeArray } from '../../platform/db/array-literal.ts'
import type { Queryable } from '../../platform/db/database.ts'
import type { Aggregate } from '../../platform/kit/aggregate.ts'
import { view } from '../../platform/service/handlers.ts'
import { topUp } from './top-up.ts'
import { withdrawal } from './withdrawal.ts'

const TOP_UP_STATUS = {
  [topUpRequested.type]: 'requested',
  [topUpReturning.type]: 'returning',
  [topUpSucceeded.type]: 'succeeded',
  [topUpFailed.type]: 'failed',
} as const

const WITHDRAWAL_STATUS = {
  [withdrawalRequested.type]: 'requested',
  [withdrawalSucceeded.type]: 'succeeded',
  [withdrawalFailed.type]: 'failed',
} as const

/** The last word on each thing; every event tells it whole. */
const latest = <E>(events: readonly E[], idOf: (event: E) => string): E[] => [
  ...new Map(events.map(event => [idOf(event), event])).values(),
]

export const topUpsView = view({
  name: 'top-ups',
  tables: ['top_ups'],
  events: [topUpRequested, topUpReturning, topUpSucceeded, topUpFailed],
  async apply(tx, events) {
    const rows = latest(events, ({ data }) => data.topUpId)
    await tx.query(
      `insert into top_ups (id, member_id, amount, currency, region, transfer_id, status)
       select * from unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[])
       on conflict (id) do update set status = excluded.status`,
      [
        textArray(rows, ({ data }) => data.topUpId),
        textArray(rows, ({ data }) => data.memberId),
        plainArray(rows, ({ data }) => data.amount),
        textArray(rows, ({ data }) => data.currency),
        textArray(rows, ({ data }) => data.region),
        textArray(rows, ({ data }) => data.transferId),
        textArray(rows, ({ type }) => TOP_UP_STATUS[type]),
      ],
    )
  },
})

export const withdrawalsView = view({
  name: 'withdrawals',
  tables: ['withdrawals'],
  events: [withdrawalRequested, withdrawalSucceeded, withdrawalFailed],
  async apply(tx, events) {
    const rows = latest(events, ({ data }) => data.withdrawalId)
    await tx.query(
      `insert into withdrawals (id, member_id, amount, currency, transfer_id, status)
       select * from unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[])
       on conflict (id) do update set status = excluded.status`,
      [
        textArray(rows, ({ data }) => data.withdrawalId),
        textArray(rows, ({ data }) => data.memberId),
        plainArray(rows, ({ data }) => data.amount),
        textArray(rows, ({ data }) => data.currency),
        textArray(rows, ({ data }) => data.transferId),
        textArray(rows, ({ type }) => WITHDRAWAL_STATUS[type]),
      ],
    )
  },
})

export const regionsView = view({
  name: 'regions',
  tables: ['regions'],
  events: [topUpSucceeded],
  async apply(tx, events) {
    const rows = events.filter(({ data }) => data.region !== null)
    if (rows.length === 0) return
    await tx.query(
      `insert into regions as r (region, currency, day, top_ups, amount)
       select region, currency, (at at time zone 'Asia/Seoul')::date, count(*), sum(amount)
       from unnest($1::text[], $2::text[], $3::bigint[], $4::timestamptz[]) as t(region, currency, amount, at)
       group by 1, 2, 3
       on conflict (region, currency, day) do update
         set top_ups = r.top_ups + excluded.top_ups, amount = r.amount + excluded.amount`,
      [
        textArray(rows, ({ data }) => data.region),
        textArray(rows, ({ data }) => data.currency),
        plainArray(rows, ({ data }) => data.amount),
        timeArray(rows, ({ at }) => at),
      ],
    )
  },
})

export interface CrossingsQuery {
  readonly memberId: string
  readonly before: string | null
  readonly limit: number
}

/** Newest first, with one row more than `limit` to tell whether there is a next page. */
async function listHeads<S>(read: Queryable, table: string, { name }: Aggregate<S>, asked: CrossingsQuery) {
  const { rows } = await read.query<{ id: string; state: S }>(
    `select c.id, h.state from ${table} c join heads h on h.stream = '${name}:' || c.id
     where c.member_id = $1 and ($2::text is null or c.id < $2) order by c.id desc limit $3`,
    [asked.memberId, asked.before, asked.limit + 1],
  )
  return rows
}

export const listTopUps = (read: Queryable, asked: CrossingsQuery) => listHeads(read, 'top_ups', topUp, asked)
export const listWithdrawals = (read: Queryable, asked: CrossingsQuery) =>
  listHeads(read, 'withdrawals', withdrawal, asked)

/** Money of theirs is on its way from the bank, or back to it. */
export async function awaitsMoney(read: Queryable, memberId: string): Promise<boolean> {
  const { rows } = await read.query(
    `select 1 from top_ups where member_id = $1 and status in ('requested', 'returning') limit 1`,
    [memberId],
  )
  return rows.length > 0
}

export interface RegionDay {
  readonly date: string
  readonly topUps: number
  /** Minor units. */
  readonly amount: number
}

/** Days of one answer, the newest ones. */
export const DAYS_MAX = 400

/** What a region topped up between two days, both included: in all, and on each day that had any. */
export async function regionSums(
  read: Queryable,
  asked: { region: string; currency: string; from: string | null; to: string | null },
): Promise<{ topUps: number; amount: number; days: RegionDay[] }> {
  const { rows } = await read.query<RegionDay & { allTopUps: number; allAmount: number }>(
    `select day::text as date, top_ups as "topUps", amount::float8 as amount,
            (sum(top_ups) over ())::float8 as "allTopUps", (sum(amount) over ())::float8 as "allAmount"
     from regions where region = $1 and currency = $2
       and ($3::date is null or day >= $3) and ($4::date is null or day <= $4)
     order by day desc limit ${DAYS_MAX}`,
    [asked.region, asked.currency, asked.from, asked.to],
  )
  const days = rows.map(({ date, topUps, amount }) => ({ date, topUps, amount })).reverse()
  return { topUps: rows[0]?.allTopUps ?? 0, amount: rows[0]?.allAmount ?? 0, days }
}
