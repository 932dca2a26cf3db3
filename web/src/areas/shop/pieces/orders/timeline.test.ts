import { describe, expect, test } from 'vitest'
import type { OrderEvent, OrderInFull } from '../queries.ts'
import { type TimedStep, timelineOf } from './timeline.ts'

const order = (status: OrderInFull['status'], more: Partial<OrderInFull> = {}): OrderInFull =>
  ({ status, reasonCode: null, progress: null, ...more }) as OrderInFull

const event = (type: string, minute: number): OrderEvent => ({
  ...{ version: minute, type: `orders.${type}`, actor: 'mem_1', correlationId: 'c', reason: null },
  at: at(minute),
})
const at = (minute: number) => `2026-11-29T00:0${minute}:00.000Z`

const shown = (steps: readonly TimedStep[]) =>
  steps.map(({ name, state, at: time, saying }) =>
    [name, state, time && Number(time[15]), saying].filter(each => each !== undefined && each !== null).join(' '),
  )

const PLACED = event('order-placed', 0)
const AWAITED = event('payment-awaited', 1)
const CONFIRMED = event('order-confirmed', 2)

describe('the way of an order that is', () => {
  test('just placed', () => {
    expect(shown(timelineOf(order('pending'), [PLACED], []))).toEqual([
      ...['stock now', 'payment next', 'confirm next', 'ship next', 'deliver next'],
    ])
  })
  test('at the step that its saga is at', () => {
    const progress = { status: 'running', step: 'authorize-payment', reason: null } as const
    expect(shown(timelineOf(order('pending', { progress }), [PLACED], [])).slice(0, 3)).toEqual([
      ...['stock done', 'payment now', 'confirm next'],
    ])
  })
  test('waiting for its payer, or for what becomes of the payment', () => {
    const waiting = order('awaiting_payment')
    expect(shown(timelineOf(waiting, [PLACED, AWAITED], []))[1]).toBe('payment action awaiting')
    expect(shown(timelineOf(waiting, [PLACED, AWAITED], [{ status: 'requested' }]))[1]).toBe('payment now paying')
    expect(shown(timelineOf(waiting, [PLACED, AWAITED], []))[0]).toBe('stock done 1')
  })
  test('paid', () => {
    expect(shown(timelineOf(order('confirmed'), [PLACED, CONFIRMED], []))).toEqual([
      ...['stock done 2', 'payment done 2', 'confirm done 2', 'ship next', 'deliver next'],
    ])
  })
  test('partly shipped, shipped, delivered', () => {
    const history = [PLACED, AWAITED, CONFIRMED, event('shipment-shipped', 3)]
    expect(shown(timelineOf(order('partially_shipped'), history, []))[3]).toBe('ship now partly')
    expect(shown(timelineOf(order('shipped'), [...history, event('order-shipped', 4)], [])).slice(3)).toEqual([
      ...['ship done 4', 'deliver next'],
    ])
    const all = [...history, event('order-shipped', 4), event('order-delivered', 5)]
    expect(shown(timelineOf(order('delivered'), all, [])).slice(3)).toEqual(['ship done 4', 'deliver done 5'])
  })
  test('failed, at the step that its reason tells', () => {
    const history = [PLACED, event('order-failed', 3)]
    expect(shown(timelineOf(order('failed', { reasonCode: 'out_of_stock' }), history, []))).toEqual(['stock failed 3'])
    expect(shown(timelineOf(order('failed', { reason: 'insufficient_funds' }), history, []))).toEqual([
      ...['stock done 3', 'payment failed 3'],
    ])
  })
  test('taken back', () => {
    const begun = event('cancellation-started', 4)
    expect(shown(timelineOf(order('cancelling'), [PLACED, CONFIRMED, begun], []))).toEqual([
      ...['stock done 2', 'payment done 2', 'cancel done 4', 'refund now'],
    ])
    expect(shown(timelineOf(order('refunded'), [PLACED, CONFIRMED, begun, event('order-cancelled', 5)], []))).toEqual([
      ...['stock done 2', 'payment done 2', 'cancel done 4', 'refund done 5'],
    ])
    expect(shown(timelineOf(order('cancelled'), [PLACED, AWAITED, begun, event('order-cancelled', 5)], []))).toEqual([
      ...['stock done 1', 'cancel done 4', 'cancelled done 5'],
    ])
  })
})
