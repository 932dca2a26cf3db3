/** Orders over HTTP: change, cancel, ship and deliver; placing is in `place-api.ts`. */

import { Type } from 'typebox'
import { takenForOrder } from '../../contracts/payments.ts'
import { type Actor, hasRole } from '../../platform/auth/tokens.ts'
import { type Route, write } from '../../platform/http/routes/route.ts'
import { Id } from '../../platform/http/routes/schemas.ts'
import { words } from '../../platform/http/routes/texts.ts'
import { isRefusal, refuse } from '../../platform/kit/refusal.ts'
import { type Resource, resource } from '../../platform/service/resource.ts'
import { sealerOf } from '../../platform/service/sealer-of.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { cancelOrder, changeAddress } from './commands.ts'
import { deliverOrder, shipOrder } from './delivery.ts'
import { isOpen, type Order, order } from './order.ts'
import { placeRoute } from './place-api.ts'
import { Address, isPrivileged, OrderResponse, present, presentAll, showing } from './present.ts'

export const OrderId = Type.Object({ orderId: Id })
/** What routes that change an order have in common. */
const OF_ONE = { who: 'member', params: OrderId, replies: { 200: OrderResponse } } as const

const isOwner = (order: Order, actor: Actor): boolean => order.memberId === actor.id

/** Operators, and the merchants of its lines. */
const mayDeliver = (order: Order, actor: Actor): boolean =>
  hasRole(actor, 'operator') || (hasRole(actor, 'merchant') && order.lines.some(line => line.merchantId === actor.id))

export const ordersOf = (context: ServiceContext): Resource<Order> =>
  resource(context, {
    path: '/api/orders',
    schema: OrderResponse,
    aggregate: order,
    unknown: 'order_unknown',
    visible: (state, actor) => isPrivileged(state, actor) || mayDeliver(state, actor),
    present: (states, actor) => presentAll(context.vault, states, actor),
  })

export function orderWrites(context: ServiceContext): readonly Route[] {
  const orders = ordersOf(context)
  const wait = orders.wait(state => !isOpen(state))
  return [
    placeRoute(context, wait),
    write({
      method: 'PATCH',
      path: '/api/orders/{orderId}',
      name: 'changeOrder',
      summary: 'Change the shipping address until the order is shipped',
      description:
        'The customer changes where the order goes, until its first shipment leaves. With `If-Match`, an order that was changed meanwhile is refused with `precondition_failed`. Later the status refuses it: `wrong_status`.',
      ...OF_ONE,
      body: Type.Object({ shippingAddress: Address }),
      edits: ({ params }) => orders.edit(params.orderId),
      refusals: ['order_unknown', 'wrong_status'],
      async write({ actor, params, body }) {
        const found = await orders.find(params.orderId, actor, { visible: isOwner })
        if (isRefusal(found)) return found
        const sealer = await sealerOf(context, found.memberId)
        if (isRefusal(sealer)) return sealer
        const { shippingAddress } = body
        const shown = { sealer, present: (changed: Order) => present(changed, { shippingAddress, note: null }) }
        return changeAddress(params.orderId, sealer.seal(JSON.stringify(shippingAddress)), shown)
      },
    }),
    write({
      method: 'POST',
      path: '/api/orders/{orderId}/cancel',
      name: 'cancelOrder',
      summary: 'Cancel until shipped: what was paid is refunded, the stock goes back',
      description:
        'The customer or an operator calls the whole order off, until its first shipment leaves. What was paid is given back, and the stock is free again. The order is `cancelling` meanwhile. If the refund is declined, it is as it was before, with `refund_declined` as its `reasonCode`, and can be cancelled once more.',
      ...OF_ONE,
      body: Type.Object({ reason: Type.Optional(words(200, { examples: ['마음이 바뀌었어요'] })) }),
      refusals: ['order_unknown', 'wrong_status'],
      async write({ actor, params, body }) {
        const found = await orders.find(params.orderId, actor, { visible: isPrivileged })
        if (isRefusal(found)) return found
        const { reason: note = null } = body
        const shown = await showing(context.vault, found, actor, note)
        return cancelOrder({
          orderId: params.orderId,
          reason: isOwner(found, actor) ? 'cancelled_by_customer' : 'cancelled_by_operator',
          sealedNote: (note !== null && shown.sealer?.seal(note)) || null,
          before: found.cancellations,
          shown,
        })
      },
      wait,
    }),
    delivery(context, {
      verb: 'ship',
      summary: 'Hand my lines of the order to the carrier; for an operator, all of them',
      description:
        'For the merchants of a confirmed order: each ships the lines of their own products, and the order is `shipped` once all have. An operator ships all that is left. An order that was given back in full is refused with `order_refunded`.',
      command: shipOrder,
    }),
    delivery(context, {
      verb: 'deliver',
      summary: 'My lines of the order have arrived; for an operator, all that were shipped',
      description:
        'For the merchants of an order: what each has shipped has arrived. The order is `delivered` once all of it has, and can be neither cancelled nor changed any more. Lines that were not shipped are refused with `wrong_status`.',
      command: deliverOrder,
    }),
  ]
}

/** Payments is asked, because what it gave back a moment ago has perhaps not been heard of here. */
async function isGivenBack({ rpc }: ServiceContext, orderId: string): Promise<boolean> {
  const { taken } = await rpc.call(takenForOrder, { orderId })
  return taken !== null && taken.refunded + taken.refunding >= taken.amount
}

interface Delivery {
  readonly verb: string
  readonly summary: string
  readonly description: string
  readonly command: typeof shipOrder
}

const delivery = (context: ServiceContext, { verb, summary, description, command }: Delivery): Route => {
  const orders = ordersOf(context)
  return write({
    method: 'POST',
    path: `/api/orders/{orderId}/${verb}`,
    name: `${verb}Order`,
    summary,
    description,
    ...OF_ONE,
    refusals: ['order_unknown', 'wrong_status', 'forbidden', 'order_refunded'],
    async write({ actor, params }) {
      const found = await orders.find(params.orderId, actor, { allowed: mayDeliver })
      if (isRefusal(found)) return found
      if (await isGivenBack(context, params.orderId)) return refuse('order_refunded')
      const sender = hasRole(actor, 'operator') ? 'all' : { merchantId: actor.id }
      return command({ orderId: params.orderId, sender, shown: await showing(context.vault, found, actor) })
    },
  })
}
