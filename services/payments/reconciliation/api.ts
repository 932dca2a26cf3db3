/** The reconciliation with the card processor over HTTP, for operators. */
import { Type } from 'typebox'
import { toMajor } from '../../../platform/http/routes/amount.ts'
import { refuseFuture } from '../../../platform/http/routes/past-date.ts'
import { ok, type Route, read, write } from '../../../platform/http/routes/route.ts'
import { BusinessDate, Nullable } from '../../../platform/http/routes/schemas.ts'
import { isRefusal } from '../../../platform/kit/refusal.ts'
import { businessDateOf } from '../../../platform/ports/business-date.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { openTasksOf } from './open-tasks.ts'
import { type Item, reconcile } from './reconcile.ts'

/** Items shown of a list; its count is of all. */
const ITEMS_MAX = 1_000
const LIMIT_MS = 60_000

const ItemResponse = Type.Object({
  paymentKey: Type.String(),
  paymentId: Nullable(Type.String()),
  orderId: Nullable(Type.String()),
  difference: Type.String(),
  ours: Nullable(Type.Number()),
  processor: Nullable(Type.Number()),
  currency: Type.String(),
})
const Items = Type.Object({ count: Type.Integer(), items: Type.Array(ItemResponse) })

const major = (amount: number | null, currency: string) => (amount === null ? null : toMajor(amount, currency))

const present = (items: readonly Item[]) => ({
  count: items.length,
  items: items.slice(0, ITEMS_MAX).map(item => ({
    ...item,
    ours: major(item.ours, item.currency),
    processor: major(item.processor, item.currency),
  })),
})

export const reconciliationRoutes = (context: ServiceContext): readonly Route[] => [
  read({
    method: 'GET',
    path: '/api/payments/reconciliation',
    name: 'reconcileProcessor',
    summary: 'A business date: our card payments and the processor’s statement, held against each other',
    who: ['operator'],
    query: Type.Object({ date: Type.Optional(Type.String({ format: 'date', description: 'Today, unless said.' })) }),
    replies: {
      200: Type.Object({
        date: Type.String(),
        agrees: Type.Boolean({ description: 'No difference; what is unresolved is none yet.' }),
        statement: Type.Object({ lines: Type.Integer() }),
        matched: Type.Integer(),
        unresolved: Items,
        differences: Items,
      }),
    },
    refusals: ['psp_unavailable'],
    limit_ms: LIMIT_MS,
    async read({ query: { date = businessDateOf(context.ports.clock.now()) } }) {
      const found = refuseFuture(date, context.ports.clock, 'query') ?? (await reconcile(context, date))
      if (isRefusal(found)) return found
      const { lines, matched, unresolved, differences } = found
      return ok({
        ...{ date, agrees: differences.length === 0, statement: { lines }, matched },
        unresolved: present(unresolved),
        differences: present(differences),
      })
    },
  }),
  write({
    method: 'POST',
    path: '/api/payments/reconciliation',
    name: 'openProcessorDifferences',
    summary: 'Reconciles a business date now, as every night: each difference is a task',
    who: ['operator'],
    body: Type.Object({ date: BusinessDate }),
    replies: { 200: Type.Object({ date: Type.String(), differences: Type.Integer() }) },
    refusals: ['psp_unavailable'],
    limit_ms: LIMIT_MS,
    write: ({ body: { date } }) => refuseFuture(date, context.ports.clock, 'body') ?? openTasksOf(context, date),
  }),
]
