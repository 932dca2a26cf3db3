/** Orders over HTTP, read: the list, one order now or as it was, its history, its progress. */
import { Type } from 'typebox'
import { type Actor, hasRole } from '../../platform/auth/tokens.ts'
import { defineCursor, PAGE_LIMIT_DEFAULT, PageSchema, pageOf, pageQuery } from '../../platform/http/routes/paging.ts'
import { type Answer, ok, type Route, read } from '../../platform/http/routes/route.ts'
import { isRefusal, type Refusal, refuse } from '../../platform/kit/refusal.ts'
import { sagaKey } from '../../platform/saga/state.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { rebuildState } from '../../platform/write/rebuild-head.ts'
import { mayDeliver } from './api.ts'
import { checkoutId } from './commands.ts'
import { type Order, order as orderAggregate, orderKey } from './order.ts'
import { OrderResponse, openPersonal, present } from './present.ts'
import { listOrders, type OrdersQuery } from './views.ts'

const Id = Type.String({ minLength: 1, maxLength: 80 })
const Instant = Type.String({ format: 'date-time' })
const cursor = defineCursor(Type.String())
const ListQuery = { ...pageQuery, status: Type.Optional(Type.String({ maxLength: 30 })) }

const Progress = Type.Object({
  status: Type.String(),
  step: Type.Union([Type.String(), Type.Null()]),
  reason: Type.Union([Type.String(), Type.Null()]),
})
const OrderWithProgress = Type.Object({ ...OrderResponse.properties, progress: Type.Union([Progress, Type.Null()]) })

const HistoryEvent = Type.Object({
  version: Type.Integer(),
  type: Type.String(),
  at: Type.String(),
  actor: Type.String(),
  correlationId: Type.String(),
  reason: Type.Union([Type.String(), Type.Null()]),
})

const isPrivileged = (actor: Actor, order: Order): boolean => order.memberId === actor.id || hasRole(actor, 'operator')

async function page(
  context: ServiceContext,
  asked: Omit<OrdersQuery, 'before' | 'limit' | 'status'>,
  query: ListInput,
) {
  const before = cursor.decode(query.cursor)
  if (isRefusal(before)) return before
  const limit = query.limit ?? PAGE_LIMIT_DEFAULT
  const rows = await listOrders(context.read, { ...asked, status: query.status ?? null, before, limit })
  const { items, nextCursor } = pageOf(
    rows,
    limit,
    cursor,
    row => row.id,
    row => row.state,
  )
  const shown = await Promise.all(items.map(async state => present(state, await openPersonal(context.vault, state))))
  return ok({ items: shown, nextCursor })
}

interface ListInput {
  readonly cursor?: string
  readonly limit?: number
  readonly status?: string
}

/** The order itself for its member, an operator and the merchants of its lines. */
async function one(context: ServiceContext, actor: Actor, orderId: string): Promise<Answer | Refusal> {
  const order = (await context.writer.head(orderKey(orderId)))?.state
  if (!order || !(isPrivileged(actor, order) || mayDeliver(actor, order))) return refuse('order_unknown')
  const saga = (await context.writer.head(sagaKey(checkoutId(orderId))))?.state
  const progress = saga ? { status: saga.status, step: saga.step, reason: saga.reason } : null
  return ok({ ...present(order, await openPersonal(context.vault, order)), progress })
}

export function orderQueries(context: ServiceContext): readonly Route[] {
  return [
    read({
      method: 'GET',
      path: '/api/orders',
      name: 'listOrders',
      summary: 'My orders and those with my products, newest first; all of them for an operator',
      who: 'member',
      query: Type.Object(ListQuery),
      replies: { 200: PageSchema(OrderResponse) },
      read({ actor, query }) {
        if (hasRole(actor, 'operator')) return page(context, { memberId: null, merchantId: null }, query)
        return page(context, { memberId: actor.id, merchantId: hasRole(actor, 'merchant') ? actor.id : null }, query)
      },
    }),
    read({
      method: 'GET',
      path: '/api/orders/{orderId}',
      name: 'getOrder',
      summary: 'One order; with a member’s id instead, that member’s orders',
      who: 'member',
      params: Type.Object({ orderId: Id }),
      query: Type.Object({ ...ListQuery, asOf: Type.Optional(Instant) }),
      replies: { 200: Type.Union([OrderWithProgress, PageSchema(OrderResponse)]) },
      refusals: ['order_unknown'],
      async read({ actor, params, query }) {
        const { orderId } = params
        if (orderId.startsWith('ord_'))
          return query.asOf ? asOf(context, actor, orderId, query.asOf) : one(context, actor, orderId)
        if (orderId !== actor.id && !hasRole(actor, 'operator')) return refuse('order_unknown')
        return page(context, { memberId: orderId, merchantId: null }, query)
      },
    }),
    read({
      method: 'GET',
      path: '/api/orders/{orderId}/history',
      name: 'getOrderHistory',
      summary: 'What happened to the order, event by event; with `asOf`, the order as it was then',
      who: 'member',
      params: Type.Object({ orderId: Id }),
      query: Type.Object({ asOf: Type.Optional(Instant) }),
      replies: { 200: Type.Union([Type.Object({ items: Type.Array(HistoryEvent) }), OrderWithProgress]) },
      refusals: ['order_unknown'],
      read: ({ actor, params, query }) =>
        query.asOf ? asOf(context, actor, params.orderId, query.asOf) : history(context, actor, params.orderId),
    }),
  ]
}

async function history(context: ServiceContext, actor: Actor, orderId: string): Promise<Answer | Refusal> {
  const order = (await context.writer.head(orderKey(orderId)))?.state
  if (!order || !isPrivileged(actor, order)) return refuse('order_unknown')
  const { rows } = await context.read.query(
    `select version, type, at, actor, correlation_id as "correlationId", data ->> 'reason' as reason from events
     where stream = $1 order by version`,
    [orderKey(orderId)],
  )
  return ok({ items: rows.map(row => ({ ...row, at: row.at.toISOString() })) })
}

async function asOf(
  context: ServiceContext,
  actor: Actor,
  orderId: string,
  instant: string,
): Promise<Answer | Refusal> {
  const { state, version } = await rebuildState(context.read, orderAggregate, orderKey(orderId), new Date(instant))
  const order = state as Order
  if (version === 0 || !isPrivileged(actor, order)) return refuse('order_unknown')
  return ok({ ...present(order, await openPersonal(context.vault, order)), progress: null })
}
