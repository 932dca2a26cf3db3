/** The reconciliation with the card processor over HTTP, for operators. */
import { Type } from 'typebox'
import { idOf } from '../../../contracts/api-fields.ts'
import { amount, Currency, toMajor } from '../../../platform/http/routes/amount.ts'
import { refuseFuture } from '../../../platform/http/routes/past-date.ts'
import { ok, type Route, read, write } from '../../../platform/http/routes/route.ts'
import { annotated, BusinessDate, Nullable } from '../../../platform/http/routes/schemas.ts'
import { namedEnum, type WordsOf } from '../../../platform/kit/named-enum.ts'
import { isRefusal } from '../../../platform/kit/refusal.ts'
import { businessDateOf } from '../../../platform/ports/business-date.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { openTasksOf } from './open-tasks.ts'
import { type Found, type Item, reconcile } from './reconcile.ts'

/** Items shown of a list; its count is of all. */
const ITEMS_MAX = 1_000
const LIMIT_MS = 60_000

const DIFFERENCE: WordsOf<Found> = {
  not_settled: { ko: '처리 중', en: 'It comes to something within moments; no difference yet.' },
  money_left: { ko: '남은 결제', en: 'The processor holds money that no payment of ours has taken.' },
  suspense_given_back: { ko: '보관금 반환', en: 'The processor has given back by itself what is in suspense.' },
  given_back: { ko: '대행사가 더 환불', en: 'The processor has given back more than we have refunded.' },
  not_given_back: { ko: '대행사가 덜 환불', en: 'The processor has given back less than we have refunded.' },
  amount_differs: { ko: '금액 다름', en: 'The processor has charged another amount.' },
  not_charged: { ko: '결제되지 않음', en: 'We have taken a payment that the processor has not charged.' },
  not_in_statement: { ko: '명세에 없음', en: 'The processor knows it, and its statement does not have it.' },
  statement_differs: { ko: '명세와 다름', en: 'The statement of the processor has another amount.' },
}

const ItemResponse = Type.Object(
  {
    paymentKey: Type.String({ description: 'By which the processor knows it.', examples: ['tviva20261120abcdef'] }),
    paymentId: Nullable(idOf('payment')),
    orderId: Nullable(idOf('order')),
    difference: namedEnum('ProcessorDifference', DIFFERENCE, { description: 'What does not agree.' }),
    ours: Nullable(amount('what we have taken.', 29_000)),
    processor: Nullable(amount('what the statement of the processor has.', 29_000)),
    currency: Currency,
  },
  { $id: 'ProcessorItem' },
)
const Items = Type.Object(
  { count: Type.Integer(), items: Type.Array(ItemResponse) },
  {
    $id: 'ProcessorItems',
    description: `At most ${ITEMS_MAX} are shown; the count is of all.`,
    examples: [{ count: 0, items: [] }],
  },
)

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
    description:
      'Holds the card payments of one business date against the statement of the processor. What is on its way is `unresolved` and no difference yet. Only reads; a future date, or one before 2000, is refused as invalid.',
    who: ['operator'],
    query: Type.Object({
      date: Type.Optional(annotated(BusinessDate, { description: 'A business date; today unless said.' })),
    }),
    replies: {
      200: Type.Object({
        date: BusinessDate,
        agrees: Type.Boolean({ description: 'No difference; what is unresolved is none yet.', examples: [true] }),
        statement: Type.Object({ lines: Type.Integer({ examples: [12] }) }, { $id: 'ProcessorStatement' }),
        matched: Type.Integer({ examples: [12] }),
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
    description:
      'Does now what is done every night for the day before: reconciles the date with the card processor, lets what follows from its word be done, and opens a task for each other difference.',
    who: ['operator'],
    body: Type.Object({ date: BusinessDate }),
    replies: { 200: Type.Object({ date: BusinessDate, differences: Type.Integer({ examples: [0] }) }) },
    refusals: ['psp_unavailable'],
    limit_ms: LIMIT_MS,
    write: ({ body: { date } }) => refuseFuture(date, context.ports.clock, 'body') ?? openTasksOf(context, date),
  }),
]
