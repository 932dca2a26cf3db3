import { expect, test } from 'vitest'
import { messageOf } from './relay.ts'

const request = { command: 'money.place-hold', input: { amount: 1 }, replyTo: null }
const before = [{ type: 'saga.started', data: { saga: 'checkout', data: { address: 'sealed' }, forwardOnly: false } }]

test('what a saga noted for itself beside a request is not told to whom the request is for', () => {
  expect(messageOf('orders', { target: 'money', data: { ...request, before } }).data).toEqual(request)
})

test('a fact is told as it is', () => {
  const fact = { before: 1, after: 2 }
  expect(messageOf('catalog', { target: null, data: fact }).data).toEqual(fact)
})
