/** What the processor and we say of one business date: its statement, and our payments beside it. */
import { select, sql } from '../../../platform/db/sql.ts'
import { type Refusal, refuse } from '../../../platform/kit/refusal.ts'
import { endOf, startOf } from '../../../platform/ports/business-date.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { isAtFranchise, type OrderPayment, type Payment } from '../payment/feature.ts'
import { type PspTransaction, pspOf } from '../psp/feature.ts'
import type { Stated } from './stated.ts'

const PAGE = 1_000
/** Of one day. */
const LINES_MAX = 200_000
/** Payments of one query. */
const PAYMENTS_MAX = 1_000

/** Refusal: psp_unavailable. */
export async function statementOf(context: ServiceContext, date: string): Promise<PspTransaction[] | Refusal> {
  const psp = pspOf(context)
  const lines: PspTransaction[] = []
  const day = { from: `${date}T00:00:00`, until: `${date}T23:59:59` }
  while (lines.length < LINES_MAX) {
    const page = await psp.transactions({ ...day, after: lines.at(-1)?.transactionKey ?? null, limit: PAGE })
    if (page.kind !== 'done') return refuse('psp_unavailable')
    lines.push(...page.value)
    if (page.value.length < PAGE) return lines
  }
  throw new Error(`the statement of ${date} has more than ${LINES_MAX} lines`)
}

export interface Pair {
  readonly paymentKey: string
  readonly payment: OrderPayment | null
  readonly said: Stated | null
}

/** Every payment that one of both knows of this date. */
export async function pairsOf(context: ServiceContext, date: string, stated: readonly Stated[]): Promise<Pair[]> {
  const named = new Map<string, OrderPayment>()
  for (let at = 0; at < stated.length; at += PAYMENTS_MAX) {
    for (const payment of await paymentsOf(context, stated.slice(at, at + PAYMENTS_MAX))) {
      if (payment.paymentKey) named.set(payment.paymentKey, payment)
    }
  }
  const said = stated.map(each => ({
    paymentKey: each.paymentKey,
    payment: named.get(each.paymentKey) ?? null,
    said: each,
  }))
  const known = new Set(stated.map(({ paymentKey }) => paymentKey))
  const onlyOurs = (await takenOn(context, date)).flatMap(payment =>
    payment.paymentKey && !known.has(payment.paymentKey)
      ? [{ paymentKey: payment.paymentKey, payment, said: null }]
      : [],
  )
  return [...said, ...onlyOurs]
}

interface HeadRow {
  readonly state: Payment
}

const forOrders = (rows: readonly HeadRow[]): OrderPayment[] =>
  rows.flatMap(({ state }) => (isAtFranchise(state) ? [] : [state]))

/** Billing charges carry our payment's id as order number; payments of the processor's window carry the order's. */
async function paymentsOf({ read }: ServiceContext, stated: readonly Stated[]): Promise<OrderPayment[]> {
  const numbers = stated.map(({ orderId }) => orderId)
  const rows = await select<HeadRow>(
    read,
    sql`select h.state from payments p join heads h on h.stream = 'payment:' || p.id
        where p.id = any(${numbers}::text[]) or p.order_id = any(${numbers}::text[])`,
  )
  return forOrders(rows)
}

/** Card payments of this date that say that the money was taken. */
async function takenOn({ read }: ServiceContext, date: string): Promise<OrderPayment[]> {
  const rows = await select<HeadRow>(
    read,
    sql`select h.state from payments p join heads h on h.stream = 'payment:' || p.id
        where p.method = 'credit_card' and p.status in ('approved', 'partially_refunded', 'refunded')
          and p.created_at >= ${startOf(date)} and p.created_at < ${endOf(date)} limit ${LINES_MAX}`,
  )
  return forOrders(rows)
}
