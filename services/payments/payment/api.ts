/** Payments over HTTP: one, and their list. */

import { Type } from 'typebox'
import { hasRole } from '../../../platform/auth/tokens.ts'
import { sql } from '../../../platform/db/sql.ts'
import type { Route } from '../../../platform/http/routes/route.ts'
import { Id, Timestamp } from '../../../platform/http/routes/schemas.ts'
import { listHeads } from '../../../platform/service/list-heads.ts'
import { type Resource, resource } from '../../../platform/service/resource.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { payment } from './payment.ts'
import { isPayee, openNotes, PaymentResponse, present } from './present.ts'
import type { Payment } from './state.ts'
import { PAYMENT_STATUSES } from './state.ts'
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

export function paymentRoutes(context: ServiceContext): readonly Route[] {
  const payments = paymentsOf(context)
  return [
    paymentSumsRoute(context),
    payments.one({
      name: 'getPayment',
      summary: 'One payment: for its payer, the owner of its franchise, and operators',
      who: 'member',
    }),
    payments.list({
      name: 'listPayments',
      summary: 'Payments, newest first: one’s own, those at a franchise of one’s own, or all for an operator',
      who: 'member',
      filter: {
        orderId: Id,
        franchiseId: Id,
        userId: Id,
        status: Type.Enum(PAYMENT_STATUSES),
        from: Timestamp,
        to: Timestamp,
      },
      query({ orderId, franchiseId, userId, status, from, to }, page, { actor }) {
        // What was paid at a franchise is listed to its owner where they ask for that franchise.
        const own =
          franchiseId === null
            ? sql`member_id = ${actor.id}`
            : sql`member_id = ${actor.id} or merchant_id = ${actor.id}`
        return listHeads(context.read, payment, {
          table: 'payments',
          newestBy: 'created_at',
          equal: { order_id: orderId, franchise_id: franchiseId, member_id: userId, status },
          and: [
            hasRole(actor, 'operator') ? null : own,
            from === null ? null : sql`created_at >= ${from}`,
            to === null ? null : sql`created_at < ${to}`,
          ],
          ...page,
        })
      },
    }),
  ]
}
