/** The lines of a cart as its page shows them: what they cost now, and what has changed since they were put in. */
import type { Product } from '@madang/client'
import { PIECES_MAX, type Wish } from '../../../../api/wishes.ts'
import { imageOf } from '../../../../ui/image.ts'
import type { Localized } from '../../../../ui/local.ts'
import type { CartLine } from './use-cart.ts'

export type Products = ReadonlyMap<string, Product>

/** What keeps a line from being ordered, or what has changed of it. */
export type LineNote =
  | { readonly kind: 'gone' }
  | { readonly kind: 'soldOut' }
  | { readonly kind: 'short'; readonly left: number }
  | { readonly kind: 'rose' | 'fell'; readonly from: number }

export interface Line {
  readonly productId: string
  readonly name: Localized
  readonly image: string | null
  readonly category: string | undefined
  /** What one costs if it is ordered now. */
  readonly price: number
  readonly currency: string
  readonly quantity: number
  readonly max: number
  readonly note: LineNote | null
}

/** Lines with such a note are refused by the order. */
export const isBlocked = ({ note }: Line): boolean =>
  note !== null && (note.kind === 'gone' || note.kind === 'soldOut' || note.kind === 'short')

/** Cannot be ordered in any number. */
export const isOut = ({ note }: Line): boolean => note?.kind === 'gone' || note?.kind === 'soldOut'

/** `product` is null where it is known that nobody sells it any more, undefined while nothing is known. */
function stockNoteOf(product: Product | null | undefined, quantity: number): LineNote | null {
  if (product === undefined) return null
  if (product === null) return { kind: 'gone' }
  const left = product.stock.available
  if (left <= 0) return { kind: 'soldOut' }
  return left < quantity ? { kind: 'short', left } : null
}

function priceNoteOf({ price, currentPrice, priceChanged }: CartLine): LineNote | null {
  return priceChanged ? { kind: currentPrice > price ? 'rose' : 'fell', from: price } : null
}

const maxOf = (product: Product | null | undefined): number =>
  product ? Math.max(1, Math.min(PIECES_MAX, product.stock.available)) : PIECES_MAX

/** `products` is undefined until they are known. */
export function linesOfCart(items: readonly CartLine[], products: Products | undefined): readonly Line[] {
  return items.map(item => {
    const { productId, name, image, currentPrice: price, currency, quantity, available } = item
    const product = products && (products.get(productId) ?? null)
    const missing: LineNote | null = available ? null : { kind: 'soldOut' }
    return {
      ...{ productId, name, price, currency, quantity },
      image: product ? imageOf(product) : image,
      category: product?.category,
      max: maxOf(product),
      note: stockNoteOf(product, quantity) ?? missing ?? priceNoteOf(item),
    }
  })
}

/** What a visitor wished for, as far as it is for sale. */
export function linesOfWishes(wishes: readonly Wish[], products: Products): readonly Line[] {
  return wishes.flatMap(({ productId, quantity }) => {
    const product = products.get(productId)
    if (!product) return []
    const { name, category, price, currency } = product
    const shown = { productId, name, category, price, currency, quantity }
    return [{ ...shown, image: imageOf(product), max: maxOf(product), note: stockNoteOf(product, quantity) }]
  })
}
