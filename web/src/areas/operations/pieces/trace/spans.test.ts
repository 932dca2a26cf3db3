import { describe, expect, test } from 'vitest'
import type { TraceEntry } from '../queries.ts'
import { axisOf, barOf, startOf, total_ms, usualMode } from './axis.ts'
import { spansOf } from './spans.ts'

const FIRST_MS = Date.UTC(2026, 10, 29, 4, 0, 0)

/** `after`: milliseconds after the first entry. */
function entry(after: number, service: string, given: Partial<TraceEntry>): TraceEntry {
  return {
    ...{ at: new Date(FIRST_MS + after).toISOString(), service, kind: 'event', type: '', id: '', causationId: '' },
    ...{ actor: 'mem_1', stream: null, version: null, to: null, outcome: null, step: null },
    ...given,
  }
}

const saga = 'saga:checkout/ord_1'
const step = (name: string) => `${name} (do 1)`

/** A purchase over services that answer one another by messages. */
const purchase: readonly TraceEntry[] = [
  entry(0, 'orders', {
    kind: 'command',
    type: 'orders.place',
    id: 'key_1',
    causationId: 'cor_1',
    to: 'orders',
    outcome: 'accepted',
  }),
  entry(1, 'orders', { type: 'orders.order-placed', id: 'e1', causationId: 'cor_1', stream: 'order:ord_1' }),
  entry(1, 'orders', { kind: 'saga', type: 'saga.started', id: 'm1', causationId: 'key_1', stream: saga }),
  entry(1, 'orders', {
    kind: 'command',
    type: 'catalog.reserve-stock',
    id: 'm1',
    causationId: 'key_1',
    stream: saga,
    to: 'catalog',
    step: step('reserve-stock'),
  }),
  entry(4, 'catalog', { type: 'catalog.stock-reserved', id: 'e2', causationId: 'm1', stream: 'reservation:ord_1' }),
  entry(5, 'catalog', { kind: 'reply', type: 'reply', id: 'r1', causationId: 'm1', outcome: 'accepted' }),
  entry(7, 'orders', {
    kind: 'saga',
    type: 'saga.step-answered',
    id: 'm2',
    causationId: 'r1',
    stream: saga,
    outcome: 'accepted',
    step: step('reserve-stock'),
  }),
  entry(7, 'orders', {
    kind: 'command',
    type: 'payments.authorize',
    id: 'm2',
    causationId: 'r1',
    stream: saga,
    to: 'payments',
    step: step('authorize-payment'),
  }),
  entry(9, 'payments', {
    kind: 'saga',
    type: 'saga.started',
    id: 'm3',
    causationId: 'm2',
    stream: 'saga:authorize-payment/pay_1',
  }),
  entry(20, 'orders', {
    kind: 'saga',
    type: 'saga.step-answered',
    id: 'm4',
    causationId: 'r2',
    stream: saga,
    outcome: 'insufficient_funds',
    step: step('authorize-payment'),
  }),
  entry(20, 'orders', {
    kind: 'saga',
    type: 'saga.undone',
    id: 'm4',
    causationId: 'r2',
    stream: saga,
    outcome: 'insufficient_funds',
  }),
]

const drawn = (entries: readonly TraceEntry[]) =>
  spansOf('cor_1', entries).map(
    ({ depth, service, name, from, to }) =>
      `${'  '.repeat(depth)}${service} ${name} ${from.at_ms - FIRST_MS}-${to.at_ms - FIRST_MS}`,
  )

describe('a trace', () => {
  test('has the steps of a saga below it, each until its answer, and events below what caused them', () => {
    expect(drawn(purchase)).toEqual([
      'orders place 0-20',
      '  orders order-placed 1-1',
      '  orders checkout 1-20',
      '    catalog reserve-stock 1-7',
      '      catalog stock-reserved 4-4',
      '    payments authorize 7-20',
      '      payments authorize-payment 9-9',
    ])
  })

  test('says which step was refused, and why the saga failed', () => {
    const trouble = Object.fromEntries(spansOf('cor_1', purchase).map(({ name, trouble: why }) => [name, why]))
    expect(trouble).toMatchObject({
      'reserve-stock': null,
      authorize: 'insufficient_funds',
      checkout: 'insufficient_funds',
    })
  })

  test('begins when the request came, as its id tells', () => {
    const hex = (FIRST_MS - 3).toString(16).padStart(12, '0')
    const [first] = spansOf(`cor_${hex.slice(0, 8)}-${hex.slice(8)}-7000-a000-000000000000`, purchase)
    expect(first?.from.at_ms).toBe(FIRST_MS - 3)
    expect(spansOf('a-name-of-the-callers', purchase)[0]?.from.at_ms).toBe(FIRST_MS)
  })

  test('of nothing is nothing', () => expect(spansOf('cor_1', [])).toEqual([]))
})

describe('the axis', () => {
  const spans = spansOf('cor_1', purchase)

  test('is of time, with round steps, where time lies between', () => {
    expect([total_ms(spans), usualMode(spans)]).toEqual([20, 'time'])
    expect(axisOf(spans, 'time')).toEqual({ mode: 'time', length: 20, ticks: [0, 5, 10, 15] })
    const reserved = spans.find(({ name }) => name === 'reserve-stock')
    expect(reserved && barOf(reserved, axisOf(spans, 'time'), startOf(spans))).toEqual({
      ...{ left: 0.05, width: 0.3, isMoment: false },
    })
  })

  test('is of order, where all was committed at once', () => {
    const atOnce = spansOf(
      'cor_1',
      purchase.map(each => ({ ...each, at: purchase[0]?.at ?? '' })),
    )
    expect(usualMode(atOnce)).toBe('order')
    const axis = axisOf(atOnce, 'order')
    expect(axis.length).toBe(purchase.length)
    expect(barOf(atOnce[0]!, axis, startOf(atOnce))).toEqual({ left: 0, width: 1, isMoment: false })
  })
})
