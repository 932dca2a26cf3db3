/** The reconciliation over HTTP, for operators. */

import { Type } from 'typebox'
import { toMajor } from '../../platform/http/routes/amount.ts'
import { ok, type Route, read } from '../../platform/http/routes/route.ts'
import { Nullable } from '../../platform/http/routes/schemas.ts'
import { invalidField } from '../../platform/kit/invalid.ts'
import { isRefusal } from '../../platform/kit/refusal.ts'
import { businessDateOf } from '../../platform/ports/business-date.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import type { Bank } from './bank.ts'
import { agrees, byGroup, bySide, type Item, reconcile } from './reconciliation.ts'
import { booksOf } from './reconciliation-books.ts'

/** Items shown of a group; its count and totals are of all. */
const ITEMS_MAX = 1_000
/** The house did not stand before; the calendars of some databases end not far before. */
const YEAR_MIN = 2000

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

export const reconciliationRoute = (context: ServiceContext, bank: Bank): Route =>
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
    limit_ms: 60_000,
    async read({ query: { date = businessDateOf(context.ports.clock.now()) } }) {
      if (Number(date.slice(0, 4)) < YEAR_MIN) return invalidField('query', 'date', 'too_small')
      const found = await booksOf(context, bank, date)
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
  })
