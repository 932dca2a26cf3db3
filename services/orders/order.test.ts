import { describe, expect, test } from 'vitest'
import { orderPlaced } from '../../contracts/orders.ts'
import type { PaymentRefunded } from '../../contracts/payments.ts'
import type { NewMessage } from '../../platform/kit/message.ts'
import { sagaAggregate } from '../../platform/saga/state.ts'
import { type Task, taskKey } from '../../platform/service/task.ts'
import { Given } from '../../test/harness/given.ts'
import {
  awaitPaymentCommand,
  cancelOrder,
  changeAddress,
  checkoutId,
  confirmCommand,
  failCancellationCommand,
  failCommand,
  finishCancellationCommand,
  paymentReported,
  placeOrder,
} from './commands.ts'
import { deliverOrder, shipOrder } from './delivery.ts'
import { type Order, order, orderKey } from './order.ts'
import { orderNumbers } from './order-number.ts'
import { noteRefund } from './refunds.ts'

const orderId = 'ord_1'
const shown = { sealer: null, present: () => ({ orderId }) }
const line = { productId: 'p', merchantId: null, name: { ko: '컵', en: 'Cup' }, price: 1_500, quantity: 2 }

const place = (paymentMethod: 'wallet' | null, { price = line.price, currency = 'KRW' } = {}) =>
  placeOrder({
    orderId,
    memberId: 'mem_a',
    lines: [{ ...line, price }],
    currency,
    paymentMethod,
    fromCart: false,
    cart: null,
    shippingAddress: 'sealed',
    sealer: { subject: 'mem_a', seal: plain => plain },
    present: shown.present,
  })
const until = '2026-11-20T03:15:00Z'
const reported = { orderId, paymentId: 'pay_9', method: 'credit_card' } as const

const refunded: Extract<PaymentRefunded, { orderId: string }> = {
  ...{ orderId, paymentId: 'pay_1', memberId: 'mem_a', amount: 3_000, currency: 'KRW', refundId: 'ref_1' },
  ...{ method: 'wallet', initiator: 'checkout', refundAmount: 3_000 },
}

const commands = {
  wait: awaitPaymentCommand({ orderId, until }),
  confirm: confirmCommand({ orderId, paymentMethod: 'wallet' }, '2026-11'),
  fail: failCommand({ orderId, reason: 'out_of_stock' }),
  cancel: cancelOrder({ orderId, reason: 'cancelled_by_customer', sealedNote: null, before: 0, shown }),
  finish: finishCancellationCommand({ orderId, refunded: true }),
  refused: failCancellationCommand({ orderId, reason: 'refund_declined' }),
  refund: noteRefund({ ...refunded, refunded: 3_000 }, 0),
  refundInPart: noteRefund({ ...refunded, refunded: 2_999 }, 0),
  address: changeAddress(orderId, 'sealed anew', shown),
  ship: shipOrder({ orderId, sender: 'all', shown }),
  deliver: deliverOrder({ orderId, sender: 'all', shown }),
}
type Name = keyof typeof commands

function having(paymentMethod: 'wallet' | null, ...names: readonly Name[]): Given {
  const given = new Given([order, orderNumbers, sagaAggregate])
  given.when(place(paymentMethod))
  for (const name of names) given.when(commands[name])
  return given
}

test.each([
  ['KRW', 4_503_599_627_370_495, 9_007_199_254_740_991],
  ['USD', 3_518_437_208_883_200, 70_368_744_177_664],
])('a total of the limit of %s can be ordered, and one more cannot', (currency, price, max) => {
  const nothing = () => new Given([order, orderNumbers, sagaAggregate])
  expect(nothing().when(place(null, { price, currency })).said).toContain(orderPlaced.type)
  const { decision } = nothing().when(place(null, { price: price + 1, currency }))
  expect(decision).toMatchObject({ code: 'order_too_large', details: { max, currency } })
})

const status = (given: Given) => given.state<Order>(orderKey(orderId)).status
const toWhom = (messages: readonly NewMessage[]) =>
  messages.filter(({ to }) => to).map(({ to, data }) => `${to}: ${(data as { command: string }).command}`)

