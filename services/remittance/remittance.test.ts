import { describe, expect, test } from 'vitest'
import type { Recipient } from '../../contracts/remittance.ts'
import { sagaAggregate } from '../../platform/saga/state.ts'
import { Given } from '../../test/harness/given.ts'
import {
  markFailed,
  markSucceeded,
  markToppingUp,
  markTransferring,
  type Request,
  startRemittance,
  type Transferring,
} from './commands.ts'
import { type Sending, sending } from './remittance.saga.ts'
import { type Remittance, remittance, remittanceKey } from './remittance.ts'

const toMember: Recipient = { kind: 'member', memberId: 'mem_b' }
const account = { owner: 'mem_a', bankCode: '004', last4: '6789', sealed: 'sealed' }
const toBank: Recipient = { kind: 'bank', account }
const sealer = { subject: 'mem_a', seal: (plain: string) => plain }
const ID = 'rem_1'
const request: Request = {
  remittanceId: ID,
  from: 'mem_a',
  to: toMember,
  amount: 15_000,
  currency: 'KRW',
  sealedMemo: null,
}
const start = (more: Partial<Request> = {}) =>
  startRemittance({ request: { ...request, ...more }, max: 50_000, sealer, present: ({ status }) => ({ status }) })
const transferring = (more: Partial<Transferring> = {}) =>
  markTransferring({ remittanceId: ID, toppedUp: 0, senderActive: true, recipientActive: true, ...more })
const given = (...commands: Parameters<Given['when']>[0][]) => {
  const world = new Given([remittance, sagaAggregate])
  for (const command of commands) world.when(command)
  return world
}
const stateOf = (world: Given) => world.state<Remittance>(remittanceKey(ID))

describe('a remittance begins', () => {
  test('with the hold that funds it', () => {
    const decided = given().when(start())
    expect(decided.said).toEqual(['remittance.remittance-started', 'saga.step-sent'])
    expect(decided.decision).toMatchObject({ status: 201, reply: { status: 'started' } })
    expect(decided.messages.at(-1)).toMatchObject({
      to: 'money',
      data: {
        command: 'money.fund-hold',
        input: {
          holdId: 'hld_1',
          topUpId: 'top_1',
          debit: 'wallet:mem_a:KRW',
          credit: 'wallet:mem_b:KRW',
          memberId: 'mem_a',
          amount: 15_000,
          roundTo: 10_000,
          reference: ID,
        },
      },
    })
  })

  test.each([
    ['of the most there may be', { amount: 50_000 }, 'remittance.remittance-started'],
    ['of one more', { amount: 50_001 }, 'over_limit'],
    ['in dollars', { currency: 'USD' }, 'currency_not_supported'],
  ])('%s', (_, more, said) => {
    const decided = given().when(start(more))
    expect(typeof decided.said === 'string' ? decided.said : decided.said[0]).toBe(said)
  })
})

describe('a remittance moves', () => {
  const UP = 'remittance.topping-up'
  const ON = 'remittance.transferring'
  test.each([
    ['started, its wallet is short', given(start()), markToppingUp(ID), [UP], 'topping_up'],
    ['never started, somebody’s wallet is short', given(), markToppingUp(ID), [], 'none'],
    [
      'transferring, and late news of the top-up',
      given(start(), transferring()),
      markToppingUp(ID),
      [],
      'transferring',
    ],
    ['started, all was there', given(start()), transferring(), [ON], 'transferring'],
    [
      'topping up, and it came',
      given(start(), markToppingUp(ID)),
      transferring({ toppedUp: 20_000 }),
      [ON],
      'transferring',
    ],
    ['started, topped up, not told yet', given(start()), transferring({ toppedUp: 20_000 }), [UP, ON], 'transferring'],
    ['its sender left', given(start()), transferring({ senderActive: false }), 'sender_inactive', 'started'],
    ['its recipient left', given(start()), transferring({ recipientActive: false }), 'recipient_inactive', 'started'],
    [
      'it is posted',
      given(start(), transferring()),
      markSucceeded({ remittanceId: ID }),
      ['remittance.remittance-succeeded'],
      'succeeded',
    ],
    ['it is posted before its time', given(start()), markSucceeded({ remittanceId: ID }), [], 'started'],
    [
      'it failed',
      given(start()),
      markFailed({ remittanceId: ID, reason: 'account_closed' }),
      ['remittance.remittance-failed'],
      'failed',
    ],
    [
      'it failed after it succeeded',
      given(start(), transferring(), markSucceeded({ remittanceId: ID })),
      markFailed({ remittanceId: ID, reason: 'late' }),
      [],
      'succeeded',
    ],
  ])('%s', (_, world, command, said, status) => {
    expect(world.when(command).said).toEqual(said)
    expect(stateOf(world).status).toBe(status)
  })

  test('and knows what was topped up, and why it failed', () => {
    const world = given(start(), markToppingUp(ID), transferring({ toppedUp: 20_000 }))
    expect(stateOf(world)).toMatchObject({ toppedUp: 20_000, reason: null })
    world.when(markFailed({ remittanceId: ID, reason: 'account_closed' }))
    expect(stateOf(world)).toMatchObject({ reason: 'account_closed' })
  })
})

describe('the way of the money', () => {
  const data = (to: Recipient): Sending => ({ ...request, to, payoutId: 'bkt_1' })
  const stepsTo = (to: Recipient) => sending.steps.filter(step => step.when?.(data(to), {}) ?? true)
  const asked = (to: Recipient) =>
    stepsTo(to).map(step => step.kind === 'send' && step.ask(data(to), { fund: { toppedUp: 5_000 } }, 'saga'))

  test('to a member is a hold that is posted, and the posting is the pivot', () => {
    expect(stepsTo(toMember).map(({ name, pivot = false }) => [name, pivot])).toEqual([
      ['fund', false],
      ['transfer', false],
      ['post', true],
    ])
    expect(asked(toMember).at(-1)).toMatchObject({ input: { kind: 'remittance', credit: 'wallet:mem_b:KRW' } })
  })

  test('to a bank account is the bank’s transfer, which is the pivot, and a posting that names it', () => {
    expect(stepsTo(toBank).map(({ name, pivot = false }) => [name, pivot])).toEqual([
      ['fund', false],
      ['transfer', false],
      ['pay-out', true],
      ['post', true],
    ])
    const [, , payOut, post] = asked(toBank)
    expect(payOut).toMatchObject({
      command: 'banking.request-transfer',
      input: { transferId: 'bkt_1', direction: 'out', counterparty: { kind: 'sealed', account }, reference: ID },
    })
    expect(post).toMatchObject({ input: { kind: 'remittance', credit: 'bank:KRW', reference: 'bkt_1' } })
  })

  test('is undone by letting go of what is held', () => {
    const [fund] = sending.steps
    expect(fund?.undo?.(data(toBank), {}, 'saga')).toEqual({
      to: 'money',
      command: 'money.void-hold',
      input: { holdId: 'hld_1', debit: 'wallet:mem_a:KRW', credit: 'bank:KRW' },
    })
  })
})
