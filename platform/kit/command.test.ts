import { expect, test } from 'vitest'
import { type ReplyTo, replyIfAwaited } from './command.ts'
import { refuse } from './refusal.ts'

const to: ReplyTo = { service: 'shop', saga: 'buy/1', step: 'pay', phase: 'do', attempt: 2 }
const { service, ...where } = to
const message = { kind: 'reply', to: service, type: 'reply', stream: 'reply:buy/1/pay/do/2' }

test.each([
  ['a result', { paid: 5 }, { ok: true, result: { paid: 5 } }],
  ['a refusal', refuse('too_poor'), { ok: false, refusal: refuse('too_poor') }],
])('%s is sent to whoever awaits it', (_, answer, data) =>
  expect(replyIfAwaited(to, answer)).toEqual([{ ...message, data: { ...where, ...data } }]),
)

test.each([null, undefined])('to %s nothing is sent', nobody => expect(replyIfAwaited(nobody, {})).toEqual([]))
