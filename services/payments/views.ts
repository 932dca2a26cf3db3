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
  type PaymentRequested,
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
import type { Message } from '../../platform/kit/message.ts'
import type { InlineView, Projection } from '../../platform/service/service.ts'
import { type Payment, type PaymentStatus, paymentKey, statusSettled } from './payment.ts'

/** Null after a refund: it depends on all refunds so far. */
const STATUS_AFTER: Readonly<Record<string, (data: { amount: number; refunded: number }) => PaymentStatus | null>> = {
  [paymentRequested.type]: () => 'requested',
  [paymentAuthorized.type]: () => 'authorized',
  [paymentDeclined.type]: () => 'declined',
  [paymentApproved.type]: () => 'approved',
  [paymentVoided.type]: () => 'voided',
  [paymentRefunded.type]: () => null,
  [paymentSettling.type]: ({ amount, refunded }) => statusSettled('settling', amount - refunded),
  [paymentSettled.type]: ({ amount, refunded }) => statusSettled('settled', amount - refunded),
}

interface PaymentEventData {
  readonly data: PaymentRequested
  readonly at: Date
  /** The last one that an event says by itself. */
  readonly status: PaymentStatus | null
  /** It was requested by one of these events. */
  readonly isNew: boolean
  /** A refund was the last to change it. */
  readonly refunded: boolean
}

const orderOf = ({ data }: PaymentEventData) => ('orderId' in data ? data.orderId : null)
const franchiseOf = ({ data }: PaymentEventData) => ('franchiseId' in data ? data : null)

const insert = copyInto<PaymentEventData>('payments', {
  id: text(({ data }) => data.paymentId),
  order_id: text(orderOf),
  franchise_id: text(seen => franchiseOf(seen)?.franchiseId ?? null),
  merchant_id: text(seen => franchiseOf(seen)?.merchantId ?? null),
  member_id: text(({ data }) => data.memberId),
  status: text(({ status }) => status),
  amount: bigint(({ data }) => data.amount),
  currency: text(({ data }) => data.currency),
  method: text(({ data }) => data.method),
  created_at: timestamptz(({ at }) => at),
})

const update = (tx: Writing, seen: readonly PaymentEventData[]): Promise<unknown> =>
  tx.query(
    'update payments set status = p.status from unnest($1::text[], $2::text[]) as p(id, status) where payments.id = p.id',
    [textArray(seen, ({ data }) => data.paymentId), textArray(seen, ({ status }) => status)],
  )

function lastSeen(events: readonly Message[]): PaymentEventData[] {
  const seen = new Map<string, PaymentEventData>()
  for (const { type, data, at } of events as Message<PaymentRequested & { refunded: number }>[]) {
    const known = seen.get(data.paymentId)
    const status = STATUS_AFTER[type]?.(data) ?? null
    const isNew = known?.isNew ?? type === paymentRequested.type
    const next = { status: status ?? known?.status ?? null, isNew, refunded: status === null }
    seen.set(data.paymentId, { data, at: known?.at ?? at, ...next })
  }
  return [...seen.values()]
}

export const paymentsView: InlineView = {
  name: 'payments',
  tables: ['payments'],
  types: Object.keys(STATUS_AFTER),
  async apply(tx, events) {
    const seen = lastSeen(events)
    const fresh = seen.filter(({ isNew }) => isNew)
    const known = seen.filter(({ isNew, status }) => !isNew && status !== null)
    const refunded = seen.filter(row => row.refunded).map(({ data }) => data.paymentId)
    await Promise.all([
      fresh.length > 0 && insert(tx, fresh),
      known.length > 0 && update(tx, known),
      refunded.length > 0 && markRefunds(tx, refunded),
    ])
  },
}

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

const OVER = [orderConfirmed.type, orderFailed.type, orderCancelled.type, cancellationStarted.type]

export const payableOrders: Projection = {
  name: 'payable-orders',
  from: 'orders',
  tables: ['payable_orders'],
  types: [orderPlaced.type, paymentAwaited.type, ...OVER],
  async apply(tx, events) {
    const placed = events.filter(event => event.type === orderPlaced.type).map(event => event.data)
    const waiting = new Set(events.filter(event => event.type === paymentAwaited.type).map(event => event.data.orderId))
    const over = new Set(
      events.filter(event => OVER.some(type => type === event.type)).map(event => event.data.orderId),
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
}

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
