import { expect, test } from 'vitest'
import { type EventRow, messageOf } from './event-row.ts'

const row: Omit<EventRow, 'target' | 'data'> = {
  id: 'msg_1',
  xid: '7',
  seq: '1',
  kind: 'command',
  type: 'saga.step-sent',
  stream: 'checkout:1',
  version: 2,
  actor: 'mem_1',
  correlation_id: 'cor_1',
  causation_id: 'req_1',
  traceparent: null,
  at: new Date(0),
}
const request = { command: 'money.place-hold', input: { amount: 1 }, replyTo: null }
const before = [{ type: 'saga.started', data: { saga: 'checkout', data: { address: 'sealed' }, forwardOnly: false } }]

test('what a saga noted for itself beside a request is not told to whom the request is for', () => {
  expect(messageOf('orders', { ...row, target: 'money', data: { ...request, before } }).data).toEqual(request)
})

test('a fact is told as it is', () => {
  const fact = { before: 1, after: 2 }
  expect(messageOf('catalog', { ...row, target: null, data: fact }).data).toEqual(fact)
})

test('a row is a message at its position, read from the outbox', () => {
  expect(messageOf('orders', { ...row, target: 'money', data: request })).toMatchObject({
    id: 'msg_1',
    position: { xid: '7', seq: '1' },
    service: 'orders',
    to: 'money',
    correlationId: 'cor_1',
    causationId: 'req_1',
    isRead: true,
  })
})
