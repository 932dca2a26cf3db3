/** Read model of settlements: their list, and where each stands. */
import {
  settlementCreated,
  settlementFailed,
  settlementPaid,
  settlementTransferring,
} from '../../contracts/settlements.ts'
import { textArray, timeArray } from '../../platform/db/array-literal.ts'
import { endOf } from '../../platform/ports/business-date.ts'
import { type MessageOf, view } from '../../platform/service/handlers.ts'
import { attemptBegun } from './settlement.ts'

/** What the events of a batch say of one settlement; what is left out stays as it is. */
interface Change {
  readonly settlementId: string
  readonly status?: 'transferring' | 'paid' | 'failed'
  readonly totals?: { readonly payments: number; readonly gross: number; readonly fee: number; readonly payout: number }
  readonly attempt?: { readonly attempt: number; readonly runId: string | null }
  readonly underWay?: boolean
  readonly reason?: string | null
}

const EVENTS = [settlementCreated, attemptBegun, settlementTransferring, settlementPaid, settlementFailed] as const
type SettlementEvent = MessageOf<(typeof EVENTS)[number]>

function changesOf(events: readonly SettlementEvent[]): Change[] {
  const changes = new Map<string, Change>()
  for (const event of events) {
    const { settlementId } = event.data
    changes.set(settlementId, { ...changes.get(settlementId), settlementId, ...changeOf(event) })
  }
  return [...changes.values()]
}

function changeOf(event: SettlementEvent): Omit<Change, 'settlementId'> {
  switch (event.type) {
    case settlementCreated.type:
      return {}
    case attemptBegun.type:
      return { attempt: event.data, underWay: true }
    case settlementTransferring.type:
      return { status: 'transferring', totals: event.data, reason: null, underWay: true }
    case settlementPaid.type:
      return { status: 'paid', totals: event.data, reason: null, underWay: false }
    case settlementFailed.type:
      return { status: 'failed', totals: event.data, reason: event.data.reason, underWay: false }
  }
}

const INSERT = `
  insert into settlements (id, franchise_id, merchant_id, business_date, currency, until, status, payments, gross, fee,
                           payout, attempts, under_way)
  select id, franchise_id, merchant_id, business_date, currency, until, 'created', 0, 0, 0, 0, 0, false
  from unnest($1::text[], $2::text[], $3::text[], $4::date[], $5::text[], $6::timestamptz[])
    as c(id, franchise_id, merchant_id, business_date, currency, until)`

const UPDATE = `
  update settlements s set
    status = coalesce(c.status, s.status),
    reason = case when c.status is null then s.reason else c.reason end,
    payments = coalesce(c.payments, s.payments), gross = coalesce(c.gross, s.gross), fee = coalesce(c.fee, s.fee),
    payout = coalesce(c.payout, s.payout), under_way = coalesce(c.under_way, s.under_way),
    attempts = coalesce(c.attempt, s.attempts),
    run_id = case when c.attempt is null then s.run_id else c.run_id end
  from unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::bigint[], $6::bigint[], $7::bigint[], $8::boolean[],
              $9::int[], $10::text[])
    as c(id, status, reason, payments, gross, fee, payout, under_way, attempt, run_id)
  where s.id = c.id`

const numeral = (value: number | boolean | undefined): string | null => (value === undefined ? null : String(value))

export const settlementsView = view({
  name: 'settlements',
  tables: ['settlements'],
  events: EVENTS,
  async apply(tx, events) {
    const created = events.flatMap(event => (event.type === settlementCreated.type ? [event.data] : []))
    const changes = changesOf(events)
    const inserted = tx.query(INSERT, [
      textArray(created, row => row.settlementId),
      textArray(created, row => row.franchiseId),
      textArray(created, row => row.merchantId),
      textArray(created, row => row.businessDate),
      textArray(created, row => row.currency),
      timeArray(created, row => endOf(row.businessDate)),
    ])
    const updated = tx.query(UPDATE, [
      textArray(changes, row => row.settlementId),
      textArray(changes, row => row.status ?? null),
      textArray(changes, row => row.reason ?? null),
      textArray(changes, row => numeral(row.totals?.payments)),
      textArray(changes, row => numeral(row.totals?.gross)),
      textArray(changes, row => numeral(row.totals?.fee)),
      textArray(changes, row => numeral(row.totals?.payout)),
      textArray(changes, row => numeral(row.underWay)),
      textArray(changes, row => numeral(row.attempt?.attempt)),
      textArray(changes, row => row.attempt?.runId ?? null),
    ])
    await Promise.all([inserted, updated])
  },
})
