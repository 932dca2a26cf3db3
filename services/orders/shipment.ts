/**
 * The shipments of an order, pure: one for each merchant of its lines. Each merchant ships and delivers their own; the
 * order is shipped when all of them are, and delivered when all of them are.
 */
import type { OrderLine } from '../../contracts/orders.ts'
import type { SHIPMENT_STATUS } from './statuses.ts'

export type ShipmentStatus = keyof typeof SHIPMENT_STATUS

export interface Shipment {
  /** Null: the house's own products, which operators ship. */
  readonly merchantId: string | null
  readonly status: ShipmentStatus
  readonly shippedAt: string | null
  readonly deliveredAt: string | null
}

/** Whose shipments: those of one merchant, or all for an operator. */
export type Sender = 'all' | { readonly merchantId: string }

export const isOf = ({ merchantId }: Pick<Shipment, 'merchantId'>, sender: Sender): boolean =>
  sender === 'all' || merchantId === sender.merchantId

export const shipmentsOf = (lines: readonly OrderLine[]): readonly Shipment[] =>
  [...new Set(lines.map(({ merchantId }) => merchantId))].map(merchantId => ({
    ...{ merchantId, status: 'open', shippedAt: null, deliveredAt: null },
  }))

type Change = (shipment: Shipment) => Shipment

export const shippedAt =
  (at: string): Change =>
  shipment =>
    shipment.status === 'open' ? { ...shipment, status: 'shipped', shippedAt: at } : shipment

export const deliveredAt =
  (at: string): Change =>
  shipment =>
    shipment.status === 'delivered'
      ? shipment
      : { ...shipment, status: 'delivered', shippedAt: shipment.shippedAt ?? at, deliveredAt: at }

/** One of them changes; all, unless one is named. */
export const changed = (
  shipments: readonly Shipment[],
  change: Change,
  of?: Pick<Shipment, 'merchantId'>,
): readonly Shipment[] =>
  shipments.map(each => (of === undefined || each.merchantId === of.merchantId ? change(each) : each))
