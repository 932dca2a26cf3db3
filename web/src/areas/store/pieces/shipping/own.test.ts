import { expect, test } from 'vitest'
import { nextMove, ownShipment } from './own.ts'

const item = (productId: string) => ({
  productId,
  name: { ko: productId, en: productId },
  price: 1,
  quantity: 1,
  total: 1,
})
const shipment = (merchantId: string, status: 'open' | 'shipped' | 'delivered', ...productIds: string[]) => ({
  ...{ merchantId, status, productIds },
  ...{ shippedAt: null, deliveredAt: null },
})

test('only one’s own lines, also where one bought the others', () => {
  const order = {
    items: [item('bread'), item('tea')],
    shipments: [shipment('mem_kim', 'open', 'bread'), shipment('mem_lee', 'shipped', 'tea')],
  }
  expect(ownShipment(order, 'mem_kim').items.map(({ productId }) => productId)).toEqual(['bread'])
  expect(ownShipment(order, 'mem_other')).toEqual({ shipment: null, items: [] })
})

test.each([
  ['confirmed', 'open', 'ship'],
  ['partially_shipped', 'shipped', 'deliver'],
  ['shipped', 'shipped', 'deliver'],
  ['delivered', 'delivered', null],
  ['awaiting_payment', 'open', null],
  ['cancelled', 'open', null],
] as const)('of an order that is %s, a shipment that is %s: %s', (status, own, next) => {
  expect(nextMove({ status }, { shipment: shipment('mem_kim', own), items: [] })).toBe(next)
})
