/** Payments over HTTP: one, and their list. */

import { Type } from 'typebox'
import { givenId } from '../../../contracts/api-fields.ts'
import { type Actor, hasRole } from '../../../platform/auth/tokens.ts'
import { type Sql, sql } from '../../../platform/db/sql.ts'
import type { Route } from '../../../platform/http/routes/route.ts'
import { Timestamp } from '../../../platform/http/routes/schemas.ts'
import { listHeads } from '../../../platform/service/list-heads.ts'
import { type Resource, resource } from '../../../platform/service/resource.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { payment } from './payment.ts'
import { isPayee, openNotes, PaymentResponse, present } from './present.ts'
import { salesRoute } from './sales-api.ts'
import type { Payment } from './state.ts'
import { PaymentStatusSchema } from './statuses.ts'
import { paymentSumsRoute } from './sums-api.ts'

export const paymentsOf = (context: ServiceContext): Resource<Payment> =>
  resource(context, {
    path: '/api/payments',
    schema: PaymentResponse,
    aggregate: payment,
    unknown: 'payment_unknown',
    visible: (state, actor) => state.memberId === actor.id || isPayee(state, actor),
    present: (states, actor) =>
      Promise.all(
        states.map(async state =>
          present(state, { withFee: isPayee(state, actor), notes: await openNotes(context.vault, state) }),
        ),
      ),
  })

/** One's own payments. What was paid at a franchise is listed to its owner where they ask for it. */
function listedFor(actor: Actor, atFranchises: boolean): Sql | null {
  if (hasRole(actor, 'operator')) return null
  const own = sql`member_id = ${actor.id}`
  return atFranchises ? sql`${own} or merchant_id = ${actor.id}` : own
}

export function paymentRoutes(context: ServiceContext): readonly Route[] {
  const payments = paymentsOf(context)
  return [
    paymentSumsRoute(context),
    salesRoute(context),
    payments.one({
      name: 'getPayment',
      summary: 'One payment: for its payer, the owner of its franchise, and operators',
      description:
        'With its refunds. Its payer, the owner of the franchise it was at, and operators see it; for others there is no such payment. The fee is shown to those who pay or set it.',
      who: 'member',
    }),
    payments.list({
      name: 'listPayments',
      summary: 'Payments, newest first: one’s own, those at a franchise of one’s own, or all for an operator',
      description:
        'A customer sees what they paid; the owner of a franchise asks for those at it (`franchiseId`); an operator sees all. Filters can be combined.',
      who: 'member',
      filter: {
        orderId: givenId('order'),
        franchiseId: givenId('franchise'),
        received: Type.Boolean({ description: 'Only those at franchises of the caller.' }),
        userId: givenId('member'),
        status: PaymentStatusSchema,
        from: Timestamp,
        to: Timestamp,
      },
      query({ orderId, franchiseId, received, userId, status, from, to }, page, { actor }) {
        return listHeads(context.read, payment, {
          table: 'payments',
          newestBy: 'created_at',
          equal: {
            ...{ order_id: orderId, franchise_id: franchiseId, member_id: userId, status },
            merchant_id: received ? actor.id : null,
          },
          and: [
            listedFor(actor, received || franchiseId !== null),
            from === null ? null : sql`created_at >= ${from}`,
            to === null ? null : sql`created_at < ${to}`,
          ],
          ...page,
        })
      },
    }),
  ]
}
