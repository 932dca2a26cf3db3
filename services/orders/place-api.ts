/** An order is placed over HTTP: what is ordered, and what was seen of it. */
import { Type } from 'typebox'
import { AmountSchema, Currency, currencyDigits } from '../../platform/http/routes/amount.ts'
import { type Route, type Waiting, write } from '../../platform/http/routes/route.ts'
import { Id } from '../../platform/http/routes/schemas.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { LINES_MAX, prepareOrder, QUANTITY_MAX } from './place-order.ts'
import { Address, OrderResponse } from './present.ts'

/** An amount of the order's currency that the customer has seen. */
const Expected = (said: { readonly description: string }) => Type.Number({ ...AmountSchema, ...said })

const Item = Type.Object({
  productId: Id,
  quantity: Type.Integer({ minimum: 1, maximum: QUANTITY_MAX, description: 'Over all lines of a product.' }),
  price: Type.Optional(
    Expected({ description: 'Major units: the price that was seen. If it is higher by now, the order is refused.' }),
  ),
})

/** What an order need not say. */
const UNSAID = { items: null, paymentMethod: null } as const

/** A refusal that is written: the cart shows the new prices from then on. */
const PricesChanged = Type.Object({
  ...{ type: Type.String(), title: Type.String(), status: Type.Integer(), code: Type.String() },
  ...{ currency: Currency, oldTotal: AmountSchema, newTotal: AmountSchema },
  items: Type.Array(Type.Object({ productId: Type.String(), oldPrice: AmountSchema, newPrice: AmountSchema })),
})

const PLACE_REFUSALS = [
  ...['cart_empty', 'cart_changed', 'cart_already_ordered', 'cart_version_without_cart', 'quantity_limit'],
  ...['product_unknown', 'product_inactive', 'mixed_currencies', 'order_too_large', 'price_changed', 'invalid_amount'],
]

export const placeRoute = (context: ServiceContext, wait: Waiting): Route =>
  write({
    method: 'POST',
    path: '/api/orders',
    name: 'placeOrder',
    summary: 'Order what is in the cart, or the items named here',
    who: 'member',
    body: Type.Object({
      items: Type.Optional(
        Type.Array(Item, {
          minItems: 1,
          maxItems: LINES_MAX,
          description: 'Left out, the order is of the cart, at no more than the prices that the cart shows.',
        }),
      ),
      expectedTotal: Type.Optional(Expected({ description: 'Major units. If the order costs more, it is refused.' })),
      cartVersion: Type.Optional(
        Type.Integer({
          minimum: 0,
          maximum: Number.MAX_SAFE_INTEGER,
          description: 'The `version` of the cart that was seen. Another one is refused.',
        }),
      ),
      currency: Type.Optional(
        Type.Enum(Object.keys(currencyDigits), {
          description: 'Of the order: of a cart that holds several currencies, only the lines of this one are ordered.',
        }),
      ),
      shippingAddress: Address,
      paymentMethod: Type.Optional(
        Type.Literal('wallet', { description: 'Left out, the order waits 15 minutes for POST /api/payments.' }),
      ),
    }),
    replies: { 201: OrderResponse, 409: PricesChanged },
    refusals: PLACE_REFUSALS,
    write: ({ actor, body, language }) => prepareOrder(context, { ...UNSAID, ...body, memberId: actor.id, language }),
    wait,
  })