describe('an order goes', () => {
  test.each<[string, Name[], Name, string]>([
    ['pending', [], 'confirm', 'confirmed'],
    ['pending', [], 'wait', 'awaiting_payment'],
    ['pending', [], 'fail', 'failed'],
    ['pending', [], 'cancel', 'cancelling'],
    ['awaiting payment', ['wait'], 'confirm', 'confirmed'],
    ['awaiting payment', ['wait'], 'fail', 'failed'],
    ['confirmed', ['confirm'], 'ship', 'shipped'],
    ['shipped', ['confirm', 'ship'], 'deliver', 'delivered'],
    ['confirmed', ['confirm'], 'cancel', 'cancelling'],
    ['cancelling', ['confirm', 'cancel'], 'finish', 'refunded'],
    ['cancelling', ['cancel'], 'fail', 'cancelled'],
    ['cancelling', ['confirm', 'cancel'], 'refused', 'confirmed'],
    ['confirmed', ['confirm'], 'refund', 'cancelling'],
    ['shipped', ['confirm', 'ship'], 'refund', 'shipped'],
    ['confirmed', ['confirm'], 'refundInPart', 'confirmed'],
  ])('from %s (%j) by %s to %s', (_, before, name, to) => {
    const given = having('wallet', ...before)
    given.when(commands[name])
    expect(status(given)).toBe(to)
  })

  test.each<[Name[], Name]>([
    [['confirm'], 'confirm'],
    [['confirm'], 'fail'],
    [['confirm'], 'wait'],
    [['confirm'], 'deliver'],
    [['confirm', 'refund'], 'ship'],
    [['confirm', 'ship'], 'cancel'],
    [['confirm', 'ship'], 'address'],
    [['fail'], 'confirm'],
    [['fail'], 'cancel'],
    [['fail'], 'ship'],
    [[], 'ship'],
    [[], 'finish'],
  ])('after %j not by %s', (before, name) => {
    const given = having('wallet', ...before)
    const was = status(given)
    expect(given.when(commands[name]).said).toBe('wrong_status')
    expect(status(given)).toBe(was)
  })
})

test('an order that was refunded in full after it was shipped is not delivered, and a task', () => {
  const given = having('wallet', 'confirm', 'ship', 'refund')
  expect(given.when(commands.deliver).said).toBe('order_refunded')
  expect(given.state<Task>(taskKey(`refunded_${orderId}`))).toMatchObject({ status: 'open', amount: 3_000 })
})

describe('placing an order', () => {
  test('freezes its total and asks the catalog for the stock', () => {
    const { messages } = new Given([order, orderNumbers, sagaAggregate]).when(place('wallet'))
    expect(messages.map(({ type }) => type)).toEqual(['orders.order-placed', 'saga.step-sent'])
    expect(messages[0]?.data).toMatchObject({ total: 3_000 })
    expect(toWhom(messages)).toEqual(['catalog: catalog.reserve-stock'])
  })
})

describe('a cancelled order', () => {
  test('is not confirmed by a checkout that was under way', () => {
    expect(having('wallet', 'cancel').when(commands.confirm).said).toBe('cancelled_by_customer')
  })

  test('that was paid is given back by a saga of its own', () => {
    expect(toWhom(having('wallet', 'confirm').when(commands.cancel).messages)).toEqual(['payments: payments.refund'])
  })
})

describe('a payment of the customer’s own', () => {
  /** The stock is reserved, and the checkout waits. */
  function waiting(): Given {
    const given = having(null)
    const answer = { saga: 'checkout', step: 'reserve-stock', phase: 'do', attempt: 1, pivot: false }
    given.happened(
      {
        stream: `saga:${checkoutId(orderId)}`,
        type: 'saga.step-answered',
        data: { ...answer, answer: { ok: true, result: null } },
      },
      {
        stream: `saga:${checkoutId(orderId)}`,
        type: 'saga.waiting',
        data: { saga: 'checkout', step: 'await-payment', until },
      },
    )
    given.when(commands.wait)
    return given
  }

  test('lets the checkout go on', () => {
    expect(toWhom(waiting().when(paymentReported(reported)).messages)).toEqual(['orders: orders.confirm'])
  })

  test('that comes when nothing waits for it is let go', () => {
    const { messages } = having('wallet').when(paymentReported(reported))
    expect(toWhom(messages)).toEqual(['payments: payments.void'])
  })
})
