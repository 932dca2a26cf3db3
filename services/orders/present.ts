/** An order as the API shows it. */

import { type Static, Type } from 'typebox'
import { idOf, ProductName, Reason } from '../../contracts/api-fields.ts'
import type { Actor } from '../../platform/auth/tokens.ts'
import { amount, Currency, toMajor } from '../../platform/http/routes/amount.ts'
import { Nullable, Timestamp } from '../../platform/http/routes/schemas.ts'
import { AddressFields, name, Phone } from '../../platform/http/routes/texts.ts'
import { ownerOrRole } from '../../platform/service/resource.ts'
import type { Sealer, Vault } from '../../platform/vault/vault.ts'
import { totalOf } from './expectation.ts'
import { isRefunded, type Order } from './order.ts'
import { isOf } from './shipment.ts'
import { OrderStatusSchema, ShipmentStatusSchema, TO_SHIP } from './statuses.ts'

export const Address = Type.Object(
  {
    ...AddressFields,
    state: Type.Optional(name(100, { examples: ['서울특별시'] })),
    recipient: Type.Optional(name(100, { examples: ['김민지'] })),
    phone: Type.Optional(Phone),
  },
  { $id: 'ShippingAddress' },
)
export type Address = Static<typeof Address>

/** The lines of one merchant, which are shipped together. */
const ShipmentResponse = Type.Object(
  {
    merchantId: Nullable(idOf('merchant'), { description: 'Null for the house’s own products.' }),
    status: ShipmentStatusSchema,
    productIds: Type.Array(idOf('product')),
    shippedAt: Nullable(Timestamp, { example: null }),
    deliveredAt: Nullable(Timestamp, { example: null }),
  },
  { $id: 'Shipment', description: 'The lines of one merchant, which are shipped together.' },
)

const OrderItem = Type.Object(
  {
    productId: idOf('product'),
    name: ProductName,
    price: amount('what a piece costs.', 14_500),
    quantity: Type.Integer({ examples: [2] }),
    total: amount('the price times the quantity.', 29_000),
  },
  { $id: 'OrderItem' },
)

export const OrderResponse = Type.Object(
  {
    id: idOf('order'),
    orderId: idOf('order', { description: 'The same as `id`.' }),
    userId: idOf('member', { description: 'Who ordered it.' }),
    number: Nullable(Type.String({ examples: ['2026-11-0000020'] }), {
      description: 'By which people know it; it has one once it is confirmed.',
    }),
    status: OrderStatusSchema,
    reason: Nullable(Type.String(), {
      description:
        'Why it failed: a code. Why it was cancelled: what was sent as `reason`, to its customer and operators; where nothing was, a code.',
      example: null,
    }),
    reasonCode: Nullable(Reason, { description: 'Why, always as a code; programs decide by it.', example: null }),
    items: Type.Array(OrderItem),
    shipments: Type.Array(ShipmentResponse),
    total: amount('what all of it costs.', 29_000),
    refunded: amount('what of it was given back.', 0),
    currency: Currency,
    paymentMethod: Nullable(Type.String({ examples: ['wallet'] }), { description: 'How it was, or will be, paid.' }),
    payUntil: Nullable(Timestamp, { description: 'Until when it waits for its payment.', example: null }),
    shippingAddress: Nullable(Address),
    createdAt: Timestamp,
  },
  { $id: 'Order' },
)

/** What is kept encrypted; null where there is none, or once the member is forgotten. */
export interface Personal {
  readonly shippingAddress: Address | null
  /** What was said at the cancellation. */
  readonly note: string | null
}

const CANCELLED: readonly (string | null)[] = ['cancelled_by_customer', 'cancelled_by_operator']

/** What was said at a cancellation that failed is no reason for what the order is now. */
const reasonOf = ({ reason }: Order, note: string | null): string | null =>
  CANCELLED.includes(reason) ? (note ?? reason) : reason

export function present(order: Order, { shippingAddress, note }: Personal) {
  const { orderId, memberId: userId, number, status, lines, currency, paymentMethod, payUntil } = order
  return {
    ...{ id: orderId, orderId, userId, number, status },
    ...{ reason: reasonOf(order, note), reasonCode: order.reason },
    items: lines.map(({ productId, name, price, quantity }) => ({
      ...{ productId, name, price: toMajor(price, currency), quantity },
      total: toMajor(price * quantity, currency),
    })),
    shipments: order.shipments.map(shipment => ({
      ...shipment,
      productIds: lines.filter(({ merchantId }) => merchantId === shipment.merchantId).map(line => line.productId),
    })),
    total: toMajor(order.total, currency),
    refunded: toMajor(order.refunded, currency),
    ...{ currency, paymentMethod, payUntil, shippingAddress, createdAt: order.placedAt },
  }
}

/** The customer, and operators, see all of an order. */
export const isPrivileged = ownerOrRole<Order>(({ memberId }) => memberId, 'operator')

/** A merchant sees what they sell by it, and where to it goes while it is theirs to ship. */
function presentTo(actor: Actor, order: Order, personal: Personal) {
  if (isPrivileged(order, actor)) return present(order, personal)
  const sender = { merchantId: actor.id }
  const lines = order.lines.filter(line => isOf(line, sender))
  const total = totalOf(lines)
  const own = {
    ...order,
    ...{ lines, total, refunded: isRefunded(order) ? total : 0 },
    shipments: order.shipments.filter(shipment => isOf(shipment, sender)),
  }
  const shippingAddress = TO_SHIP.includes(order.status) ? personal.shippingAddress : null
  return present(own, { shippingAddress, note: null })
}

/** How an answer shows an order, and under whose key it is stored; null once the member is forgotten. */
export interface Showing {
  readonly present: (order: Order) => unknown
  readonly sealer: Sealer | null
}

/**
 * The key comes first: for whom there is none, nothing can be opened after it either. `note` is what the change itself
 * says; left out, it is what was said before.
 */
export async function showing(vault: Vault, order: Order, actor: Actor, note?: string | null): Promise<Showing> {
  const sealer = await vault.sealer(order.memberId)
  const known = await openPersonal(vault, order)
  const personal = note === undefined ? known : { ...known, note: sealer && note }
  return { sealer, present: changed => presentTo(actor, changed, personal) }
}

/** With what can be opened today, as this actor may see them. */
export const presentAll = (vault: Vault, orders: readonly Order[], actor: Actor) =>
  Promise.all(orders.map(async order => presentTo(actor, order, await openPersonal(vault, order))))

async function openPersonal(vault: Vault, order: Order): Promise<Personal> {
  const address = await vault.open(order.memberId, order.shippingAddress)
  const note = order.sealedNote === null ? null : await vault.open(order.memberId, order.sealedNote)
  return { shippingAddress: address === null ? null : (JSON.parse(address) as Address), note }
}
