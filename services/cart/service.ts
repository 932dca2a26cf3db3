/** Cart: what each member means to buy, beside the cart's own copy of the catalog. */
import { cartLines } from '../../contracts/cart.ts'
import { memberForgotten } from '../../contracts/identity.ts'
import { orderConfirmed } from '../../contracts/orders.ts'
import { defineService } from '../../platform/service/service.ts'
import { cartRoutes } from './api.ts'
import { type Cart, cartAggregate, cartKey } from './cart.ts'
import { forgetCart, takeBoughtItems } from './commands.ts'
import { productCopies } from './copies.ts'
import { refusals } from './refusals.ts'

export const cart = defineService({
  name: 'cart',
  migrations: new URL('./migrations/', import.meta.url),
  aggregates: [cartAggregate],
  projections: [productCopies],
  reactions: [
    {
      name: 'orders-empty-carts',
      from: 'orders',
      on: { [orderConfirmed.type]: ({ data }) => (data.fromCart ? [takeBoughtItems(data)] : []) },
    },
    {
      name: 'forgotten-members-leave-no-cart',
      from: 'identity',
      on: { [memberForgotten.type]: ({ data }) => [forgetCart(data.memberId)] },
    },
  ],
  routes: cartRoutes,
  rpc: context => ({
    [cartLines.name]: async ({ memberId }: { memberId: string }) => {
      const head = await context.writer.head<Cart>(cartKey(memberId))
      return { lines: (head?.state.lines ?? []).map(({ productId, quantity }) => ({ productId, quantity })) }
    },
  }),
  refusals,
})
