/** What of an order is a merchant's: who also bought something sees all of it. */
import type { Order } from '../queries.ts'

export interface OwnShipment {
  readonly shipment: Order['shipments'][number] | null
  readonly items: Order['items']
}

export function ownShipment({ shipments, items }: Pick<Order, 'shipments' | 'items'>, merchantId: string): OwnShipment {
  const shipment = shipments.find(each => each.merchantId === merchantId) ?? null
  const ids = shipment?.productIds ?? []
  return { shipment, items: items.filter(({ productId }) => ids.includes(productId)) }
}

const PAID: readonly string[] = ['confirmed', 'partially_shipped', 'shipped', 'delivered']

/** What can be done with it next. */
export function nextMove({ status }: Pick<Order, 'status'>, { shipment }: OwnShipment): 'ship' | 'deliver' | null {
  if (!PAID.includes(status)) return null
  if (shipment?.status === 'open') return 'ship'
  return shipment?.status === 'shipped' ? 'deliver' : null
}
