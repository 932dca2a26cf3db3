/** Cart: what each member means to buy, beside the cart's own copy of the catalog. */
import { cartContract } from '../../contracts/cart.ts'
import { memberForgotten } from '../../contracts/identity.ts'
import { orderConfirmed } from '../../contracts/orders.ts'
import { defineService } from '../../platform/service/define-service.ts'
import { on, reaction } from '../../platform/service/handlers.ts'
import { cartRoutes } from './api.ts'
import { cartAggregate, cartKey } from './cart.ts'
import { forgetCart, showRisenPrices, takeBoughtItems } from './commands.ts'
import { productCopies } from './copies.ts'
import { refusals } from './refusals.ts'

export const cart = defineService(cartContract, {
  migrations: new URL('./migrations/', import.meta.url),
  aggregates: [cartAggregate],
  projections: [productCopies],
  commands: { showPrices: showRisenPrices },
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
      // What was bought of it has left it, and what was told of its prices is in it.
      const { catchUp, writer } = context
      const orders = [orderConfirmed.service]
      await Promise.all([catchUp.withThisProcess(orders), catchUp.withThisProcess(orders, memberId)])
      const { state, version } = (await writer.head(cartKey(memberId))) ?? { state: { lines: [] }, version: 0 }
      const lines = state.lines.map(({ productId, quantity, price, currency }) => ({
        productId,
        quantity,
        price,
        currency,
      }))
      return { version, lines }
    },
  }),
  refusals,
})
