import { describe, expect, test } from 'vitest'
import { isRefusal } from '../../platform/kit/refusal.ts'
import { AT_THREE, IN_15_MINUTES, linesFrom, reserveInput, Shelf } from '../../test/harness/shelf.ts'
import { changeProduct, retireProduct } from './commands.ts'
import type { ReservationStatus } from './reservation.ts'
import {
  commitStockCommand,
  expireReservationCommand,
  releaseStockCommand,
  reserveStockCommand,
  returnStockCommand,
} from './reserving.ts'

const operator = { id: 'mem_op', operator: true }
const LINES = ['p-1 x2', 'p-2', 'p-1']
const order = { orderId: 'ord_1', lines: linesFrom(LINES) }

const steps = {
  reserve: reserveStockCommand(reserveInput('ord_1', LINES)),
  commit: commitStockCommand(order),
  release: releaseStockCommand(order),
  return: returnStockCommand(order),
  expire: expireReservationCommand(order),
}
type Step = keyof typeof steps

function shelfAfter(given: readonly Step[]): Shelf {
  const shelf = Shelf.with({ 'p-1': 5, 'p-2': 5 })
  for (const step of given) {
    if (step === 'expire') shelf.at(AT_THREE)
    shelf.must(steps[step])
  }
  return shelf
}

const levels = (shelf: Shelf) =>
  ['p-1', 'p-2'].map(id => `${shelf.stock(id).onHand}/${shelf.stock(id).reserved}`).join(' ')

describe('a reservation', () => {
  // given these steps, when this one comes, then it answers so, and on hand / reserved of both products are
  test.each<[Step[], Step, ReservationStatus | `refused ${string}`, string]>([
    [[], 'reserve', 'reserved', '5/3 5/1'],
    [['reserve'], 'reserve', 'refused reservation_exists', '5/3 5/1'],
    [['reserve'], 'commit', 'committed', '2/0 4/0'],
    [['reserve'], 'release', 'released', '5/0 5/0'],
    [['reserve'], 'expire', 'expired', '5/0 5/0'],
    [['reserve'], 'return', 'refused reservation_not_committed', '5/3 5/1'],
    [[], 'commit', 'refused reservation_unknown', '5/0 5/0'],
    [[], 'release', 'none', '5/0 5/0'],
    [[], 'expire', 'none', '5/0 5/0'],
    [[], 'return', 'refused reservation_unknown', '5/0 5/0'],
    [['reserve', 'commit'], 'commit', 'committed', '2/0 4/0'],
    [['reserve', 'commit'], 'release', 'refused reservation_committed', '2/0 4/0'],
    [['reserve', 'commit'], 'expire', 'committed', '2/0 4/0'],
    [['reserve', 'commit'], 'return', 'returned', '5/0 5/0'],
    [['reserve', 'commit', 'return'], 'return', 'returned', '5/0 5/0'],
    [['reserve', 'commit', 'return'], 'commit', 'refused reservation_returned', '5/0 5/0'],
    [['reserve', 'commit', 'return'], 'release', 'returned', '5/0 5/0'],
    [['reserve', 'release'], 'release', 'released', '5/0 5/0'],
    [['reserve', 'release'], 'commit', 'refused reservation_released', '5/0 5/0'],
    [['reserve', 'release'], 'expire', 'released', '5/0 5/0'],
    [['reserve', 'release'], 'reserve', 'refused reservation_exists', '5/0 5/0'],
    [['reserve', 'expire'], 'commit', 'refused reservation_expired', '5/0 5/0'],
    [['reserve', 'expire'], 'release', 'expired', '5/0 5/0'],
    [['reserve', 'expire'], 'expire', 'expired', '5/0 5/0'],
    [['reserve', 'expire'], 'return', 'refused reservation_not_committed', '5/0 5/0'],
  ])('after %j: %s → %s', (given, when, then, expected) => {
    const shelf = shelfAfter(given)
    if (when === 'expire') shelf.at(AT_THREE)
    const decision = shelf.run(steps[when])
    if (isRefusal(decision)) expect(`refused ${decision.code}`).toBe(then)
    else expect(shelf.reservation('ord_1').status).toBe(then)
    if (!isRefusal(decision) && decision.reply) expect(decision.reply).toMatchObject({ orderId: 'ord_1', status: then })
    expect(levels(shelf)).toBe(expected)
  })

  test('does not expire before its time', () => {
    const shelf = shelfAfter(['reserve'])
    shelf.must(steps.expire)
    expect(shelf.reservation('ord_1').status).toBe('reserved')
  })

  test('has a timer for as long as it is open', () => {
    const shelf = shelfAfter([])
    const reserved = shelf.must(steps.reserve)
    expect(reserved.setTimers).toMatchObject([{ id: 'reservation/ord_1', at: new Date(IN_15_MINUTES) }])
    expect(shelf.must(steps.commit).clearTimers).toEqual(['reservation/ord_1'])
    expect(shelfAfter(['reserve']).must(steps.release).clearTimers).toEqual(['reservation/ord_1'])
  })
})

