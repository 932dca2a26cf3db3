/** The cart over HTTP. Everyone has one, and sees only their own. */
import { Type } from 'typebox'
import { givenId } from '../../contracts/api-fields.ts'
import { ok, type Route, read, write } from '../../platform/http/routes/route.ts'
import { refuse } from '../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { QUANTITY_MAX } from './cart.ts'
import { addItem, type CartContext, changeQuantity, clearCart, removeItem } from './commands.ts'
import { readCart } from './copies.ts'
import { CartSchema, presentCart } from './presentation.ts'

const Quantity = Type.Integer({ minimum: 1, maximum: QUANTITY_MAX, description: 'Pieces.', examples: [2] })
const ProductId = givenId('product')
/** Every route answers with the cart. */
const SHOWS_CART = { who: 'member', replies: { 200: CartSchema } } as const
const OfProduct = Type.Object({ productId: ProductId })

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
      description:
        'What the caller has put into their cart, at the prices they were added at. A line says when its product costs something else by now (`priceChanged`), or cannot be ordered any more (`available`).',
      ...SHOWS_CART,
      read: ({ actor }) => show(actor.id),
    }),
    read({
      method: 'GET',
      path: '/api/cart/{userId}',
      name: 'getCartOfMember',
      summary: 'My cart, by my own id; nobody else’s',
      description:
        'The same as `getCart`, for clients that name the member. Somebody else’s cart is refused with `forbidden`, for operators too.',
      params: Type.Object({ userId: givenId('member') }),
      ...SHOWS_CART,
      refusals: ['forbidden'],
      read: ({ actor, params }) => (params.userId === actor.id ? show(actor.id) : refuse('forbidden')),
    }),
    write({
      method: 'POST',
      path: '/api/cart/add',
      name: 'addToCart',
      summary: 'Put pieces of a product into my cart, on top of what is there',
      description:
        'Adds to the pieces of the product that are in the cart already, 99 at most, at today’s price. It reserves nothing: the stock is reserved by the order. A product that is not for sale is refused with `product_inactive`.',
      body: Type.Object({ productId: ProductId, quantity: Quantity }),
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
      description:
        'Takes everything out of the caller’s cart and answers with the empty cart. An empty cart stays as it is.',
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
      description:
        'Sets the pieces of a product that is in the cart, whatever they were before. A product that is not in the cart is refused with `item_unknown`: it is added by `addToCart`.',
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
      description:
        'Takes all pieces of one product out of the caller’s cart. A product that is not in the cart is refused with `item_unknown`.',
      params: OfProduct,
      ...SHOWS_CART,
      refusals: ['item_unknown'],
      write: async ({ actor, params }) => removeItem(await cartOf(actor.id), params.productId),
    }),
  ]
}
