import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { NewMessage } from '../../platform/kit/message.ts'
import { sagaAggregate } from '../../platform/saga/state.ts'
import { type Task, taskKey } from '../../platform/service/task.ts'
import { Given } from '../../test/harness/given.ts'
import { claim, TRIES_MAX } from './orders/claim.ts'
import {
  captureCommand,
  markApproved,
  markAuthorized,
  markOrderDeclined,
  markUnavailable,
  markVoided,
  voidCommand,
} from './orders/commands.ts'
import { requestPayment } from './orders/request.ts'
import { payment, paymentKey } from './payment/payment.ts'
import type { Payment } from './payment/state.ts'
import { markRefunded, markRefundFailed, refundable, refundCommand, refundRest } from './refunds/commands.ts'

const paymentId = 'pay_1'
const AMOUNT = 12_000

const request = (id = paymentId, method: 'wallet' | 'credit_card' = 'wallet') =>
  requestPayment({
    paymentId: id,
    orderId: 'ord_1',
    memberId: 'mem_a',
    amount: AMOUNT,
    currency: 'KRW',
    method,
    initiator: 'checkout',
    card: null,
    charge: null,
  })

const commands = {
  authorized: markAuthorized({ paymentId, paymentKey: null }),
  declined: markOrderDeclined({ paymentId, orderId: 'ord_1', reason: 'insufficient_funds' }),
  capture: captureCommand({ paymentId }),
  approved: markApproved({ paymentId }),
  void: voidCommand({ paymentId }),
  voided: markVoided({ paymentId }),
}
type Name = keyof typeof commands

function having(...names: readonly Name[]): Given {
  const given = new Given([payment, claim, sagaAggregate])
  given.when(request())
  for (const name of names) given.when(commands[name])
  return given
}

const state = (given: Given) => given.state<Payment>(paymentKey(paymentId))
const sends = (messages: readonly NewMessage[]) =>
  messages.filter(({ to }) => to).map(({ data }) => (data as { command: string }).command)
const refund = (amount: number | null, refundId = 'ref_1') =>
  refundCommand({ paymentId, refundId, amount, reason: 'broken' })

describe('a payment goes', () => {
  test.each<[Name[], Payment['status']]>([
    [[], 'requested'],
    [['authorized'], 'authorized'],
    [['declined'], 'declined'],
    [['authorized', 'capture', 'approved'], 'approved'],
    [['authorized', 'void', 'voided'], 'voided'],
    [['declined', 'authorized'], 'declined'],
    [['authorized', 'declined'], 'authorized'],
    [['authorized', 'approved', 'voided'], 'approved'],
  ])('after %j to %s', (names, status) => {
    expect(state(having(...names)).status).toBe(status)
  })

  test('from the wallet by a hold, posted or voided', () => {
    const given = new Given([payment, claim, sagaAggregate])
    expect(sends(given.when(request()).messages)).toEqual(['money.place-hold'])
    expect(sends(having('authorized').when(commands.capture).messages)).toEqual(['money.post-hold'])
    expect(sends(having('authorized').when(commands.void).messages)).toEqual(['money.void-hold'])
  })
})

describe('an order', () => {
  test('is claimed by one payment', () => {
    expect(having().when(request('pay_2')).said).toBe('payment_in_progress')
  })

  test('gives the first answer to the same payment reported again', () => {
    const { decision, messages } = having('authorized').when(request())
    expect(messages).toEqual([])
    expect(decision).toMatchObject({ reply: { id: paymentId, status: 'authorized' } })
  })
})

describe('a payment by card', () => {
  const ofWindow = (paymentId: string, paymentKey: string) => {
    const money = { memberId: 'mem_a', amount: AMOUNT, currency: 'KRW' }
    const charge = { ...money, with: { paymentKey }, pspOrderId: 'ord_1', orderName: 'coffee' }
    const request = { ...money, paymentId, orderId: 'ord_1', method: 'credit_card', initiator: 'customer' } as const
    return requestPayment({ ...request, card: null, charge })
  }
  const nothing = () => new Given([payment, claim, sagaAggregate])

  test('that the processor turned away lets go of the order, which is paid by the next one', () => {
    const given = nothing()
    given.when(request('pay_1', 'credit_card'))
    expect(given.when(request('pay_2')).said).toBe('payment_in_progress')
    const unavailable = markUnavailable({ paymentId, orderId: 'ord_1', reason: 'psp_unavailable' })
    expect(given.when(unavailable).said).toEqual(['payments.payment-voided', 'payments.order-released'])
    expect(state(given)).toMatchObject({ status: 'voided', reason: 'psp_unavailable' })
    expect(given.when(unavailable).said).toEqual([])
    expect(given.when(request('pay_2')).decision).toMatchObject({ status: 201 })
    expect(given.state(claim.key('ord_1'))).toEqual({ paymentId: 'pay_2', released: 1 })
  })

  test('that was declined lets go of the order, which is paid by the next one', () => {
    const given = having()
    expect(given.when(commands.declined).said).toEqual(['payments.payment-declined', 'payments.order-released'])
    expect(given.when(commands.declined).said).toEqual([])
    expect(given.when(request('pay_2')).decision).toMatchObject({ status: 201 })
  })

  test('is not tried for ever', () => {
    const given = nothing()
    for (let nth = 1; nth <= TRIES_MAX; nth += 1) {
      given.when(request(`pay_${nth}`))
      given.when(markOrderDeclined({ paymentId: `pay_${nth}`, orderId: 'ord_1', reason: 'payment_declined' }))
    }
    expect(given.when(request('pay_more')).said).toBe('payment_tries_exhausted')
  })

  test('that was authorized meanwhile keeps its order', () => {
    const given = having('authorized')
    expect(given.when(commands.declined).said).toEqual([])
    expect(given.when(markUnavailable({ paymentId, orderId: 'ord_1', reason: 'psp_unavailable' })).said).toEqual([])
  })

  test('of the window is one payment for each key, whatever its own id was made of', () => {
    const given = nothing()
    given.when(ofWindow('pay_1', 'psp_1'))
    expect(given.when(ofWindow('pay_1', 'psp_1')).decision).toMatchObject({ reply: { id: 'pay_1' }, messages: [] })
    expect(given.when(ofWindow('pay_1', 'psp_2')).said).toBe('payment_in_progress')
    expect(given.when(ofWindow('pay_2', 'psp_1')).said).toBe('payment_in_progress')
  })
})

