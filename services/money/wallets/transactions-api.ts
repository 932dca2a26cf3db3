/** What went in and out of a member's wallets, over HTTP. */
import { Type } from 'typebox'
import { maskedNames } from '../../../contracts/identity.ts'
import { walletOf } from '../../../contracts/money.ts'
import { toMajor } from '../../../platform/http/routes/amount.ts'
import {
  defineCursor,
  PAGE_LIMIT_DEFAULT,
  PageSchema,
  pageOf,
  pageQuery,
} from '../../../platform/http/routes/paging.ts'
import { ok, type Route, read } from '../../../platform/http/routes/route.ts'
import { isRefusal } from '../../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { type TransactionRow, transactionsOf } from '../ledger/feature.ts'
import { WALLET_CURRENCIES } from './wallets.ts'

const Transaction = Type.Object({
  id: Type.String(),
  kind: Type.String(),
  direction: Type.Union([Type.Literal('in'), Type.Literal('out')]),
  counterpart: Type.String(),
  amount: Type.Number(),
  currency: Type.String(),
  balance: Type.Number(),
  reference: Type.Union([Type.String(), Type.Null()]),
  memo: Type.Union([Type.String(), Type.Null()]),
  createdAt: Type.String(),
})

/** No transfer has it; the server counts further than a number here can. */
const NUMBER_MAX = Number.MAX_SAFE_INTEGER
const cursor = defineCursor(Type.Integer({ minimum: 1, maximum: NUMBER_MAX }))

export function transactionsRoute(context: ServiceContext): Route {
  return read({
    method: 'GET',
    path: '/api/money/transactions',
    name: 'listTransactions',
    summary: 'What went in and out of my wallets, newest first',
    who: 'member',
    query: Type.Object({
      ...pageQuery,
      from: Type.Optional(Type.String({ format: 'date-time' })),
      to: Type.Optional(Type.String({ format: 'date-time' })),
    }),
    replies: { 200: PageSchema(Transaction) },
    async read({ actor, query }) {
      const before = cursor.decode(query.cursor)
      if (isRefusal(before)) return before
      const limit = query.limit ?? PAGE_LIMIT_DEFAULT
      const rows = await transactionsOf(context.read, {
        accounts: WALLET_CURRENCIES.map(currency => walletOf(actor.id, currency)),
        before: before ?? NUMBER_MAX,
        from: query.from ?? null,
        to: query.to ?? null,
        limit,
      })
      const names = await namesOf(context, rows)
      return ok(
        pageOf(
          rows,
          limit,
          cursor,
          row => row.number,
          row => present(row, names),
        ),
      )
    },
  })
}

const memberOf = (account: string): string | null =>
  account.startsWith('wallet:') ? (account.split(':')[1] ?? null) : null

async function namesOf(
  context: ServiceContext,
  rows: readonly TransactionRow[],
): Promise<Readonly<Record<string, string>>> {
  const ids = [...new Set(rows.flatMap(row => memberOf(row.counterpart) ?? []))]
  return ids.length === 0 ? {} : context.rpc.call(maskedNames, { ids })
}

function present(row: TransactionRow, names: Readonly<Record<string, string>>) {
  const { id, kind, direction, currency, reference, memo } = row
  const member = memberOf(row.counterpart)
  return {
    id,
    kind,
    direction,
    counterpart: member ? (names[member] ?? '***') : (row.counterpart.split(':')[0] ?? ''),
    amount: toMajor(row.amount, currency),
    currency,
    balance: toMajor(row.balance, currency),
    reference,
    memo,
    createdAt: row.at.toISOString(),
  }
}
