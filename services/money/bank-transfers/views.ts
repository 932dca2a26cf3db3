/** Read models of top-ups and withdrawals. */
import {
  topUpFailed,
  topUpRequested,
  topUpReturning,
  topUpSucceeded,
  withdrawalFailed,
  withdrawalRequested,
  withdrawalSucceeded,
} from '../../../contracts/money.ts'
import { plainArray, textArray } from '../../../platform/db/array-literal.ts'
import { view } from '../../../platform/service/handlers.ts'

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
