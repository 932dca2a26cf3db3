import { expect, test } from 'vitest'
import { requestsOf } from './requests-of.ts'

const event = (correlationId: string, type: string) => ({
  ...{
    id: 'msg_1',
    service: 'orders',
    stream: 'order:ord_1',
    version: 1,
    at: '2026-11-29T04:00:00Z',
    actor: 'mem_1',
    data: {},
  },
  ...{ correlationId, type },
})

test('a request is named by what it did first, once', () => {
  const events = [
    event('cor_1', 'orders.order-placed'),
    event('cor_1', 'orders.order-confirmed'),
    event('cor_2', 'orders.shipped'),
  ]
  expect(requestsOf({ events }).map(({ correlationId, type }) => `${correlationId} ${type}`)).toEqual([
    'cor_1 orders.order-placed',
    'cor_2 orders.shipped',
  ])
})
