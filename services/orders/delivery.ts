/** Ships and delivers: a merchant their own shipment, an operator all of them. */
import { orderDelivered, orderShipped, shipmentDelivered, shipmentShipped } from '../../contracts/orders.ts'
import { accept, type Command, type Decision } from '../../platform/kit/command.ts'
import type { NewMessage } from '../../platform/kit/message.ts'
import { refuse } from '../../platform/kit/refusal.ts'
import { move } from './commands.ts'
import { factsOf, isRefunded, numberedFactsOf, type Order, orderKey } from './order.ts'
import type { Showing } from './present.ts'
import { isOf, type Sender, type Shipment, type ShipmentStatus } from './shipment.ts'

export interface Delivery {
  readonly orderId: string
  readonly sender: Sender
  readonly shown: Showing
}

interface Step {
  readonly from: ShipmentStatus
  readonly to: ShipmentStatus
  readonly ofShipment: (order: Order, shipment: Shipment) => NewMessage
  readonly ofOrder: (order: Order) => NewMessage
}

const SHIPPING: Step = {
  from: 'open',
  to: 'shipped',
  ofShipment: (order, { merchantId }) => shipmentShipped.of(orderKey(order.orderId), { ...factsOf(order), merchantId }),
  ofOrder: order => orderShipped.of(orderKey(order.orderId), numberedFactsOf(order)),
}
const DELIVERING: Step = {
  from: 'shipped',
  to: 'delivered',
  ofShipment: (order, { merchantId }) =>
    shipmentDelivered.of(orderKey(order.orderId), { ...factsOf(order), merchantId }),
  ofOrder: order => orderDelivered.of(orderKey(order.orderId), numberedFactsOf(order)),
}

/** Refusals: order_refunded, wrong_status. What was given back whole goes nowhere any more. */
function decide(order: Order, sender: Sender, { from, to, ofShipment, ofOrder }: Step): Decision {
  if (isRefunded(order)) return refuse('order_refunded')
  const mine = order.shipments.filter(shipment => isOf(shipment, sender))
  const moving = mine.filter(({ status }) => status === from)
  if (moving.length === 0) return refuse('wrong_status', { status: mine[0]?.status ?? order.status })
  const others = order.shipments.filter(shipment => !moving.includes(shipment))
  const isAll = others.every(({ status }) => status === to || status === 'delivered')
  return accept([...moving.map(shipment => ofShipment(order, shipment)), ...(isAll ? [ofOrder(order)] : [])])
}

export const shipOrder = ({ orderId, sender, shown }: Delivery): Command =>
  move(orderId, 'ship', order => decide(order, sender, SHIPPING), { shown })

export const deliverOrder = ({ orderId, sender, shown }: Delivery): Command =>
  move(orderId, 'deliver', order => decide(order, sender, DELIVERING), { shown })
