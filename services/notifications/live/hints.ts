/** What other services say, as hints for whom it concerns and is connected: to fetch anew, nothing more. */
import { availabilityChanged, productAdded, productChanged } from '../../../contracts/catalog.ts'
import { holdExpired, holdPlaced, holdPosted, holdVoided, transferred } from '../../../contracts/money.ts'
import {
  orderCancelled,
  orderConfirmed,
  orderDelivered,
  orderFailed,
  orderPlaced,
  orderShipped,
  paymentAwaited,
  shipmentDelivered,
  shipmentShipped,
} from '../../../contracts/orders.ts'
import { idOf } from '../../../platform/kit/head-key.ts'
import { listener, type MessageOf } from '../../../platform/service/handlers.ts'
import type { Listener } from '../../../platform/service/service.ts'
import { TASK_EVENTS } from '../../../platform/service/task.ts'
import { walletOwner } from '../telling/feature.ts'
import { type Hub, hubOf } from './hub.ts'

const ORDER_EVENTS = [
  orderPlaced,
  paymentAwaited,
  orderConfirmed,
  orderFailed,
  orderCancelled,
  orderShipped,
  orderDelivered,
  shipmentShipped,
  shipmentDelivered,
] as const

/** The customer, and whoever sells some of it as far as the event says that. */
function ofOrder(hub: Hub, { data }: MessageOf<(typeof ORDER_EVENTS)[number]>): void {
  const hint = { resource: 'order', id: data.orderId }
  hub.hintMember(data.memberId, hint)
  const sellers = 'lines' in data ? data.lines.map(({ merchantId }) => merchantId) : []
  const seller = 'merchantId' in data ? data.merchantId : null
  for (const merchantId of new Set([...sellers, seller])) if (merchantId !== null) hub.hintMember(merchantId, hint)
}

const BALANCE_EVENTS = [transferred, holdPlaced, holdPosted, holdVoided, holdExpired] as const

function ofBalance(hub: Hub, event: MessageOf<(typeof BALANCE_EVENTS)[number]>): void {
  const { debit, credit } = event.type === holdPosted.type ? event.data.posting : event.data
  for (const account of [debit, credit]) {
    const owner = walletOwner(account)
    if (owner !== null) hub.hintMember(owner, { resource: 'balance', id: account })
  }
}

const PRODUCT_EVENTS = [productAdded, productChanged, availabilityChanged] as const

export const hints: readonly Listener[] = [
  listener('hints-of-orders', ORDER_EVENTS, (events, context) => {
    const hub = hubOf(context)
    if (!hub.isEmpty) for (const event of events) ofOrder(hub, event)
  }),
  listener('hints-of-balances', BALANCE_EVENTS, (events, context) => {
    const hub = hubOf(context)
    if (!hub.isEmpty) for (const event of events) ofBalance(hub, event)
  }),
  listener('hints-of-products', PRODUCT_EVENTS, (events, context) => {
    const hub = hubOf(context)
    for (const { data } of events) hub.hintAll({ resource: 'product', id: data.productId })
  }),
  {
    name: 'hints-of-tasks',
    from: null,
    types: TASK_EVENTS.map(({ type }) => type),
    hear: (events, context) => {
      const hub = hubOf(context)
      for (const { service, stream } of events)
        hub.hintAll({ resource: 'task', id: `${service}.task.${idOf(stream).replaceAll('/', '~')}` }, 'operator')
    },
  },
]
