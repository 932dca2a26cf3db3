/** Payments over HTTP: one, and their list. */
import { Type } from 'typebox'
import { hasRole } from '../../../platform/auth/tokens.ts'
import {
  defineCursor,
  PAGE_LIMIT_DEFAULT,
  PageSchema,
  pageOf,
  pageQuery,
} from '../../../platform/http/routes/paging.ts'
import { ok, type Route, read } from '../../../platform/http/routes/route.ts'
import { ById, Id, Timestamp } from '../../../platform/http/routes/schemas.ts'
import { isRefusal, refuse } from '../../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { isPayee, presentTo } from './access.ts'
import { listPayments } from './list.ts'
import { PaymentResponse, present } from './present.ts'

const cursor = defineCursor(Type.String())

export const paymentRoutes = (context: ServiceContext): readonly Route[] => [
  read({
    method: 'GET',
    path: '/api/payments/{id}',
    name: 'getPayment',
    summary: 'One payment: for its payer, the owner of its franchise, and operators',
    who: 'member',
    params: ById,
    replies: { 200: PaymentResponse },
    refusals: ['payment_unknown'],
    async read({ params, actor }) {
      const payment = await presentTo(actor, params.id, context)
      return payment ? ok(payment) : refuse('payment_unknown')
    },
  }),
  read({
    method: 'GET',
    path: '/api/payments',
    name: 'listPayments',
    summary: 'Payments, newest first: one’s own, those at a franchise of one’s own, or all for an operator',
    who: 'member',
    query: Type.Object({
      ...pageQuery,
      orderId: Type.Optional(Id),
      franchiseId: Type.Optional(Id),
      status: Type.Optional(Type.String({ maxLength: 30 })),
      from: Type.Optional(Timestamp),
      to: Type.Optional(Timestamp),
    }),
    replies: { 200: PageSchema(PaymentResponse) },
    async read({ actor, query }) {
      const before = cursor.decode(query.cursor)
      if (isRefusal(before)) return before
      const limit = query.limit ?? PAGE_LIMIT_DEFAULT
      const rows = await listPayments(context.read, {
        memberId: hasRole(actor, 'operator') ? null : actor.id,
        orderId: query.orderId ?? null,
        franchiseId: query.franchiseId ?? null,
        status: query.status ?? null,
        from: query.from ?? null,
        to: query.to ?? null,
        before,
        limit,
      })
      const now = context.ports.clock.now()
      return ok(
        pageOf(
          rows,
          limit,
          cursor,
          row => row.id,
          ({ state }) => present(state, now, { withFee: isPayee(actor, state) }),
        ),
      )
    },
  }),
]
