/**
 * What a visitor wishes to buy: the cart of the API belongs to members, so wishes wait in this tab until somebody logs in,
 * and then go into their cart, each once.
 */
import type { Cart } from '@madang/client'
import { answerOf, api, isFinal } from './client.ts'

export interface Wish {
  readonly productId: string
  readonly quantity: number
  /** Of the write that puts it into the cart: sent again, it does so once. */
  readonly key: string
}

const STORED = 'madang.wishes'
/** As many pieces of one product, and as many products, as a cart takes. */
export const PIECES_MAX = 99
const WISHES_MAX = 100

const listeners = new Set<() => void>()
const NONE: readonly Wish[] = []
let known: { readonly text: string | null; readonly wishes: readonly Wish[] } = { text: null, wishes: NONE }

/** The same list as long as nothing changes, as React wants it of a store. */
export function wishes(): readonly Wish[] {
  const text = sessionStorage.getItem(STORED)
  if (text !== known.text) known = { text, wishes: text === null ? NONE : (JSON.parse(text) as Wish[]) }
  return known.wishes
}

export function onWishes(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function keep(next: readonly Wish[]): void {
  if (next.length === 0) sessionStorage.removeItem(STORED)
  else sessionStorage.setItem(STORED, JSON.stringify(next))
  for (const listener of listeners) listener()
}

/** So many pieces of a product; none takes the wish away. Another wish is another write, with another key. */
export function setWish(productId: string, quantity: number): void {
  const others = wishes().filter(wish => wish.productId !== productId)
  const pieces = Math.min(quantity, PIECES_MAX)
  const own = pieces > 0 ? [{ productId, quantity: pieces, key: crypto.randomUUID() }] : []
  const at = wishes().findIndex(wish => wish.productId === productId)
  const place = at === -1 ? others.length : at
  keep([...others.slice(0, place), ...own, ...others.slice(place)].slice(0, WISHES_MAX))
}

export const addWish = (productId: string, quantity: number): void =>
  setWish(productId, quantity + (wishes().find(wish => wish.productId === productId)?.quantity ?? 0))

/** Puts the wishes into the member's cart. What the cart refuses is dropped; what got no answer waits for the next time. */
export async function bringWishes(): Promise<Cart | null> {
  let cart: Cart | null = null
  for (const { productId, quantity, key } of wishes()) {
    try {
      const header = { 'Idempotency-Key': key }
      cart = await answerOf(api.POST('/api/cart/add', { params: { header }, body: { productId, quantity } }))
    } catch (error) {
      if (!isFinal(error)) throw error
    }
    keep(wishes().filter(wish => wish.key !== key))
  }
  return cart
}
