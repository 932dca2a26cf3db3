/** Cart: what each member means to buy, beside the cart's own copy of the catalog. */
import { cartContract } from '../../contracts/cart.ts'
import { stockLinesOf } from '../../contracts/catalog.ts'
import { memberForgotten } from '../../contracts/identity.ts'
import { orderConfirmed } from '../../contracts/orders.ts'
import { defineService } from '../../platform/service/define-service.ts'
import { on, reaction } from '../../platform/service/handlers.ts'
import { cartRoutes } from './api.ts'
import { cartAggregate, cartKey } from './cart.ts'
import { forgetCart, takeBoughtItems } from './commands.ts'
import { productCopies } from './copies.ts'
import { refusals } from './refusals.ts'

export const cart = defineService(cartContract, {
  migrations: new URL('./migrations/', import.meta.url),
  aggregates: [cartAggregate],
  projections: [productCopies],
  reactions: [
    reaction(
      'orders-empty-carts',
      on(orderConfirmed, ({ data }) => (data.fromCart ? [takeBoughtItems(data)] : [])),
    ),
    reaction(
      'forgotten-members-leave-no-cart',
      on(memberForgotten, ({ data }) => [forgetCart(data.memberId)]),
    ),
  ],
  routes: cartRoutes,
  rpcs: context => ({
    cartLines: async ({ memberId }) => {
      const head = await context.writer.head(cartKey(memberId))
      return { lines: stockLinesOf(head?.state.lines ?? []) }
    },
  }),
  refusals,
})
