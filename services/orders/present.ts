/** An order as the API shows it. */

import { type Static, Type } from 'typebox'
import { AmountSchema, Currency, toMajor } from '../../platform/http/routes/amount.ts'
import { Nullable, Timestamp } from '../../platform/http/routes/schemas.ts'
import { AddressFields, name, Phone } from '../../platform/http/routes/texts.ts'
import type { Sealer, Vault } from '../../platform/vault/vault.ts'
import { ORDER_STATUSES, type Order } from './order.ts'

export const Address = Type.Object(
  {
    ...AddressFields,
    state: Type.Optional(name(100)),
    recipient: Type.Optional(name(100)),
    phone: Type.Optional(Phone),
  },
  { $id: 'ShippingAddress' },
)
export type Address = Static<typeof Address>

export const OrderResponse = Type.Object(
  {
    id: Type.String(),
    orderId: Type.String(),
    userId: Type.String(),
    number: Nullable(Type.String()),
    status: Type.Enum(ORDER_STATUSES),
    reason: Nullable(Type.String()),
    items: Type.Array(
      Type.Object({
        productId: Type.String(),
        name: Type.Object({ ko: Type.String(), en: Type.String() }),
        price: AmountSchema,
        quantity: Type.Integer(),
        total: AmountSchema,
      }),
    ),
    total: AmountSchema,
    refunded: AmountSchema,
    currency: Currency,
    paymentMethod: Nullable(Type.String()),
    payUntil: Nullable(Timestamp),
    shippingAddress: Nullable(Address),
    /** What was said at the cancellation. */
    note: Nullable(Type.String()),
    createdAt: Timestamp,
  },
  { $id: 'Order' },
)

/** What is kept encrypted; null where there is none, or once the member is forgotten. */
export interface Personal {
  readonly shippingAddress: Address | null
  readonly note: string | null
}

export function present(order: Order, { shippingAddress, note }: Personal) {
  const { orderId, memberId: userId, number, status, reason, lines, currency, paymentMethod, payUntil } = order
  return {
    ...{ id: orderId, orderId, userId, number, status, reason },
    items: lines.map(({ productId, name, price, quantity }) => ({
      ...{ productId, name, price: toMajor(price, currency), quantity },
      total: toMajor(price * quantity, currency),
    })),
    total: toMajor(order.total, currency),
    refunded: toMajor(order.refunded, currency),
    ...{ currency, paymentMethod, payUntil, shippingAddress, note, createdAt: order.placedAt },
  }
}

/** How an answer shows an order, and under whose key it is stored; null once the member is forgotten. */
export interface Showing {
  readonly present: (order: Order) => unknown
  readonly sealer: Sealer | null
}

/** The key comes first: for whom there is none, nothing can be opened after it either. */
export async function showing(vault: Vault, order: Order): Promise<Showing> {
  const sealer = await vault.sealer(order.memberId)
  const personal = await openPersonal(vault, order)
  return { sealer, present: changed => present(changed, personal) }
}

/** With what can be opened today. */
export const presentAll = (vault: Vault, orders: readonly Order[]) =>
  Promise.all(orders.map(async order => present(order, await openPersonal(vault, order))))

async function openPersonal(vault: Vault, order: Order): Promise<Personal> {
  const address = await vault.open(order.memberId, order.shippingAddress)
  const note = order.sealedNote === null ? null : await vault.open(order.memberId, order.sealedNote)
  return { shippingAddress: address === null ? null : (JSON.parse(address) as Address), note }
}