describe('what cannot be reserved', () => {
  const when = (lines: string[], expiresAt = IN_15_MINUTES) => {
    const shelf = Shelf.with({ 'p-1': 2, 'p-2': 5, 'p-3': 5 })
    shelf.must(retireProduct('p-3', operator))
    const decision = shelf.run(reserveStockCommand(reserveInput('ord_9', lines, expiresAt)))
    expect(shelf.reservation('ord_9').status).toBe(isRefusal(decision) ? 'none' : 'reserved')
    return decision
  }

  test('two lines of one product count together, and nothing is taken when one is short', () => {
    expect(when(['p-1', 'p-2', 'p-1', 'p-1'])).toEqual({
      refused: true,
      code: 'out_of_stock',
      details: { products: [{ productId: 'p-1', requested: 3, available: 2 }] },
    })
  })

  test.each([
    ['unknown', ['p-1', 'p-0'], IN_15_MINUTES, 'product_unknown', { products: ['p-0'] }],
    ['not for sale', ['p-1', 'p-3'], IN_15_MINUTES, 'product_inactive', { products: ['p-3'] }],
    ['too late', ['p-1'], '2026-11-20T12:00:00.000Z', 'reservation_expired', { orderId: 'ord_9' }],
  ])('%s', (_, lines, expiresAt, code, details) => {
    expect(when(lines, expiresAt)).toEqual({ refused: true, code, details })
  })

  test.each([0, -1, 1.5, Number.NaN])('a quantity of %s is a fault, not a sale', quantity => {
    const input = { orderId: 'ord_9', lines: [{ productId: 'p-1', quantity }], expiresAt: IN_15_MINUTES }
    expect(() => Shelf.with({ 'p-1': 2 }).run(reserveStockCommand(input))).toThrow('not a quantity')
  })
})

describe('lines that are not those of the reservation', () => {
  test.each([[['p-1 x2', 'p-2']], [['p-1 x3']], [['p-1 x3', 'p-2', 'p-3']], [['p-1 x3', 'p-3']]])('%j', named => {
    const lines = linesFrom(named)
    for (const command of [commitStockCommand, releaseStockCommand]) {
      const shelf = shelfAfter(['reserve'])
      expect(shelf.run(command({ orderId: 'ord_1', lines }))).toMatchObject({ refused: true, code: 'lines_differ' })
      expect(levels(shelf)).toBe('5/3 5/1')
    }
  })
})

describe('availability is told when it changes, not at every sale', () => {
  const told = (shelf: Shelf, command: Parameters<Shelf['must']>[0]) =>
    shelf
      .must(command)
      .messages.filter(({ type }) => type === 'catalog.availability-changed')
      .map(({ data }) => data)

  test('when the last piece is reserved, and when it comes back', () => {
    const shelf = Shelf.with({ 'p-1': 3, 'p-2': 9 })
    const reserve = (id: string, line: string) => reserveStockCommand(reserveInput(id, [line, 'p-2']))
    expect(told(shelf, reserve('ord_1', 'p-1'))).toEqual([])
    expect(told(shelf, reserve('ord_2', 'p-1 x2'))).toEqual([{ productId: 'p-1', available: false }])
    expect(told(shelf, commitStockCommand({ orderId: 'ord_2', lines: linesFrom(['p-1 x2', 'p-2']) }))).toEqual([])
    const back = releaseStockCommand({ orderId: 'ord_1', lines: linesFrom(['p-1', 'p-2']) })
    expect(told(shelf, back)).toEqual([{ productId: 'p-1', available: true }])
  })

  test('a change of the product alone says nothing of it', () => {
    const shelf = Shelf.with({ 'p-1': 3 })
    expect(told(shelf, changeProduct('p-1', operator, { active: false }))).toEqual([])
  })
})
