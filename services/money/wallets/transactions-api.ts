/** What went in and out of a member's wallets, over HTTP: the list, one of it, and the list as a table. */

import { type Static, Type } from 'typebox'
import { CSV_TYPE, csvAnswer } from '../../../platform/http/routes/csv.ts'
import { list } from '../../../platform/http/routes/list.ts'
import { ok, type Route, read } from '../../../platform/http/routes/route.ts'
import { ById, Timestamp } from '../../../platform/http/routes/schemas.ts'
import { refuse } from '../../../platform/kit/refusal.ts'
import { businessDateOf } from '../../../platform/ports/business-date.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { NUMBER_MAX, transactionOf, transactionsOf } from '../ledger/feature.ts'
import { presentAll, TransactionDirection, TransactionKind, TransactionResponse } from './transactions.ts'
import { csvOf } from './transactions-csv.ts'
import { walletsOf } from './wallets.ts'

/** A file that Excel opens at once, some 2 MB. */
export const CSV_ROWS_MAX = 10_000
const CSV_LIMIT_MS = 30_000

const FILTER = {
  kind: TransactionKind,
  direction: TransactionDirection,
  from: Timestamp,
  to: Type.String({ ...Timestamp, description: 'This instant itself is not counted in.' }),
}
const Filter = Type.Partial(Type.Object(FILTER))

export const transactionRoutes = (context: ServiceContext): readonly Route[] => [
  list({
    path: '/api/money/transactions',
    name: 'listTransactions',
    summary: 'What went in and out of my wallets, newest first',
    description:
      'Every posting to the caller’s wallets with the balance after it: top-ups, withdrawals, payments, refunds, transfers. The other side is named as a person knows it.',
    who: 'member',
    filter: FILTER,
    item: TransactionResponse,
    query: (filter, page, { actor }) =>
      transactionsOf(context.read, { accounts: walletsOf(actor.id), ...filter, ...page }),
    position: { schema: Type.Integer({ minimum: 1, maximum: NUMBER_MAX }), of: ({ number }) => number },
    present: (rows, { language }) => presentAll(context, rows, language),
  }),
  read({
    method: 'GET',
    path: '/api/money/transactions.csv',
    name: 'downloadTransactions',
    summary: 'The same as a table for a spreadsheet, with the filters of the list',
    description:
      'A CSV file for Excel, in UTF-8 with a byte order mark, with heads in Korean and English, the newest first. More rows than a file takes are refused with `too_many_rows`: name a shorter time.',
    who: 'member',
    query: Filter,
    replies: { 200: Type.String() },
    produces: CSV_TYPE,
    refusals: ['too_many_rows'],
    limit_ms: CSV_LIMIT_MS,
    async read({ actor, query, language }) {
      const rows = await transactionsOf(context.read, { ...allOf(query), accounts: walletsOf(actor.id) })
      if (rows.length > CSV_ROWS_MAX) return refuse('too_many_rows', { max: CSV_ROWS_MAX })
      const table = csvOf(await presentAll(context, rows, language), language)
      return csvAnswer(`madang-${businessDateOf(context.ports.clock.now())}.csv`, table)
    },
  }),
  read({
    method: 'GET',
    path: '/api/money/transactions/{id}',
    name: 'getTransaction',
    summary: 'One transaction of my wallets',
    description:
      'For the member whose wallet it is in; for others there is no such transaction. A transfer between two members is one transaction for each, with the same id.',
    who: 'member',
    params: ById,
    replies: { 200: TransactionResponse },
    refusals: ['transaction_unknown'],
    async read({ actor, params, language }) {
      const found = await transactionOf(context.read, walletsOf(actor.id), params.id)
      if (!found) return refuse('transaction_unknown')
      const [shown] = await presentAll(context, [found], language)
      return ok(shown)
    },
  }),
]

/** One more than a file takes. */
function allOf(filter: Static<typeof Filter>) {
  const { kind = null, direction = null, from = null, to = null } = filter
  return { kind, direction, from, to, after: null, limit: CSV_ROWS_MAX + 1 }
}
