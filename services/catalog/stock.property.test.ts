import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { StockMovement } from '../../contracts/catalog.ts'
import type { Command } from '../../platform/kit/command.ts'
import { isRefusal } from '../../platform/kit/refusal.ts'
import { Shelf } from '../../test/harness/shelf.ts'
import { moveStock } from './commands.ts'
import {
  commitStockCommand,
  expireReservationCommand,
  releaseStockCommand,
  reserveStockCommand,
  returnStockCommand,
} from './reserving.ts'

const PRODUCTS = ['p-1', 'p-2', 'p-3']
const ORDERS = ['ord_1', 'ord_2', 'ord_3', 'ord_4']
const operator = { id: 'mem_op', operator: true }
/** Enough for some orders, too little for all. */
const START = { 'p-1': 20, 'p-2': 10, 'p-3': 3 }
const START_MS = Date.UTC(2026, 10, 20)

const line = fc.record({ productId: fc.constantFrom(...PRODUCTS), quantity: fc.integer({ min: 1, max: 4 }) })
/** Every order keeps its lines; what is done with it, and when, is left to chance. */
const orderLines = fc.tuple(...ORDERS.map(() => fc.array(line, { minLength: 1, maxLength: 3 })))
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('reserve' as const), order: fc.nat(3) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constantFrom('commit' as const, 'release' as const, 'expire' as const, 'return' as const),
      order: fc.nat(3),
    }),
  },
  fc.record({
    kind: fc.constant('move' as const),
    productId: fc.constantFrom(...PRODUCTS),
    change: fc.integer({ min: -8, max: 8 }).filter(change => change !== 0),
  }),
  fc.record({ kind: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 20 }) }),
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never
type Lines = { productId: string; quantity: number }[]

function commandFor(step: Exclude<Step, { kind: 'wait' }>, lines: readonly Lines[], now: Date): Command {
  if (step.kind === 'move') {
    return moveStock({ productId: step.productId, change: step.change, reason: 'count' }, operator)
  }
  const order = { orderId: ORDERS[step.order] ?? '', lines: lines[step.order] ?? [] }
  switch (step.kind) {
    case 'reserve':
      return reserveStockCommand({ ...order, expiresAt: new Date(now.getTime() + 15 * 60_000).toISOString() })
    case 'commit':
      return commitStockCommand(order)
    case 'release':
      return releaseStockCommand(order)
    case 'expire':
      return expireReservationCommand(order)
    case 'return':
      return returnStockCommand(order)
  }
}

const openQuantity = (shelf: Shelf, productId: string): number =>
  ORDERS.map(id => shelf.reservation(id))
    .filter(({ status }) => status === 'reserved')
    .flatMap(({ lines }) => lines)
    .filter(reserved => reserved.productId === productId)
    .reduce((sum, { quantity }) => sum + quantity, 0)

test('whatever orders do: on hand = Σ movements, reserved = Σ open, nothing negative, each reservation ends once', () => {
  const property = fc.property(orderLines, fc.array(step, { maxLength: 60, size: 'max' }), (lines, steps) => {
    const shelf = Shelf.with(START)
    shelf.at(new Date(START_MS))
    const moved = new Map(Object.entries(START))
    const ends = new Map<string, string[]>()
    for (const step of steps) {
      if (step.kind === 'wait') {
        shelf.at(new Date(shelf.now.getTime() + step.minutes * 60_000))
        continue
      }
      const decision = shelf.run(commandFor(step, lines, shelf.now))
      for (const { type, data } of isRefusal(decision) ? [] : decision.messages) {
        const { movements, orderId } = data as { movements?: StockMovement[]; orderId?: string }
        const own = (data as StockMovement).number === undefined ? [] : [data as StockMovement]
        for (const { productId, change } of movements ?? own) moved.set(productId, (moved.get(productId) ?? 0) + change)
        if (orderId) ends.set(orderId, [...(ends.get(orderId) ?? []), type.replace('catalog.', '')])
      }
      for (const productId of PRODUCTS) {
        const { onHand, reserved } = shelf.stock(productId)
        expect(onHand).toBe(moved.get(productId))
        expect(reserved).toBe(openQuantity(shelf, productId))
        expect(Math.min(onHand, reserved, onHand - reserved)).toBeGreaterThanOrEqual(0)
      }
    }
    for (const story of ends.values()) {
      expect(story.join(' → ')).toMatch(
        /^stock-reserved( → (stock-released|reservation-expired|stock-committed( → stock-returned)?))?$/,
      )
    }
  })
  // A failure prints the seed and the path that replay it.
  fc.assert(property, { numRuns: 500 })
})
