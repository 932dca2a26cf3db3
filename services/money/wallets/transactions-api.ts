/** What went in and out of a member's wallets, over HTTP. */

import { Type } from 'typebox'
import { maskedNames } from '../../../contracts/identity.ts'
import { AmountSchema, Currency, toMajor } from '../../../platform/http/routes/amount.ts'
import { list } from '../../../platform/http/routes/list.ts'
import type { Route } from '../../../platform/http/routes/route.ts'
import { Nullable, Timestamp } from '../../../platform/http/routes/schemas.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { NUMBER_MAX, type TransactionRow, transactionsOf } from '../ledger/feature.ts'
import { walletsOf } from './wallets.ts'

const Transaction = Type.Object(
  {
    id: Type.String(),
    kind: Type.String(),
    direction: Type.Union([Type.Literal('in'), Type.Literal('out')]),
    counterpart: Type.String(),
    amount: AmountSchema,
    currency: Currency,
    balance: Type.Number(),
    reference: Nullable(Type.String()),
    memo: Nullable(Type.String()),
    createdAt: Timestamp,
  },
  { $id: 'WalletTransaction' },
)

export const transactionsRoute = (context: ServiceContext): Route =>
  list({
    path: '/api/money/transactions',
    name: 'listTransactions',
    summary: 'What went in and out of my wallets, newest first',
    description:
      'Every posting to the caller’s wallets with the balance after it: top-ups, withdrawals, payments, refunds, transfers. The other side is named as a person knows it.',
    who: 'member',
    filter: { from: Timestamp, to: Timestamp },
    item: Transaction,
    query: (filter, page, { actor }) =>
      transactionsOf(context.read, { accounts: walletsOf(actor.id), ...filter, ...page }),
    position: { schema: Type.Integer({ minimum: 1, maximum: NUMBER_MAX }), of: ({ number }) => number },
    async present(rows) {
      const ids = [...new Set(rows.flatMap(row => memberOf(row.counterpart) ?? []))]
      const names = ids.length === 0 ? {} : await context.rpc.call(maskedNames, { ids })
      return rows.map(row => present(row, names))
    },
  })

const memberOf = (account: string): string | null =>
  account.startsWith('wallet:') ? (account.split(':')[1] ?? null) : null

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
