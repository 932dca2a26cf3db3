import { expect, test } from 'vitest'
import { sagaAggregate } from '../../platform/saga/state.ts'
import { Given } from '../../test/harness/given.ts'
import { cartClaim } from './cart-claim.ts'
import { failCommand, placeOrder } from './commands.ts'
import { order } from './order.ts'

const line = { productId: 'p', merchantId: null, name: { ko: '컵', en: 'Cup' }, price: 1_500, quantity: 2 }

const place = (orderId: string, version: number, claimedBy: string | null = null) =>
  placeOrder({
    ...{ orderId, memberId: 'mem_a', lines: [line], currency: 'KRW', paymentMethod: 'wallet', fromCart: true },
    cart: { version, claimedBy },
    ...{ shippingAddress: 'sealed', sealer: { subject: 'mem_a', seal: (plain: string) => plain } },
    present: () => ({ orderId }),
  })

const having = (...commands: Parameters<Given['when']>[0][]) => {
  const given = new Given([order, cartClaim, sagaAggregate])
  for (const command of commands) given.when(command)
  return given
}
const REFUSED = 'cart_already_ordered'
const PLACED = expect.arrayContaining(['orders.order-placed', 'orders.cart-ordered'])
const failed = failCommand({ orderId: 'ord_1', reason: 'insufficient_funds' })

test.each<[string, Given, Parameters<typeof place>, unknown]>([
  ['for the first time', having(), ['ord_1', 3], PLACED],
  ['again as it is', having(place('ord_1', 3)), ['ord_2', 3, 'ord_1'], REFUSED],
  ['again as it is, by one who has not seen the first order', having(place('ord_1', 3)), ['ord_2', 3], REFUSED],
  ['again when it has changed', having(place('ord_1', 3)), ['ord_2', 4, 'ord_1'], PLACED],
  ['again as it is when its order has failed', having(place('ord_1', 3), failed), ['ord_2', 3, 'ord_1'], PLACED],
  [
    'again when another has taken it after the failed one',
    having(place('ord_1', 3), failed, place('ord_2', 3, 'ord_1')),
    ['ord_3', 3, 'ord_1'],
    REFUSED,
  ],
])('a cart is ordered %s', (_, given, asked, said) => {
  expect(given.when(place(...asked)).said).toEqual(said)
})
