/** An order is placed over HTTP: what is ordered, and what was seen of it. */
import { Type } from 'typebox'
import { givenId, idOf } from '../../contracts/api-fields.ts'
import { AmountSchema, amount, Currency } from '../../platform/http/routes/amount.ts'
import { type Route, type Waiting, write } from '../../platform/http/routes/route.ts'
import { annotated } from '../../platform/http/routes/schemas.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { LINES_MAX, prepareOrder, QUANTITY_MAX } from './place-order.ts'
import { Address, OrderResponse } from './present.ts'
import { refusals } from './refusals.ts'

const { price_changed: priceChanged } = refusals

/** An amount of the order's currency that the customer has seen. */
const Expected = (description: string, example: number) => annotated(AmountSchema, { description, example })

const Item = Type.Object(
  {
    productId: givenId('product'),
    quantity: Type.Integer({
      minimum: 1,
      maximum: QUANTITY_MAX,
      description: 'Over all lines of a product.',
      examples: [2],
    }),
    price: Type.Optional(
      Expected('Major units: the price that was seen. If it is higher by now, the order is refused.', 14_500),
    ),
  },
  { $id: 'ItemToOrder' },
)

/** What an order need not say. */
const UNSAID = { items: null, paymentMethod: null } as const

const Problem = Type.Object({
  type: Type.String({ examples: ['/problems/price_changed'] }),
  title: Type.String({ examples: [priceChanged.en] }),
  status: Type.Integer({ examples: [priceChanged.status] }),
  code: Type.String({ examples: ['price_changed'] }),
})

const RisenPrice = Type.Object(
  {
    productId: idOf('product'),
    oldPrice: amount('the price that was seen.', 13_500),
    newPrice: amount('the price now.', 14_500),
  },
  { $id: 'RisenPrice' },
)

/** A refusal that is written: the cart shows the new prices from then on. */
const PricesChanged = Type.Object(
  {
    ...Problem.properties,
    currency: Currency,
    oldTotal: amount('what the order would have cost.', 27_000),
    newTotal: amount('what it costs now.', 29_000),
    items: Type.Array(RisenPrice),
  },
  { $id: 'PricesChanged', description: 'The prices have risen: the problem, with the old prices and the new ones.' },
)

/** One of named items, with what was seen of them. */
const SAMPLE_ORDER = {
  items: [{ productId: 'coffee-ethiopia', quantity: 2, price: 14_500 }],
  expectedTotal: 29_000,
  shippingAddress: { street: '마당로 1', city: '서울', zipCode: '04524' },
  paymentMethod: 'wallet',
}

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
    description:
      'Orders what is in the caller’s cart, or the `items` named here, and reserves the stock. Paid by `wallet`, the order is `confirmed` once the wallet has paid; without `paymentMethod` it waits 15 minutes for `pay`. It is answered as `pending`; `Prefer: wait=5` waits for the outcome. An order that fails says why in `reason`, and leaves nothing reserved or paid. What was seen can be named (`price`, `expectedTotal`, `cartVersion`): if it has changed to the worse, the order is refused with `price_changed` or `cart_changed`, and nothing is ordered.',
    who: 'member',
    body: Type.Object(
      {
        items: Type.Optional(
          Type.Array(Item, {
            minItems: 1,
            maxItems: LINES_MAX,
            description: 'Left out, the order is of the cart, at no more than the prices that the cart shows.',
          }),
        ),
        expectedTotal: Type.Optional(Expected('Major units. If the order costs more, it is refused.', 29_000)),
        cartVersion: Type.Optional(
          Type.Integer({
            minimum: 0,
            maximum: Number.MAX_SAFE_INTEGER,
            description: 'The `version` of the cart that was seen. Another one is refused.',
            examples: [3],
          }),
        ),
        currency: Type.Optional(
          annotated(Currency, {
            description:
              'Of the order: of a cart that holds several currencies, only the lines of this one are ordered.',
          }),
        ),
        shippingAddress: Address,
        paymentMethod: Type.Optional(
          Type.Literal('wallet', { description: 'Left out, the order waits 15 minutes for POST /api/payments.' }),
        ),
      },
      { examples: [SAMPLE_ORDER] },
    ),
    replies: { 201: OrderResponse, 409: PricesChanged },
    refusals: PLACE_REFUSALS,
    write: ({ actor, body, language }) => prepareOrder(context, { ...UNSAID, ...body, memberId: actor.id, language }),
    wait,
  })
