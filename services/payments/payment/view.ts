/** The list of payments as a read model, written with their events. */
import {
  paymentApproved,
  paymentAuthorized,
  paymentDeclined,
  paymentRefunded,
  paymentRequested,
  paymentSettled,
  paymentSettling,
  paymentVoided,
} from '../../../contracts/payments.ts'
import { textArray } from '../../../platform/db/array-literal.ts'
import { bigint, copyInto, text, timestamptz } from '../../../platform/db/copy.ts'
import type { Writing } from '../../../platform/db/database.ts'
import { type MessageOf, view } from '../../../platform/service/handlers.ts'
import { paymentKey, statusSettled } from './payment.ts'
import type { PaymentStatus } from './state.ts'

const EVENTS = [
  paymentRequested,
  paymentAuthorized,
  paymentDeclined,
  paymentApproved,
  paymentVoided,
  paymentRefunded,
  paymentSettling,
  paymentSettled,
] as const
type PaymentEvent = MessageOf<(typeof EVENTS)[number]>

/** Null after a refund: it depends on all refunds so far. */
function statusAfter(event: PaymentEvent): PaymentStatus | null {
  switch (event.type) {
    case paymentRequested.type:
      return 'requested'
    case paymentAuthorized.type:
      return 'authorized'
    case paymentDeclined.type:
      return 'declined'
    case paymentApproved.type:
      return 'approved'
    case paymentVoided.type:
      return 'voided'
    case paymentRefunded.type:
      return null
    case paymentSettling.type:
      return statusSettled('settling', event.data.amount - event.data.refunded)
    case paymentSettled.type:
      return statusSettled('settled', event.data.amount - event.data.refunded)
  }
}

interface PaymentRow {
  readonly data: PaymentEvent['data']
  readonly at: Date
  /** The last one that an event says by itself. */
  readonly status: PaymentStatus | null
  /** It was requested by one of these events. */
  readonly isNew: boolean
  /** A refund was the last to change it. */
  readonly refunded: boolean
}

const orderOf = ({ data }: PaymentRow) => ('orderId' in data ? data.orderId : null)
const franchiseOf = ({ data }: PaymentRow) => ('franchiseId' in data ? data : null)

const insert = copyInto<PaymentRow>('payments', {
  id: text(({ data }) => data.paymentId),
  order_id: text(orderOf),
  franchise_id: text(row => franchiseOf(row)?.franchiseId ?? null),
  merchant_id: text(row => franchiseOf(row)?.merchantId ?? null),
  member_id: text(({ data }) => data.memberId),
  status: text(({ status }) => status),
  amount: bigint(({ data }) => data.amount),
  currency: text(({ data }) => data.currency),
  method: text(({ data }) => data.method),
  created_at: timestamptz(({ at }) => at),
})

const update = (tx: Writing, rows: readonly PaymentRow[]): Promise<unknown> =>
  tx.query(
    'update payments set status = p.status from unnest($1::text[], $2::text[]) as p(id, status) where payments.id = p.id',
    [textArray(rows, ({ data }) => data.paymentId), textArray(rows, ({ status }) => status)],
  )

function rowsOf(events: readonly PaymentEvent[]): PaymentRow[] {
  const rows = new Map<string, PaymentRow>()
  for (const event of events) {
    const { data, at } = event
    const known = rows.get(data.paymentId)
    const status = statusAfter(event)
    const isNew = known?.isNew ?? event.type === paymentRequested.type
    const next = { status: status ?? known?.status ?? null, isNew, refunded: status === null }
    rows.set(data.paymentId, { data, at: known?.at ?? at, ...next })
  }
  return [...rows.values()]
}

export const paymentsView = view({
  name: 'payments',
  tables: ['payments'],
  events: EVENTS,
  async apply(tx, events) {
    const rows = rowsOf(events)
    const fresh = rows.filter(({ isNew }) => isNew)
    const known = rows.filter(({ isNew, status }) => !isNew && status !== null)
    const refunded = rows.filter(row => row.refunded).map(({ data }) => data.paymentId)
    await Promise.all([
      fresh.length > 0 && insert(tx, fresh),
      known.length > 0 && update(tx, known),
      refunded.length > 0 && markRefunds(tx, refunded),
    ])
  },
})

/** A refund's status depends on all refunds of its payment so far, this one counted. */
const markRefunds = (tx: Writing, ids: readonly string[]): Promise<unknown> =>
  tx.query(
    `update payments p set status = case when r.total = p.amount then 'refunded' else 'partially_refunded' end
     from (select (data ->> 'paymentId') as id, sum((data ->> 'refundAmount')::bigint) as total from events
           where stream = any($1) and type = '${paymentRefunded.type}' group by 1) r
     where p.id = r.id`,
    [ids.map(paymentKey)],
  )
