/** The reconciliation over HTTP, for operators. */

import { Type } from 'typebox'
import { idOf, sampleId } from '../../contracts/api-fields.ts'
import { toMajor } from '../../platform/http/routes/amount.ts'
import { refuseFuture } from '../../platform/http/routes/past-date.ts'
import { ok, type Route, read, write } from '../../platform/http/routes/route.ts'
import { annotated, BusinessDate, Nullable } from '../../platform/http/routes/schemas.ts'
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

const Sum = Type.Number({ description: 'Won; below zero what was paid out.', examples: [15_000] })
const Totals = bySide(() => Sum)
const Amounts = bySide(() => Nullable(Sum))
const ItemResponse = Type.Object(
  { transferId: Nullable(idOf('bankTransfer')), ...Amounts },
  { $id: 'ReconciliationItem', description: 'What each of the three books has; null where it has nothing.' },
)
const GroupResponse = Type.Object(
  {
    count: Type.Integer({ examples: [1] }),
    ...Totals,
    items: Type.Array(ItemResponse),
  },
  { $id: 'ReconciliationGroup', description: `At most ${ITEMS_MAX} items are shown; count and sums are of all.` },
)

const Statement = Type.Object(
  {
    openingBalance: Type.Number({ examples: [1_000_000] }),
    closingBalance: Type.Number({ examples: [1_015_000] }),
    lines: Type.Integer({ examples: [1] }),
  },
  { $id: 'BankStatement' },
)

/** Samples. */
const AGREED = { ours: 15_000, bank: 15_000, ledger: 15_000 }
const MATCHED = { count: 1, ...AGREED, items: [{ transferId: sampleId('bankTransfer'), ...AGREED }] }
const NOTHING = { count: 0, ours: 0, bank: 0, ledger: 0, items: [] }

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
    description:
      'Holds three books of one business date against each other: our transfers, the lines of the bank’s statement, and the postings to the bank’s account in the ledger. Each transfer is in exactly one group. Only reads; a future date, or one before 2000, is refused as invalid.',
    who: ['operator'],
    query: Type.Object({
      date: Type.Optional(annotated(BusinessDate, { description: 'A business date; today unless said.' })),
    }),
    replies: {
      200: Type.Object({
        date: BusinessDate,
        agrees: Type.Boolean({ description: 'No difference; what is unresolved is none yet.', examples: [true] }),
        statement: Statement,
        ...byGroup(group => annotated(GroupResponse, { example: group === 'matched' ? MATCHED : NOTHING })),
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
    description:
      'Does now what is done every night for the day before: reconciles the date, and opens a task for an operator for each difference. A difference that has a task already gets no second one.',
    who: ['operator'],
    body: Type.Object({ date: BusinessDate }),
    replies: { 200: Type.Object({ date: BusinessDate, differences: Type.Integer({ examples: [0] }) }) },
    refusals: ['bank_unavailable'],
    limit_ms: LIMIT_MS,
    write: ({ body: { date } }) => refuseFuture(date, context.ports.clock, 'body') ?? openTasksOf(context, date),
  }),
]
