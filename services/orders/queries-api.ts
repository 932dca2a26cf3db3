/** Orders over HTTP, read: the list, one order now or as it was, its history, its progress. */

import { type Static, Type } from 'typebox'
import { CorrelationId, Reason, sampleId } from '../../contracts/api-fields.ts'
import { type Actor, hasRole } from '../../platform/auth/tokens.ts'
import { type Sql, select, sql } from '../../platform/db/sql.ts'
import { versionTag } from '../../platform/http/routes/etag.ts'
import { ok, type Route, read, tagged } from '../../platform/http/routes/route.ts'
import { annotated, Nullable, Timestamp } from '../../platform/http/routes/schemas.ts'
import { token } from '../../platform/http/routes/texts.ts'
import { isRefusal, refuse } from '../../platform/kit/refusal.ts'
import { type SagaState, sagaKey } from '../../platform/saga/state.ts'
import { SagaStatusSchema } from '../../platform/saga/status.ts'
import { listHeads } from '../../platform/service/list-heads.ts'
import type { Resource } from '../../platform/service/resource.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { rebuildState } from '../../platform/write/rebuild-head.ts'
import { OrderId, ordersOf } from './api.ts'
import { checkoutId } from './commands.ts'
import { type Order, order, orderKey } from './order.ts'
import { isPrivileged, OrderResponse, presentAll } from './present.ts'
import { ShipmentStatusSchema, OrderStatusSchema as Status } from './statuses.ts'
import { hasNumber, hasShipment } from './views.ts'

const Progress = Type.Object(
  {
    status: SagaStatusSchema,
    step: Nullable(Type.String(), { description: 'What it is at; null once it has ended.', example: null }),
    reason: Nullable(Reason, { example: null }),
  },
  { $id: 'CheckoutProgress', description: 'How far the checkout has come.' },
)
const OrderWithProgress = Type.Object(
  { ...OrderResponse.properties, progress: Nullable(Progress) },
  { $id: 'OrderWithProgress' },
)

const HistoryEvent = Type.Object(
  {
    version: Type.Integer({ description: 'Counted from one.', examples: [1] }),
    type: Type.String({ examples: ['orders.order-placed'] }),
    at: Timestamp,
    actor: Type.String({ description: 'A member, or a part of the system.', examples: [sampleId('member')] }),
    correlationId: CorrelationId,
    reason: Nullable(Reason, { example: null }),
  },
  { $id: 'OrderEvent' },
)

/** What is in an actor's own list. */
function listedFor(actor: Actor): Sql | null {
  if (hasRole(actor, 'operator')) return null
  const bought = sql`member_id = ${actor.id}`
  return hasRole(actor, 'merchant') ? sql`${bought} or merchants @> array[${actor.id}::text]` : bought
}

export function orderQueries(context: ServiceContext): readonly Route[] {
  const orders = ordersOf(context)
  const { now, asOf } = orderReads(context, orders)
  return [
    orders.list({
      name: 'listOrders',
      summary: 'My orders and those with my products, newest first; all of them for an operator',
      description:
        'A customer sees what they ordered, a merchant also the orders with their products, of which they see their own lines only, and an operator everything. Filtered by status if one is named.',
      who: 'member',
      filter: {
        status: Status,
        number: token(20, { description: 'The order of this number.' }),
        userId: token(80, { description: 'Of those, the orders of this member.' }),
        shipment: annotated(ShipmentStatusSchema, {
          description: 'Paid orders with products of mine, of which my shipment is so; for a merchant.',
        }),
      },
      query: ({ status, number, userId, shipment }, page, { actor }) =>
        listHeads(context.read, order, {
          table: 'orders',
          equal: { status, member_id: userId },
          and: [listedFor(actor), hasNumber(number), hasShipment(shipment, actor.id)],
          ...page,
        }),
    }),
    read({
      method: 'GET',
      path: '/api/orders/{orderId}',
      name: 'getOrder',
      summary: 'One order, as it is; with `asOf`, for its customer and operators, as it was then',
      description:
        'For its customer, the merchants of its lines, and operators; for everybody else there is no such order. `progress` says how far the checkout has come. With `asOf` the order is shown as it was at that instant.',
      who: 'member',
      params: OrderId,
      query: Type.Object({ asOf: Type.Optional(Timestamp) }),
      replies: { 200: OrderWithProgress },
      refusals: ['order_unknown'],
      tagged: true,
      read: ({ actor, params: { orderId }, query }) =>
        query.asOf ? asOf(orderId, actor, query.asOf) : now(orderId, actor),
    }),
    read({
      method: 'GET',
      path: '/api/orders/{orderId}/history',
      name: 'getOrderHistory',
      summary: 'What happened to the order, event by event',
      description:
        'Every event of the order with who caused it and the correlation id to trace it by, for its customer and operators.',
      who: 'member',
      params: OrderId,
      replies: { 200: Type.Object({ items: Type.Array(HistoryEvent) }) },
      refusals: ['order_unknown'],
      async read({ actor, params: { orderId } }) {
        const found = await orders.find(orderId, actor, { visible: isPrivileged })
        return isRefusal(found) ? found : ok({ items: await history(context, orderId) })
      },
    }),
  ]
}

/** One order, as it is now or as it was. */
function orderReads(context: ServiceContext, orders: Resource<Order>) {
  const shownWith = async (found: Order, actor: Actor, progress: Static<typeof Progress> | null) => {
    const [shown] = await presentAll(context.vault, [found], actor)
    return { ...shown, progress: isPrivileged(found, actor) ? progress : null }
  }
  return {
    async now(orderId: string, actor: Actor) {
      const found = await orders.findVersion(orderId, actor)
      if (isRefusal(found)) return found
      const saga = (await context.writer.head(sagaKey(checkoutId(orderId))))?.state
      return tagged(await shownWith(found.state, actor, progressOf(saga)), versionTag(found))
    },
    async asOf(orderId: string, actor: Actor, instant: string) {
      const { state, version } = await rebuildState(context.read, order, orderKey(orderId), new Date(instant))
      if (version === 0 || !isPrivileged(state, actor)) return refuse('order_unknown')
      return ok(await shownWith(state, actor, null))
    },
  }
}

const progressOf = (saga: SagaState | undefined): Static<typeof Progress> | null =>
  saga === undefined || saga.status === 'new' ? null : { status: saga.status, step: saga.step, reason: saga.reason }

async function history({ read: database }: ServiceContext, orderId: string) {
  const rows = await select<{ at: Date }>(
    database,
    sql`select version, type, at, actor, correlation_id as "correlationId", data ->> 'reason' as reason from events
        where stream = ${orderKey(orderId)} order by version`,
  )
  return rows.map(row => ({ ...row, at: row.at.toISOString() }))
}
