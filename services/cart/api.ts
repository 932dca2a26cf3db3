/** The cart over HTTP. Everyone has one, and sees only their own. */
import { Type } from 'typebox'
import { ok, type Route, read, write } from '../../platform/http/routes/route.ts'
import { Id } from '../../platform/http/routes/schemas.ts'
import { refuse } from '../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { cartKey, QUANTITY_MAX } from './cart.ts'
import { addItem, type CartContext, changeQuantity, clearCart, removeItem } from './commands.ts'
import { type CartWithCopies, readCart } from './copies.ts'
import { CartSchema, presentCart } from './presentation.ts'

const Quantity = Type.Integer({ minimum: 1, maximum: QUANTITY_MAX })
const OfProduct = Type.Object({ productId: Id })

export function cartRoutes(context: ServiceContext): readonly Route[] {
  const cartOf = (memberId: string, productId?: string): Promise<CartWithCopies> =>
    readCart(context.read, cartKey(memberId), productId)
  const cartContext = async (memberId: string): Promise<CartContext> => ({
    memberId,
    copies: (await cartOf(memberId)).copies,
  })
  const show = async (memberId: string) => {
    const { cart, copies } = await cartOf(memberId)
    return ok(presentCart(memberId, cart, copies))
  }
  return [
    read({
      method: 'GET',
      path: '/api/cart',
      name: 'getCart',
      summary: 'My cart',
      who: 'member',
      replies: { 200: CartSchema },
      read: ({ actor }) => show(actor.id),
    }),
    read({
      method: 'GET',
      path: '/api/cart/{userId}',
      name: 'getCartOfMember',
      summary: 'My cart, by my own id; nobody else’s',
      who: 'member',
      params: Type.Object({ userId: Id }),
      replies: { 200: CartSchema },
      refusals: ['forbidden'],
      read: ({ actor, params }) => (params.userId === actor.id ? show(actor.id) : refuse('forbidden')),
    }),
    write({
      method: 'POST',
      path: '/api/cart/add',
      name: 'addToCart',
      summary: 'Put pieces of a product into my cart, on top of what is there',
      who: 'member',
      body: Type.Object({ productId: Id, quantity: Quantity }),
      replies: { 200: CartSchema },
      refusals: ['product_unknown', 'product_inactive', 'quantity_limit', 'cart_full'],
      async write({ actor, body: { productId, quantity } }) {
        const { copies } = await cartOf(actor.id, productId)
        const copy = copies.get(productId)
        if (!copy) return refuse('product_unknown', { productId })
        if (!copy.active) return refuse('product_inactive', { productId })
        const { name, image, price, currency } = copy
        return addItem({ memberId: actor.id, copies }, { productId, quantity, name, image, price, currency })
      },
    }),
    ...itemRoutes(cartContext),
    write({
      method: 'DELETE',
      path: '/api/cart',
      name: 'clearCart',
      summary: 'Empty my cart',
      who: 'member',
      replies: { 200: CartSchema },
      pure: true,
      write: ({ actor }) => clearCart(actor.id),
    }),
  ]
}

function itemRoutes(cartContext: (memberId: string) => Promise<CartContext>): readonly Route[] {
  return [
    write({
      method: 'PUT',
      path: '/api/cart/items/{productId}',
      name: 'setCartQuantity',
      summary: 'How many pieces of a product I want',
      who: 'member',
      params: OfProduct,
      body: Type.Object({ quantity: Quantity }),
      replies: { 200: CartSchema },
      refusals: ['item_unknown'],
      write: async ({ actor, params, body }) => changeQuantity(await cartContext(actor.id), { ...params, ...body }),
    }),
    write({
      method: 'DELETE',
      path: '/api/cart/items/{productId}',
      name: 'removeFromCart',
      summary: 'Take a product out of my cart',
      who: 'member',
      params: OfProduct,
      replies: { 200: CartSchema },
      refusals: ['item_unknown'],
      write: async ({ actor, params }) => removeItem(await cartContext(actor.id), params.productId),
    }),
  ]
}
