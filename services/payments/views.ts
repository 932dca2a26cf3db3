/** Read models of payments: their list, and this service's own copy of the orders that may be paid. */
import {
  cancellationStarted,
  orderCancelled,
  orderConfirmed,
  orderFailed,
  orderPlaced,
  paymentAwaited,
} from '../../contracts/orders.ts'
import {
  paymentApproved,
  paymentAuthorized,
  paymentDeclined,
  paymentRefunded,
  paymentRequested,
  paymentSettled,
  paymentSettling,
  paymentVoided,
} from '../../contracts/payments.ts'
import { textArray } from '../../platform/db/array-literal.ts'
import { bigint, copyInto, text, timestamptz } from '../../platform/db/copy.ts'
import type { Queryable, Writing } from '../../platform/db/database.ts'
import { type MessageOf, projection, view } from '../../platform/service/handlers.ts'
import { type Payment, type PaymentStatus, paymentKey, statusSettled } from './payment.ts'

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

export interface PayableOrder {
  readonly orderId: string
  readonly memberId: string
  readonly amount: number
  readonly currency: string
  readonly status: 'placed' | 'awaiting' | 'over'
}

export async function payableOrder(read: Queryable, orderId: string): Promise<PayableOrder | null> {
  const { rows } = await read.query<PayableOrder>(
    `select order_id as "orderId", member_id as "memberId", amount::float8 as amount, currency, status
     from payable_orders where order_id = $1`,
    [orderId],
  )
  return rows[0] ?? null
}

export const payableOrders = projection({
  name: 'payable-orders',
  tables: ['payable_orders'],
  events: [orderPlaced, paymentAwaited, orderConfirmed, orderFailed, orderCancelled, cancellationStarted],
  async apply(tx, events) {
    const placed = events.flatMap(event => (event.type === orderPlaced.type ? [event.data] : []))
    const waiting = new Set(events.flatMap(({ type, data }) => (type === paymentAwaited.type ? [data.orderId] : [])))
    const over = new Set(
      events.flatMap(({ type, data }) =>
        type === orderPlaced.type || type === paymentAwaited.type ? [] : [data.orderId],
      ),
    )
    const statuses = placed.map(({ orderId }) =>
      over.has(orderId) ? 'over' : waiting.has(orderId) ? 'awaiting' : 'placed',
    )
    for (const { orderId } of placed) for (const later of [waiting, over]) later.delete(orderId)
    await Promise.all([
      placed.length > 0 &&
        tx.query(
          `insert into payable_orders (order_id, member_id, amount, currency, status)
           select * from unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[])
           on conflict do nothing`,
          [
            placed.map(order => order.orderId),
            placed.map(order => order.memberId),
            placed.map(order => order.total),
            placed.map(order => order.currency),
            statuses,
          ],
        ),
      waiting.size > 0 &&
        tx.query(`update payable_orders set status = 'awaiting' where order_id = any($1) and status = 'placed'`, [
          [...waiting],
        ]),
      over.size > 0 && tx.query(`update payable_orders set status = 'over' where order_id = any($1)`, [[...over]]),
    ])
  },
})

export interface PaymentsQuery {
  /** Null sees all; anybody else what they paid, and what was paid at a franchise of theirs that they ask for. */
  readonly memberId: string | null
  readonly orderId: string | null
  readonly franchiseId: string | null
  readonly status: string | null
  readonly from: string | null
  readonly to: string | null
  readonly before: string | null
  readonly limit: number
}

/** Newest first; one row more than `limit` tells that there is a next page. */
export async function listPayments(read: Queryable, asked: PaymentsQuery): Promise<{ id: string; state: Payment }[]> {
  const { rows } = await read.query<{ id: string; state: Payment }>(
    `select p.id, h.state from payments p join heads h on h.stream = 'payment:' || p.id
     where ($1::text is null or p.member_id = $1 or ($8::text is not null and p.merchant_id = $1))
       and ($2::text is null or p.order_id = $2) and ($8::text is null or p.franchise_id = $8)
       and ($3::text is null or p.status = $3) and ($4::timestamptz is null or p.created_at >= $4)
       and ($5::timestamptz is null or p.created_at < $5) and ($6::text is null or p.id < $6)
     order by p.id desc limit $7`,
    [
      ...[asked.memberId, asked.orderId, asked.status, asked.from, asked.to, asked.before, asked.limit + 1],
      asked.franchiseId,
    ],
  )
  return rows
}
