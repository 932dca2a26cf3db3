import { describe, expect, test } from 'vitest'
import { orderDelivered, orderShipped } from '../../contracts/orders.ts'
import type { Command } from '../../platform/kit/command.ts'
import { sagaAggregate } from '../../platform/saga/state.ts'
import { Given } from '../../test/harness/given.ts'
import { cancelOrder, changeAddress, confirmCommand, placeOrder } from './commands.ts'
import { deliverOrder, shipOrder } from './delivery.ts'
import { type Order, order, orderKey } from './order.ts'
import { orderNumbers } from './order-number.ts'
import type { Sender } from './shipment.ts'

const orderId = 'ord_1'
const shown = { sealer: null, present: () => ({ orderId }) }
const line = (merchantId: string | null) => ({
  productId: `of ${merchantId}`,
  ...{ merchantId, name: { ko: '컵', en: 'Cup' }, price: 1_000, quantity: 1 },
})
const lines = [line('mem_kim'), line('mem_lee'), line('mem_kim'), line(null)]

function confirmed(): Given {
  const given = new Given([order, orderNumbers, sagaAggregate])
  given.when(
    placeOrder({
      ...{ orderId, memberId: 'mem_a', lines, currency: 'KRW', paymentMethod: 'wallet', fromCart: false, cart: null },
      ...{ shippingAddress: 'sealed', sealer: { subject: 'mem_a', seal: (plain: string) => plain } },
      present: shown.present,
    }),
  )
  given.when(confirmCommand({ orderId, paymentMethod: 'wallet' }, '2026-11'))
  return given
}

const kim = { merchantId: 'mem_kim' }
const lee = { merchantId: 'mem_lee' }
const ship = (sender: Sender) => shipOrder({ orderId, sender, shown })
const deliver = (sender: Sender) => deliverOrder({ orderId, sender, shown })

function having(...commands: readonly Command[]) {
  const given = confirmed()
  for (const command of commands) given.when(command)
  const { status, shipments } = given.state<Order>(orderKey(orderId))
  return { given, text: [status, ...shipments.map(({ merchantId, status }) => `${merchantId} ${status}`)].join(', ') }
}

describe('an order of two merchants and the house', () => {
  test.each<[string, Command[], string]>([
    ['has a shipment for each', [], 'confirmed, mem_kim open, mem_lee open, null open'],
    ['is shipped in part', [ship(kim)], 'partially_shipped, mem_kim shipped, mem_lee open, null open'],
    [
      'is shipped in part while one has arrived',
      [ship(kim), deliver(kim), ship(lee)],
      'partially_shipped, mem_kim delivered, mem_lee shipped, null open',
    ],
    [
      'is shipped when all of it is, whoever was first',
      [ship(kim), deliver(kim), ship(lee), ship('all')],
      'shipped, mem_kim delivered, mem_lee shipped, null shipped',
    ],
    ['is shipped at once by an operator', [ship('all')], 'shipped, mem_kim shipped, mem_lee shipped, null shipped'],
    [
      'is delivered when all of it is',
      [ship('all'), deliver(lee), deliver(kim), deliver('all')],
      'delivered, mem_kim delivered, mem_lee delivered, null delivered',
    ],
  ])('%s', (_, commands, expected) => expect(having(...commands).text).toBe(expected))

  test.each<[string, Command[], Command]>([
    ['shipped twice by one merchant', [ship(kim)], ship(kim)],
    ['delivered before it is shipped', [ship(lee)], deliver(kim)],
    [
      'cancelled once a part is shipped',
      [ship(kim)],
      cancelOrder({ orderId, reason: 'cancelled_by_customer', sealedNote: null, before: 0, shown }),
    ],
    ['sent elsewhere once a part is shipped', [ship(kim)], changeAddress(orderId, 'sealed anew', shown)],
  ])('is not %s', (_, before, command) => expect(having(...before).given.when(command).said).toBe('wrong_status'))

  test('that was shipped before there were shipments has them all shipped', () => {
    const at = new Date('2026-11-20T03:00:00Z')
    const key = orderKey(orderId)
    const { given } = having()
    const before = given.state<Order>(key)
    const facts = { orderId, memberId: 'mem_a' }
    const shippedThen = order.after(before, [orderShipped.of(key, facts)], at)
    expect(shippedThen.shipments.map(({ status, shippedAt }) => [status, shippedAt])).toEqual(
      lines.slice(1).map(() => ['shipped', at.toISOString()]),
    )
    expect(order.after(shippedThen, [orderDelivered.of(key, facts)], at)).toMatchObject({
      status: 'delivered',
      shipments: [{ status: 'delivered' }, { status: 'delivered' }, { status: 'delivered' }],
    })
  })
})
