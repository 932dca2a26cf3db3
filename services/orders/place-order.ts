/** What an order is made of before it is decided: lines with our own prices, one currency, a sealed address. */
import { cartLines } from '../../contracts/cart.ts'
import type { StockLine } from '../../contracts/catalog.ts'
import type { OrderLine } from '../../contracts/orders.ts'
import type { Command } from '../../platform/kit/command.ts'
import { isRefusal, type Refusal, refuse } from '../../platform/kit/refusal.ts'
import { sealerOf } from '../../platform/service/sealer-of.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { placeOrder } from './commands.ts'
import { type Address, present } from './present.ts'
import { productsById } from './products.ts'

export const LINES_MAX = 100

export interface Asking {
  readonly memberId: string
  /** Null takes the cart. */
  readonly items: readonly StockLine[] | null
  readonly shippingAddress: Address
  readonly paymentMethod: 'wallet' | null
}

/** Refusals: cart_empty, product_unknown, product_inactive, mixed_currencies; unauthenticated to who has left. */
export async function prepareOrder(context: ServiceContext, asking: Asking): Promise<Command | Refusal> {
  const { memberId, items, shippingAddress, paymentMethod } = asking
  const stockLines = items ?? (await context.rpc.call(cartLines, { memberId })).lines
  if (stockLines.length === 0) return refuse('cart_empty')
  const priced = await price(context, stockLines)
  if (isRefusal(priced)) return priced
  const sealer = await sealerOf(context, memberId)
  if (isRefusal(sealer)) return sealer
  return placeOrder({
    orderId: context.ports.ids.next('ord'),
    memberId,
    ...priced,
    paymentMethod,
    fromCart: items === null,
    shippingAddress: sealer.seal(JSON.stringify(shippingAddress)),
    sealer,
    present: order => present(order, { shippingAddress, note: null }),
  })
}

async function price(
  context: ServiceContext,
  stockLines: readonly StockLine[],
): Promise<{ lines: OrderLine[]; currency: string } | Refusal> {
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
  return { lines, currency }
}
