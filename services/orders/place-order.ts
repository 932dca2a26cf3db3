/** What an order is made of before it is decided: lines with our own prices, one currency, a sealed address. */
import { cartLines, showPrices } from '../../contracts/cart.ts'
import type { StockLine } from '../../contracts/catalog.ts'
import type { OrderLine } from '../../contracts/orders.ts'
import { isWithinLimit, limitOf } from '../../platform/http/routes/amount.ts'
import type { Language } from '../../platform/http/routes/route.ts'
import { problemOf } from '../../platform/http/server/problem.ts'
import { accept, type Command } from '../../platform/kit/command.ts'
import { isRefusal, type Refusal, refuse } from '../../platform/kit/refusal.ts'
import { notice } from '../../platform/saga/decide.ts'
import { sealerOf } from '../../platform/service/sealer-of.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { cartClaim, type OrderedCart } from './cart-claim.ts'
import { placeOrder } from './commands.ts'
import { type Expectation, expectationOf, mustExpect, risenIn, totalOf } from './expectation.ts'
import { type Address, present } from './present.ts'
import { productsById } from './products.ts'
import { refusals } from './refusals.ts'

export const LINES_MAX = 100
/** Pieces of one product, over all lines. */
export const QUANTITY_MAX = 99

export interface AskedItem extends StockLine {
  /** The price that was seen, in major units. */
  readonly price?: number
}

export interface Asking {
  readonly memberId: string
  /** Null takes the cart. */
  readonly items: readonly AskedItem[] | null
  /** What the order may cost at most, in major units. */
  readonly expectedTotal?: number
  /** The version of the cart that was seen. */
  readonly cartVersion?: number
  /** Of the order: of the cart, only the lines of this currency are ordered. */
  readonly currency?: string
  readonly shippingAddress: Address
  readonly paymentMethod: 'wallet' | null
  /** Of a refusal that is written. */
  readonly language?: Language
}

/** What is to be ordered, and what was seen of it. */
interface Wanted {
  readonly lines: readonly StockLine[]
  readonly cart: OrderedCart | null
  readonly seen: (currency: string) => Expectation | Refusal
}

interface Priced {
  readonly lines: readonly OrderLine[]
  readonly currency: string
}

/**
 * Refusals: cart_empty, cart_changed, cart_version_without_cart, quantity_limit, product_unknown, product_inactive,
 * mixed_currencies, order_too_large, price_changed, invalid_amount; unauthenticated to who has left.
 */
export async function prepareOrder(context: ServiceContext, asking: Asking): Promise<Command | Refusal> {
  const wanted = asking.items === null ? await cartOf(context, asking) : itemsOf(asking.items, asking)
  if (isRefusal(wanted)) return wanted
  const priced = await price(context, wanted.lines)
  if (isRefusal(priced)) return priced
  const { currency = priced.currency } = asking
  if (currency !== priced.currency) return refuse('mixed_currencies', { currencies: [currency, priced.currency] })
  const expected = wanted.seen(priced.currency)
  if (isRefusal(expected)) return expected
  const risen = mustExpect(priced.lines, priced.currency, expected)
  if (risen !== null) return wanted.cart === null ? risen : refuseAndShow(risen, priced, expected, asking)
  return placing(context, asking, priced, wanted.cart)
}

async function placing(context: ServiceContext, asking: Asking, priced: Priced, cart: OrderedCart | null) {
  const { memberId, shippingAddress, paymentMethod } = asking
  const sealer = await sealerOf(context, memberId)
  if (isRefusal(sealer)) return sealer
  return placeOrder({
    orderId: context.ports.ids.next('ord'),
    memberId,
    lines: [...priced.lines],
    currency: priced.currency,
    paymentMethod,
    fromCart: cart !== null,
    cart,
    shippingAddress: sealer.seal(JSON.stringify(shippingAddress)),
    sealer,
    present: order => present(order, { shippingAddress, note: null }),
  })
}

/** The items as they were named; what was not said of them is agreed to. */
function itemsOf(items: readonly AskedItem[], { expectedTotal, cartVersion }: Asking): Wanted | Refusal {
  if (cartVersion !== undefined) return refuse('cart_version_without_cart', { field: 'cartVersion' })
  const pieces = new Map<string, number>()
  for (const { productId, quantity } of items) {
    const sum = (pieces.get(productId) ?? 0) + quantity
    if (sum > QUANTITY_MAX) return refuse('quantity_limit', { productId, max: QUANTITY_MAX })
    pieces.set(productId, sum)
  }
  const said = { total: expectedTotal ?? null, prices: items.map(item => item.price ?? null) }
  return { lines: items, cart: null, seen: currency => expectationOf(said, currency) }
}

/** The cart with the prices that it shows. Who names the total agrees to that, whatever the cart shows. */
async function cartOf(context: ServiceContext, asking: Asking): Promise<Wanted | Refusal> {
  const { memberId, expectedTotal = null, cartVersion, currency: wanted } = asking
  const [{ lines: all, version }, claim] = await Promise.all([
    context.rpc.call(cartLines, { memberId }),
    context.writer.head(cartClaim.key(memberId)),
  ])
  const totalDecides = expectedTotal !== null
  const lines = all.filter(({ currency }) => wanted === undefined || currency === wanted)
  if (lines.length === 0) return refuse('cart_empty')
  if (cartVersion !== undefined && cartVersion !== version) return refuse('cart_changed', { cartVersion: version })
  return {
    lines,
    cart: { version, claimedBy: claim?.state.orderId ?? null },
    seen(currency) {
      const total = expectationOf({ total: expectedTotal, prices: [] }, currency)
      return isRefusal(total) ? total : { ...total, prices: lines.map(line => line.price), totalDecides }
    },
  }
}

/** The refusal, and the cart shows the new prices from now on: who orders again has seen them. */
function refuseAndShow(
  risen: Refusal,
  { lines }: Priced,
  expected: Expectation,
  { memberId, language = 'ko' }: Asking,
): Command {
  const shown = risenIn(lines, expected).map(({ productId, newPrice: price }) => ({ productId, price }))
  return {
    type: 'orders.refuse-prices',
    keys: [],
    decide(_states, { causationId }) {
      const { status, body } = problemOf(risen, language, refusals)
      const told =
        shown.length === 0 ? [] : [notice(`notice:${causationId}`, showPrices.ask({ memberId, lines: shown }))]
      return accept(told, { status, reply: JSON.parse(body) })
    },
  }
}

async function price(context: ServiceContext, stockLines: readonly StockLine[]): Promise<Priced | Refusal> {
  const ids = stockLines.map(({ productId }) => productId)
  const products = await productsById(context, ids)
  const lines: OrderLine[] = []
  const currencies = new Set<string>()
  for (const { productId, quantity } of stockLines) {
    const product = products.get(productId)
    if (!product) return refuse('product_unknown', { productId })
    if (!product.active) return refuse('product_inactive', { productId })
    const { merchantId, name, price: unit, currency } = product
    lines.push({ productId, merchantId, name, price: unit, quantity })
    currencies.add(currency)
  }
  const [currency, ...others] = currencies
  if (currency === undefined || others.length > 0) return refuse('mixed_currencies', { currencies: [...currencies] })
  const isWritable = isWithinLimit(totalOf(lines), currency)
  return isWritable ? { lines, currency } : refuse('order_too_large', limitOf(currency))
}
