/**
 * The PSP's statement, `GET /v1/transactions`: every charge and every cancel of a time in Korea, oldest first, in pages. A
 * test can make it differ from what the payments say.
 */
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { seoulTime } from '../shared/seoul-time.ts'
import type { Book } from './book.ts'
import type { Exchange } from './exchange.ts'
import { majorUnits, type Payment } from './payment.ts'

const LIMIT_MAX = 10_000
const LIMIT_DEFAULT = 100
const LocalTime = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}$' })

const Query = Type.Object({
  startDate: LocalTime,
  endDate: LocalTime,
  startingAfter: Type.Optional(Type.String()),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: LIMIT_MAX })),
})

/** What the statement says that is not so. */
export const StatementDifference = Type.Union([
  Type.Object({ kind: Type.Literal('missing'), paymentKey: Type.String() }),
  Type.Object({ kind: Type.Literal('amount'), paymentKey: Type.String(), amount: Type.Number() }),
])
export type StatementDifference = Static<typeof StatementDifference>

interface Transaction {
  readonly mId: string
  readonly transactionKey: string
  readonly paymentKey: string
  readonly orderId: string
  readonly method: string
  readonly status: 'DONE' | 'CANCELED' | 'PARTIAL_CANCELED'
  readonly transactionAt: string
  readonly currency: string
  /** Of this charge or cancel. */
  readonly amount: number
}

function transactionsOf({ approvedAt, transactionKey, cancels, total, ...payment }: Payment): Transaction[] {
  if (!approvedAt) return []
  const { paymentKey, orderId, currency } = payment
  const shared = { mId: 'madang', paymentKey, orderId, method: '카드', currency }
  const line = (key: string | null, status: Transaction['status'], amount: number, at: string): Transaction => ({
    ...{ ...shared, transactionKey: key ?? '', status },
    transactionAt: seoulTime(new Date(at)),
    amount: majorUnits(amount, currency),
  })
  return [
    line(transactionKey, 'DONE', total, approvedAt),
    ...cancels.map(each =>
      line(each.transactionKey, each.left === 0 ? 'CANCELED' : 'PARTIAL_CANCELED', each.amount, each.at),
    ),
  ]
}

function shown(transaction: Transaction, planted: readonly StatementDifference[]): Transaction[] {
  const ofPayment = planted.filter(({ paymentKey }) => paymentKey === transaction.paymentKey)
  if (ofPayment.some(({ kind }) => kind === 'missing')) return []
  const other = ofPayment.find(difference => difference.kind === 'amount')
  return [other && transaction.status === 'DONE' ? { ...transaction, amount: other.amount } : transaction]
}

/** In order; those of one second stay in the order they were made in. */
function between(book: Book, from: string, until: string): Transaction[] {
  const local = ({ transactionAt }: Transaction) => transactionAt.slice(0, from.length)
  return [...book.payments.values()]
    .flatMap(transactionsOf)
    .filter(transaction => local(transaction) >= from && local(transaction) <= until)
    .sort((a, b) => (local(a) < local(b) ? -1 : local(a) > local(b) ? 1 : 0))
}

export function transactionsApi(
  app: FastifyInstance,
  { book, exchange }: { readonly book: Book; readonly exchange: Exchange },
  planted: readonly StatementDifference[],
): void {
  app.get('/v1/transactions', { schema: { querystring: Query } }, (request, reply) =>
    exchange.run(request, reply, { operation: 'transactions' }, () => {
      const { startDate, endDate, startingAfter, limit = LIMIT_DEFAULT } = request.query as Static<typeof Query>
      const all = between(book, startDate, endDate)
      const after = startingAfter ? all.findIndex(({ transactionKey }) => transactionKey === startingAfter) + 1 : 0
      const page = all.slice(after, after + limit)
      return { status: 200, body: page.flatMap(transaction => shown(transaction, planted)), entries: [] }
    }),
  )
}
