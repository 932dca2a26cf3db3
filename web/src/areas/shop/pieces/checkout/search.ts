/** The address of the checkout: what is ordered, or which order is paid. */
import { PIECES_MAX } from '../../../../api/wishes.ts'
import type { Source } from './basket.ts'

export interface CheckoutSearch {
  /** Some pieces of one product, instead of the cart. */
  readonly product?: string
  readonly quantity?: number
  /** Of a cart with several, the one that is ordered. */
  readonly currency?: string
  /** It is placed, and is paid or followed. */
  readonly order?: string
}

const textIn = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

export function checkoutSearch({ product, quantity, currency, order }: Record<string, unknown>): CheckoutSearch {
  const pieces = Math.trunc(Number(quantity))
  const texts = { product: textIn(product), currency: textIn(currency), order: textIn(order) }
  return {
    ...Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== undefined)),
    ...(texts.product !== undefined && { quantity: pieces >= 1 ? Math.min(pieces, PIECES_MAX) : 1 }),
  }
}

export const sourceOf = ({ product, quantity = 1, currency }: CheckoutSearch): Source =>
  product === undefined ? { kind: 'cart', currency } : { kind: 'product', productId: product, quantity }
