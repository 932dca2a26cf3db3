import { describe, expect, test } from 'vitest'
import { isRefusal } from '../../platform/kit/refusal.ts'
import { AT_THREE, newProduct, reserveInput, Shelf } from '../../test/harness/shelf.ts'
import { addProduct, type Caller, changeProduct, moveStock, ON_HAND_MAX, priceOf, retireProduct } from './commands.ts'
import { reserveStockCommand } from './reserving.ts'

const operator: Caller = { id: 'mem_op', operator: true }
const owner: Caller = { id: 'mem_shop', operator: false }
const stranger: Caller = { id: 'mem_other', operator: false }

describe('adding a product', () => {
  test('shows it whole, with what was in stock already', () => {
    const { status, reply, messages } = new Shelf().must(addProduct(newProduct('p-1', { stock: 7 })))
    expect(status).toBe(201)
    expect(reply).toMatchObject({
      id: 'p-1',
      price: 4500,
      merchantId: 'mem_shop',
      stock: { onHand: 7, reserved: 0, available: 7 },
      createdAt: '2026-11-20T12:00:00.000Z',
    })
    expect(messages.map(({ type }) => type)).toEqual([
      'catalog.product-added',
      'catalog.stock-received',
      'catalog.availability-changed',
    ])
  })

  test('happens once for an id', () => {
    expect(Shelf.with({ 'p-1': 1 }).run(addProduct(newProduct('p-1')))).toMatchObject({ code: 'product_exists' })
  })
})

describe('a price', () => {
  test.each([
    [29.99, 'USD', 2999],
    [15000, 'KRW', 15000],
    [0, 'KRW', 'invalid_amount'],
    [-5, 'KRW', 'invalid_amount'],
    [0.5, 'KRW', 'invalid_amount'],
    [1.005, 'USD', 'invalid_amount'],
    [1e15, 'KRW', 'invalid_amount'],
    [10, 'XXX', 'unknown_currency'],
  ])('of %s %s is %s', (price, currency, expected) => {
    const minor = priceOf(price, currency)
    expect(isRefusal(minor) ? minor.code : minor).toBe(expected)
  })
})

test.each([
  [1e15, 'KRW', 100_000_000_000],
  [1e308, 'USD', 1_000_000_000],
])('a price of %s %s is refused with the greatest that there is', (price, currency, max) =>
  expect(priceOf(price, currency)).toMatchObject({ details: { field: 'price', currency, max } }),
)

describe('changing a product', () => {
  test.each<[string, Caller, string | null]>([
    ['its merchant', owner, null],
    ['an operator', operator, null],
    ['another merchant', stranger, 'forbidden'],
  ])('by %s', (_, by, code) => {
    const commands = [
      changeProduct('p-1', by, { category: 'tea' }),
      moveStock({ productId: 'p-1', change: 1, reason: 'delivery' }, by),
      retireProduct('p-1', by),
    ]
    for (const command of commands) {
      const decision = Shelf.with({ 'p-1': 3 }).run(command)
      expect(isRefusal(decision) ? decision.code : null).toBe(code)
    }
  })

  test('leaves what is not named as it was, and says when', () => {
    const shelf = Shelf.with({ 'p-1': 3 })
    shelf.at(AT_THREE)
    const { reply } = shelf.must(changeProduct('p-1', owner, { priceMajor: 5000, tags: ['new'] }))
    expect(reply).toMatchObject({ price: 5000, tags: ['new'], category: 'coffee', name: { ko: '드립 커피' } })
    expect(reply).toMatchObject({ createdAt: '2026-11-20T12:00:00.000Z', updatedAt: '2026-11-20T15:00:00.000Z' })
  })

  test.each([
    ['to what it is already', { category: 'coffee' }, []],
    ['in its own currency', { currency: 'KRW', priceMajor: 5000 }, ['catalog.product-changed']],
    ['to another currency', { currency: 'USD', priceMajor: 5 }, 'currency_fixed'],
    ['to a price that its currency cannot say', { priceMajor: 0.5 }, 'invalid_amount'],
  ])('%s', (_, change, expected) => {
    const decision = Shelf.with({ 'p-1': 3 }).run(changeProduct('p-1', owner, change))
    expect(isRefusal(decision) ? decision.code : decision.messages.map(({ type }) => type)).toEqual(expected)
  })

  test('that there is not is refused', () => {
    expect(new Shelf().run(retireProduct('p-0', operator))).toMatchObject({ code: 'product_unknown' })
  })

  test('retired twice is retired', () => {
    const shelf = Shelf.with({ 'p-1': 3 })
    expect(shelf.must(retireProduct('p-1', owner)).messages).toHaveLength(1)
    expect(shelf.must(retireProduct('p-1', owner))).toMatchObject({ messages: [], status: 204 })
    expect(shelf.stock('p-1')).toMatchObject({ active: false, onHand: 3 })
  })
})

describe('counting stock', () => {
  const given = () => {
    const shelf = Shelf.with({ 'p-1': 10 })
    shelf.must(reserveStockCommand(reserveInput('ord_1', ['p-1 x4'])))
    return shelf
  }

  test.each<[number, string, { onHand: number; reserved: number }]>([
    [5, 'received', { onHand: 15, reserved: 4 }],
    [-6, 'adjusted', { onHand: 4, reserved: 4 }],
    [-7, 'stock_below_reserved', { onHand: 10, reserved: 4 }],
    [ON_HAND_MAX, 'stock_over_limit', { onHand: 10, reserved: 4 }],
  ])('by %d: %s', (change, expected, stock) => {
    const shelf = given()
    const decision = shelf.run(moveStock({ productId: 'p-1', change, reason: 'count' }, owner))
    if (isRefusal(decision)) expect(decision.code).toBe(expected)
    else expect(decision.reply).toMatchObject({ movement: { kind: expected, change, number: 2 }, stock })
    expect(shelf.stock('p-1')).toMatchObject(stock)
  })

  test('by nothing is a fault', () => {
    expect(() => given().run(moveStock({ productId: 'p-1', change: 0, reason: '' }, owner))).toThrow('not a change')
  })
})
