/** Orders over HTTP: place, change, cancel, ship and deliver. */
import { Type } from 'typebox'
import { type Actor, hasRole } from '../../platform/auth/tokens.ts'
import { type RequestInput, type Route, type Waiting, write } from '../../platform/http/routes/route.ts'
import type { Command } from '../../platform/kit/command.ts'
import { type Refusal, refuse } from '../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { cancelOrder, changeAddress, deliverOrder, shipOrder } from './commands.ts'
import { isOpen, type Order, orderKey } from './order.ts'
import { LINES_MAX, prepareOrder } from './place-order.ts'
import { Address, OrderResponse, openPersonal, present, presentWith, type Showing, showing } from './present.ts'

const Id = Type.String({ minLength: 1, maxLength: 80 })
const OrderId = Type.Object({ orderId: Id })

export function mayDeliver(actor: Actor, order: Order): boolean {
  const ownsLine = hasRole(actor, 'merchant') && order.lines.some(line => line.merchantId === actor.id)
  return ownsLine || hasRole(actor, 'operator')
}

const isOwner = (actor: Actor, order: Order): boolean => order.memberId === actor.id

/** The order, if the actor may do this with it; a stranger is told it does not exist. */
async function orderFor(
  context: ServiceContext,
  orderId: string,
  allowed: (order: Order) => boolean,
  visible: (order: Order) => boolean,
): Promise<Order | Refusal> {
  const order = (await context.writer.head(orderKey(orderId)))?.state
  if (!order || !(visible(order) || allowed(order))) return refuse('order_unknown')
  return allowed(order) ? order : refuse('forbidden')
}

const waitingOf = (context: ServiceContext): Waiting => ({
  stream: reply => orderKey(reply.orderId),
  until: (order: Order) => !isOpen(order),
  async present(reply) {
    const order = (await context.writer.head(orderKey(reply.orderId)))?.state
    return order ? present(order, await openPersonal(context.vault, order)) : reply
  },
})

export function orderWrites(context: ServiceContext): readonly Route[] {
  const waiting = waitingOf(context)
  return [
    write({
      method: 'POST',
      path: '/api/orders',
      name: 'placeOrder',
      summary: 'Order what is in the cart, or the items named here',
      who: 'member',
      body: Type.Object({
        items: Type.Optional(
          Type.Array(Type.Object({ productId: Id, quantity: Type.Integer({ minimum: 1, maximum: 99 }) }), {
            minItems: 1,
            maxItems: LINES_MAX,
          }),
        ),
        shippingAddress: Address,
        paymentMethod: Type.Optional(
          Type.Literal('wallet', { description: 'Left out, the order waits 15 minutes for POST /api/payments.' }),
        ),
      }),
      replies: { 201: OrderResponse },
      refusals: ['cart_empty', 'product_unknown', 'product_inactive', 'mixed_currencies', 'order_too_large'],
      write: ({ actor, body }) =>
        prepareOrder(context, {
          memberId: actor.id,
          items: body.items ?? null,
          shippingAddress: body.shippingAddress,
          paymentMethod: body.paymentMethod ?? null,
        }),
      wait: waiting,
    }),
    write({
      method: 'PATCH',
      path: '/api/orders/{orderId}',
      name: 'changeOrder',
      summary: 'Change the shipping address until the order is shipped',
      who: 'member',
      params: OrderId,
      body: Type.Object({ shippingAddress: Address }),
      replies: { 200: OrderResponse },
      refusals: ['order_unknown', 'wrong_status'],
      async write({ actor, params, body }) {
        const own = (order: Order) => isOwner(actor, order)
        const order = await orderFor(context, params.orderId, own, own)
        if ('refused' in order) return order
        const sealer = await context.vault.sealer(order.memberId)
        if (!sealer) return refuse('unauthenticated')
        const { shippingAddress } = body
        const shown = { sealer, present: presentWith({ shippingAddress, note: null }) }
        return changeAddress(params.orderId, sealer.seal(JSON.stringify(shippingAddress)), shown)
      },
    }),
    write({
      method: 'POST',
      path: '/api/orders/{orderId}/cancel',
      name: 'cancelOrder',
      summary: 'Cancel until shipped: what was paid is refunded, the stock goes back',
      who: 'member',
      params: OrderId,
      body: Type.Object({ reason: Type.String({ minLength: 1, maxLength: 200 }) }),
      replies: { 200: OrderResponse },
      refusals: ['order_unknown', 'wrong_status'],
      async write({ actor, params, body }) {
        const allowed = (order: Order) => isOwner(actor, order) || hasRole(actor, 'operator')
        const order = await orderFor(context, params.orderId, allowed, allowed)
        if ('refused' in order) return order
        const shown = await showing(context.vault, order)
        return cancelOrder({
          orderId: params.orderId,
          reason: isOwner(actor, order) ? 'cancelled_by_customer' : 'cancelled_by_operator',
          sealedNote: shown.sealer?.seal(body.reason) ?? null,
          shown,
        })
      },
      wait: waiting,
    }),
    delivery(context, 'ship', 'Hand the order to the carrier', shipOrder),
    delivery(context, 'deliver', 'The order has arrived', deliverOrder),
  ]
}

type Deliver = (orderId: string, shown: Showing) => Command

function delivery(context: ServiceContext, verb: 'ship' | 'deliver', summary: string, command: Deliver): Route {
  return write({
    method: 'POST',
    path: `/api/orders/{orderId}/${verb}`,
    name: `${verb}Order`,
    summary,
    who: 'member',
    params: OrderId,
    replies: { 200: OrderResponse },
    refusals: ['order_unknown', 'wrong_status', 'forbidden'],
    async write({ actor, params }: RequestInput<{ orderId: string }>) {
      const order = await orderFor(
        context,
        params.orderId,
        candidate => mayDeliver(actor, candidate),
        candidate => isOwner(actor, candidate),
      )
      if ('refused' in order) return order
      return command(params.orderId, await showing(context.vault, order))
    },
  })
}
