/** What orders and timers ask of the stock, with the heads each needs. */
import type { Static } from 'typebox'
import type { commitStock, releaseStock, reserveStock, returnStock, StockLine } from '../../contracts/catalog.ts'
import type { Command } from '../../platform/kit/command.ts'
import { commit, expire, giveBack, keysOf, release, reserve } from './reserving.ts'

export const reserveStockCommand = (input: Static<typeof reserveStock.schema>): Command => ({
  type: 'catalog.reserve-stock',
  keys: keysOf(input.orderId, input.lines),
  decide: (states, context) => reserve(states, input, context.now),
})

export const commitStockCommand = ({ orderId, lines }: Static<typeof commitStock.schema>): Command => ({
  type: 'catalog.commit-stock',
  keys: keysOf(orderId, lines),
  decide: states => commit(states, orderId, lines),
})

export const releaseStockCommand = ({ orderId, lines }: Static<typeof releaseStock.schema>): Command => ({
  type: 'catalog.release-stock',
  keys: keysOf(orderId, lines),
  decide: states => release(states, orderId, lines),
})

export const returnStockCommand = ({ orderId, lines }: Static<typeof returnStock.schema>): Command => ({
  type: 'catalog.return-stock',
  keys: keysOf(orderId, lines),
  decide: states => giveBack(states, orderId, lines),
})

export const expireReservationCommand = ({ orderId, lines }: { orderId: string; lines: StockLine[] }): Command => ({
  type: 'catalog.expire-reservation',
  keys: keysOf(orderId, lines),
  decide: (states, context) => expire(states, orderId, context.now),
})
