/** A cart as the API shows it: prices in major units, totals per currency, marks where the product has changed since. */
import { Type } from 'typebox'
import { idOf, ProductName } from '../../contracts/api-fields.ts'
import { amount, Currency, toMajor } from '../../platform/http/routes/amount.ts'
import { Nullable, Timestamp } from '../../platform/http/routes/schemas.ts'
import type { Cart, CartLine } from './cart.ts'
import type { Copies, Copy } from './copies.ts'

const LineSchema = Type.Object(
  {
    productId: idOf('product'),
    name: ProductName,
    image: Nullable(Type.String({ examples: ['/images/coffee-ethiopia.png'] })),
    price: amount('what a piece cost when it was added.', 14_500),
    currency: Currency,
    quantity: Type.Integer({ examples: [2] }),
    total: amount('the price times the quantity.', 29_000),
    currentPrice: amount('what a piece costs now.', 14_500),
    priceChanged: Type.Boolean({ description: 'The price is no longer the one it was added at.' }),
    available: Type.Boolean({ description: 'False when it is sold out or not for sale any more.', examples: [true] }),
    addedAt: Timestamp,
  },
  { $id: 'CartItem' },
)

const CartTotal = Type.Object({ currency: Currency, amount: amount('the sum.', 29_000) }, { $id: 'CartTotal' })

export const CartSchema = Type.Object(
  {
    userId: idOf('member'),
    version: Type.Integer({
      minimum: 0,
      examples: [3],
      description:
        'Of the cart as it is shown here. An order that names it as its `cartVersion` is of this cart or refused.',
    }),
    items: Type.Array(LineSchema),
    totals: Type.Array(CartTotal, {
      description: 'Sums of the lines, at the prices they were added at.',
    }),
  },
  { $id: 'Cart' },
)

/** A product that is not in the copy yet is as it was when it was added. */
function presentLine(line: CartLine, copy: Copy | undefined) {
  const { productId, name, price, currency, quantity, addedAt } = line
  const current = copy?.price ?? price
  return {
    productId,
    name,
    // Pictures that a product has no more are not kept.
    image: copy === undefined ? line.image : copy.image,
    price: toMajor(price, currency),
    currency,
    quantity,
    total: toMajor(price * quantity, currency),
    currentPrice: toMajor(current, currency),
    priceChanged: current !== price,
    available: copy === undefined || (copy.active && copy.available),
    addedAt,
  }
}

function totalsOf(lines: readonly CartLine[]) {
  const sums = new Map<string, number>()
  for (const { price, quantity, currency } of lines) sums.set(currency, (sums.get(currency) ?? 0) + price * quantity)
  return [...sums].sort().map(([currency, sum]) => ({ currency, amount: toMajor(sum, currency) }))
}

/** A cart and the version of its stream. */
export interface VersionedCart {
  readonly cart: Cart
  readonly version: number
}

export const presentCart = (userId: string, { cart, version }: VersionedCart, copies: Copies) => ({
  userId,
  version,
  items: cart.lines.map(line => presentLine(line, copies.get(line.productId))),
  totals: totalsOf(cart.lines),
})
