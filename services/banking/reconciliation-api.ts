/** The reconciliation over HTTP, for operators. */

import { Type } from 'typebox'
import { toMajor } from '../../platform/http/routes/amount.ts'
import { refuseFuture } from '../../platform/http/routes/past-date.ts'
import { ok, type Route, read, write } from '../../platform/http/routes/route.ts'
import { BusinessDate, Nullable } from '../../platform/http/routes/schemas.ts'
import { isRefusal } from '../../platform/kit/refusal.ts'
import { businessDateOf } from '../../platform/ports/business-date.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import type { Bank } from './bank.ts'
import { agrees, byGroup, bySide, type Item, reconcile } from './reconciliation.ts'
import { booksOf } from './reconciliation-books.ts'
import { openTasksOf } from './reconciliation-tasks.ts'

/** Items shown of a group; its count and totals are of all. */
const ITEMS_MAX = 1_000
const LIMIT_MS = 60_000

const Totals = bySide(() => Type.Number())
const Amounts = bySide(() => Nullable(Type.Number()))
const GroupResponse = Type.Object(
  {
    count: Type.Integer(),
    ...Totals,
    items: Type.Array(Type.Object({ transferId: Nullable(Type.String()), ...Amounts })),
  },
  { $id: 'ReconciliationGroup' },
)

const presentGroup = (items: readonly Item[]) => ({
  count: items.length,
  ...bySide(side => toMajor(items.reduce((total, item) => total + (item[side] ?? 0), 0))),
  items: items.slice(0, ITEMS_MAX).map(({ transferId, ...amounts }) => ({
    transferId,
    ...bySide(side => (amounts[side] === null ? null : toMajor(amounts[side]))),
  })),
})

export const reconciliationRoutes = (context: ServiceContext, bank: Bank): readonly Route[] => [
  read({
    method: 'GET',
    path: '/api/banking/reconciliation',
    name: 'reconcileBank',
    summary: 'A Korean business date: our transfers, the bank’s statement and the ledger, held against each other',
    who: ['operator'],
    query: Type.Object({ date: Type.Optional(Type.String({ format: 'date', description: 'Today, unless said.' })) }),
    replies: {
      200: Type.Object({
        date: Type.String(),
        agrees: Type.Boolean({ description: 'No difference; what is unresolved is none yet.' }),
        statement: Type.Object({
          openingBalance: Type.Number(),
          closingBalance: Type.Number(),
          lines: Type.Integer(),
        }),
        ...byGroup(() => GroupResponse),
      }),
    },
    refusals: ['bank_unavailable'],
    limit_ms: LIMIT_MS,
    async read({ query: { date = businessDateOf(context.ports.clock.now()) } }) {
      const found = refuseFuture(date, context.ports.clock, 'query') ?? (await booksOf(context, bank, date))
      if (isRefusal(found)) return found
      const { books, statement } = found
      const reconciled = reconcile(books)
      return ok({
        date,
        agrees: agrees(reconciled),
        statement: {
          openingBalance: toMajor(statement.openingBalance),
          closingBalance: toMajor(statement.closingBalance),
          lines: statement.lines.length,
        },
        ...byGroup(group => presentGroup(reconciled[group])),
      })
    },
  }),
  write({
    method: 'POST',
    path: '/api/banking/reconciliation',
    name: 'openBankDifferences',
    summary: 'Reconciles a business date now, as every night: each difference is a task',
    who: ['operator'],
    body: Type.Object({ date: BusinessDate }),
    replies: { 200: Type.Object({ date: Type.String(), differences: Type.Integer() }) },
    refusals: ['bank_unavailable'],
    limit_ms: LIMIT_MS,
    write: ({ body: { date } }) => refuseFuture(date, context.ports.clock, 'body') ?? openTasksOf(context, date),
  }),
]
