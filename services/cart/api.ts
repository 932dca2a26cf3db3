/** The cart over HTTP. Everyone has one, and sees only their own. */
import { Type } from 'typebox'
import { ok, type Route, read, write } from '../../platform/http/routes/route.ts'
import { Id } from '../../platform/http/routes/schemas.ts'
import { refuse } from '../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { QUANTITY_MAX } from './cart.ts'
import { addItem, type CartContext, changeQuantity, clearCart, removeItem } from './commands.ts'
import { readCart } from './copies.ts'
import { CartSchema, presentCart } from './presentation.ts'

const Quantity = Type.Integer({ minimum: 1, maximum: QUANTITY_MAX })
/** Every route answers with the cart. */
const SHOWS_CART = { who: 'member', replies: { 200: CartSchema } } as const
const OfProduct = Type.Object({ productId: Id })

export function cartRoutes(context: ServiceContext): readonly Route[] {
  const cartOf = async (memberId: string, productId?: string) => ({
    memberId,
    ...(await readCart(context, memberId, productId)),
  })
  const show = async (id: string) => {
    const { memberId, copies, ...cart } = await cartOf(id)
    return ok(presentCart(memberId, cart, copies))
  }
  return [
    read({
      method: 'GET',
      path: '/api/cart',
      name: 'getCart',
      summary: 'My cart',
      ...SHOWS_CART,
      read: ({ actor }) => show(actor.id),
    }),
    read({
      method: 'GET',
      path: '/api/cart/{userId}',
      name: 'getCartOfMember',
      summary: 'My cart, by my own id; nobody else’s',
      params: Type.Object({ userId: Id }),
      ...SHOWS_CART,
      refusals: ['forbidden'],
      read: ({ actor, params }) => (params.userId === actor.id ? show(actor.id) : refuse('forbidden')),
    }),
    write({
      method: 'POST',
      path: '/api/cart/add',
      name: 'addToCart',
      summary: 'Put pieces of a product into my cart, on top of what is there',
      body: Type.Object({ productId: Id, quantity: Quantity }),
      ...SHOWS_CART,
      refusals: ['product_unknown', 'product_inactive', 'quantity_limit', 'cart_full'],
      async write({ actor, body: { productId, quantity } }) {
        const mine = await cartOf(actor.id, productId)
        const copy = mine.copies.get(productId)
        if (!copy) return refuse('product_unknown', { productId })
        if (!copy.active) return refuse('product_inactive', { productId })
        const { name, image, price, currency } = copy
        return addItem(mine, { productId, quantity, name, image, price, currency })
      },
    }),
    ...itemRoutes(cartOf),
    write({
      method: 'DELETE',
      path: '/api/cart',
      name: 'clearCart',
      summary: 'Empty my cart',
      ...SHOWS_CART,
      pure: true,
      write: ({ actor }) => clearCart(actor.id),
    }),
  ]
}

function itemRoutes(cartOf: (memberId: string) => Promise<CartContext>): readonly Route[] {
  return [
    write({
      method: 'PUT',
      path: '/api/cart/items/{productId}',
      name: 'setCartQuantity',
      summary: 'How many pieces of a product I want',
      params: OfProduct,
      body: Type.Object({ quantity: Quantity }),
      ...SHOWS_CART,
      refusals: ['item_unknown'],
      write: async ({ actor, params, body }) => changeQuantity(await cartOf(actor.id), { ...params, ...body }),
    }),
    write({
      method: 'DELETE',
      path: '/api/cart/items/{productId}',
      name: 'removeFromCart',
      summary: 'Take a product out of my cart',
      params: OfProduct,
      ...SHOWS_CART,
      refusals: ['item_unknown'],
      write: async ({ actor, params }) => removeItem(await cartOf(actor.id), params.productId),
    }),
  ]
}
