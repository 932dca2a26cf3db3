/** What is about to be ordered: the cart or a part of it, or some pieces of one product. */
import type { Cart, Product, paths } from '@madang/client'
import { useQuery } from '@tanstack/react-query'
import { cartQuery } from '../../../../api/cart.ts'
import type { Localized } from '../../../../ui/local.ts'
import { asCharged } from '../cart/use-cart.ts'
import { product } from '../queries.ts'
import { totalOf } from '../sums.ts'

export type Placing = paths['/api/orders']['post']['requestBody']['content']['application/json']
/** The part of the request that says what is ordered, and what was seen of it. */
type Wanted = Pick<Placing, 'items' | 'cartVersion' | 'expectedTotal' | 'currency'>

export interface BasketLine {
  readonly productId: string
  readonly name: Localized
  readonly price: number
  readonly quantity: number
}

export interface Basket {
  readonly lines: readonly BasketLine[]
  readonly currency: string
  readonly total: number
  readonly wanted: Wanted
}

/** Where it comes from, as the address says. */
export type Source =
  | { readonly kind: 'cart'; readonly currency: string | undefined }
  | { readonly kind: 'product'; readonly productId: string; readonly quantity: number }

/** Null where there is nothing to order. What became cheaper costs less, what became dearer is agreed to by its total. */
export function basketOfCart(cart: Cart, only: string | undefined): Basket | null {
  const items = cart.items.filter(({ currency }) => only === undefined || currency === only)
  const [first] = items
  if (!first) return null
  const { currency } = first
  const total = totalOf(items.map(asCharged), currency)
  const isPart = items.length < cart.items.length
  return {
    lines: items.map(({ productId, name, currentPrice: price, quantity }) => ({ productId, name, price, quantity })),
    ...{ currency, total },
    wanted: { cartVersion: cart.version, expectedTotal: total, ...(isPart && { currency }) },
  }
}

export function basketOfProduct({ id, name, price, currency }: Product, quantity: number): Basket {
  const total = totalOf([{ price, quantity }], currency)
  return {
    lines: [{ productId: id, name, price, quantity }],
    ...{ currency, total },
    wanted: { items: [{ productId: id, quantity, price }], expectedTotal: total },
  }
}

/** Undefined while it is loaded. */
export function useBasket(source: Source): Basket | null | undefined {
  const isCart = source.kind === 'cart'
  const { data: cart } = useQuery({ ...cartQuery(), enabled: isCart })
  const { data: one } = useQuery({ ...product(isCart ? '' : source.productId), enabled: !isCart })
  if (isCart) return cart && basketOfCart(cart, source.currency)
  return one && basketOfProduct(one, source.quantity)
}