describe('capture and void', () => {
  test.each<[Name[], Name, string | string[]]>([
    [[], 'capture', 'payment_not_authorized'],
    [['declined'], 'capture', 'payment_not_authorized'],
    [['authorized', 'capture'], 'capture', 'payment_busy'],
    [['authorized', 'approved'], 'capture', []],
    [['declined'], 'void', []],
    [['authorized', 'void', 'voided'], 'void', []],
    [['authorized', 'approved'], 'void', 'payment_not_authorized'],
  ])('after %j, %s says %j', (names, name, said) => {
    expect(having(...names).when(commands[name]).said).toEqual(said)
  })
})

describe('a refund', () => {
  const captured = () => having('authorized', 'capture', 'approved')

  test.each<[string, Given, number | null, string]>([
    ['more than was captured', captured(), AMOUNT + 1, 'refund_exceeds_payment'],
    ['before the capture', having('authorized'), 1, 'payment_not_captured'],
    ['of a declined payment', having('declined'), 1, 'payment_not_captured'],
    ['of nothing', new Given([payment, claim, sagaAggregate]), 1, 'payment_unknown'],
  ])('%s is refused', (_, given, amount, code) => {
    expect(given.when(refund(amount)).said).toBe(code)
  })

  test('under way counts as gone, and comes back when it fails', () => {
    const given = captured()
    given.when(refund(9_000))
    expect(given.when(refund(3_001, 'ref_2')).said).toBe('refund_exceeds_payment')
    given.when(markRefundFailed({ paymentId, refundId: 'ref_1', reason: 'refund_declined' }))
    expect(refundable(state(given))).toBe(AMOUNT)
    expect(state(given).status).toBe('approved')
  })

  test('of all that is left takes exactly that', () => {
    const given = captured()
    given.when(refund(5_000))
    given.when(markRefunded({ paymentId, refundId: 'ref_1' }))
    expect(state(given)).toMatchObject({ status: 'partially_refunded', refunded: 5_000 })
    given.when(refund(null, 'ref_2'))
    given.when(markRefunded({ paymentId, refundId: 'ref_2' }))
    expect(state(given)).toMatchObject({ status: 'refunded', refunded: AMOUNT })
    expect(given.when(refund(1, 'ref_3')).said).toBe('already_refunded')
  })

  test('that is asked for by a cancellation is done where it was done already', () => {
    const given = captured()
    given.when(refund(null))
    expect(given.when(refundRest({ paymentId, refundId: 'ref_2', reason: 'x' })).said).toBe('payment_busy')
    given.when(markRefunded({ paymentId, refundId: 'ref_1' }))
    const { decision, messages } = given.when(refundRest({ paymentId, refundId: 'ref_2', reason: 'x' }))
    expect([decision, messages]).toMatchObject([{ reply: { refundId: 'ref_1' } }, []])
  })

  test('that is refused is kept with its reason, and opens one task however often it is tried again', () => {
    const given = captured()
    given.when(refund(5_000))
    given.when(markRefundFailed({ paymentId, refundId: 'ref_1', reason: 'refund_declined' }))
    expect(state(given).refunds).toEqual({
      ref_1: {
        ...{ amount: 5_000, status: 'failed', reason: 'broken', sealedNote: null },
        ...{ failure: 'refund_declined', how: 'asked' },
      },
    })
    const opened = given.state<Task>(taskKey('tsk_1'))
    expect(opened).toMatchObject({ status: 'open', why: 'refund_declined', about: [paymentId, 'ord_1', 'ref_1'] })
    given.when(refundCommand({ paymentId, refundId: 'ref_2', amount: 5_000, reason: 'x', taskId: 'tsk_1' }))
    given.when(markRefunded({ paymentId, refundId: 'ref_2', taskId: 'tsk_1' }))
    expect(given.state<Task>(taskKey('tsk_1')).status).toBe('closed')
  })

  test('never adds up to more than was captured, in whatever order they end', () => {
    const step = fc.tuple(fc.constantFrom('ask', 'done', 'failed'), fc.nat(5), fc.integer({ min: 1, max: AMOUNT }))
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), steps => {
        const given = captured()
        for (const [kind, nth, amount] of steps) {
          const refundId = `ref_${nth}`
          if (kind === 'ask') given.when(refund(amount, refundId))
          if (kind === 'done') given.when(markRefunded({ paymentId, refundId }))
          if (kind === 'failed') given.when(markRefundFailed({ paymentId, refundId }))
          const now = state(given)
          expect(now.refunded).toBeLessThanOrEqual(AMOUNT)
          expect(refundable(now)).toBeGreaterThanOrEqual(0)
        }
      }),
    )
  })
})
