import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Counterparty,
  transferCompleted,
  transferFailed,
  transferRequested,
  transferUnknown,
} from '../../contracts/banking.ts'
import { sagaAggregate } from '../../platform/saga/state.ts'
import { Given } from '../../test/harness/given.ts'
import { holding, holdingKey, linkChanged } from './account.ts'
import { type BankTransfer, bankTransfer, reversalBegun, reversalEnded, reversible, transferKey } from './transfer.ts'
import { markCompleted, markFailed, markUnknown, requestTransferCommand } from './transfer-commands.ts'

const linked: Counterparty = { kind: 'linked', memberId: 'minji' }
const account = { owner: 'fra_1', bankCode: '004', last4: '1111', sealed: 'sealed' }
const sealed: Counterparty = { kind: 'sealed', account }
const back: Counterparty = { kind: 'of-transfer', transferId: 'bkt_1' }

const asked = { transferId: 'bkt_1', direction: 'in', amount: 100, currency: 'KRW', reference: 'top_1' } as const
const pull = { ...asked, counterparty: linked }
const refund = { ...asked, transferId: 'bkt_2', direction: 'out', counterparty: back } as const

const facts = { accountId: 'bka_1', memberId: 'minji', bankCode: '088', last4: '6789', sealed: 's', numberIndex: 'n' }
const link = linkChanged.of(holdingKey('minji'), { account: facts })
const unlink = linkChanged.of(holdingKey('minji'), { account: null })

const application = () => new Given([bankTransfer, holding, sagaAggregate]).happened(link)
const request = (input: Parameters<typeof requestTransferCommand>[0]) => requestTransferCommand(input)
const of = (transferId: string, reverses: string | null = null) => ({ transferId, reverses })
const completed = (transferId: string, reverses: string | null = null) =>
  markCompleted({ ...of(transferId, reverses), bookedAt: '2026-11-20T03:00:00.000Z' })
const failed = (transferId: string, reverses: string | null = null) =>
  markFailed({ ...of(transferId, reverses), reason: 'bank_refused' })
const state = (given: Given, id = 'bkt_1') => given.state<BankTransfer>(transferKey(id))

const BEGUN = [transferRequested.type, 'saga.step-sent']

describe('a request', () => {
  test.each([
    ['of the linked account', pull, BEGUN],
    ['of a sealed one', { ...pull, direction: 'out' as const, counterparty: sealed }, BEGUN],
    ['of who has none', { ...pull, counterparty: { kind: 'linked' as const, memberId: 'x' } }, 'account_not_linked'],
    ['in dollars', { ...pull, currency: 'USD' }, 'currency_not_supported'],
    ['to pay back what never was', refund, 'transfer_unknown'],
  ])('%s', (_, input, said) => expect(application().when(request(input)).said).toEqual(said))

  test('begins one call under the transfer’s id, with the account as it is now', () => {
    const given = application()
    const [, call] = given.when(request(pull)).messages
    expect(call).toMatchObject({
      kind: 'call',
      data: { command: 'move', input: { bankKey: 'bkt_1', direction: 'in', amount: 100, account: { owner: 'minji' } } },
    })
    expect(state(given)).toMatchObject({ status: 'requested', accountId: 'bka_1', account: { last4: '6789' } })
  })

  test('that comes twice moves money once; for something else the id is refused', () => {
    const given = application()
    given.when(request(pull))
    expect(given.when(request(pull)).said).toEqual([])
    expect(given.when(request({ ...pull, amount: 101 })).said).toBe('transfer_id_reused')
    given.when(completed('bkt_1'))
    expect(given.when(request(pull)).decision).toMatchObject({ messages: [], reply: { transferId: 'bkt_1' } })
  })

  test('that was refused is tried anew under another key, with the account as it is then', () => {
    const given = application()
    given.when(request(pull))
    expect(given.when(failed('bkt_1')).said).toEqual([transferFailed.type])
    expect(state(given)).toMatchObject({ status: 'failed', reason: 'bank_refused' })
    const [, call] = given.when(request(pull)).messages
    expect(call).toMatchObject({ data: { input: { bankKey: 'bkt_1.2' } } })
    given.happened(unlink)
    given.when(failed('bkt_1'))
    expect(given.when(request(pull)).said).toBe('account_not_linked')
    const another = { ...pull, counterparty: sealed }
    expect(given.when(request({ ...another, amount: 101 })).said).toBe('transfer_id_reused')
    expect(given.when(request(another)).messages[1]).toMatchObject({ data: { input: { bankKey: 'bkt_1.3', account } } })
    expect(given.when(request(pull)).said).toBe('transfer_id_reused')
  })
})

describe('an outcome', () => {
  test('counts once', () => {
    const given = application()
    given.when(request(pull))
    expect(given.when(completed('bkt_1')).said).toEqual([transferCompleted.type])
    expect([given.when(completed('bkt_1')).said, given.when(failed('bkt_1')).said]).toEqual([[], []])
  })

  test('that is unknown may still come', () => {
    const given = application()
    given.when(request(pull))
    expect(given.when(markUnknown({ ...of('bkt_1'), moved: false })).said).toEqual([transferUnknown.type])
    expect(state(given).status).toBe('unknown')
    expect(given.when(markUnknown({ ...of('bkt_1'), moved: false })).said).toEqual([])
    expect(given.when(completed('bkt_1')).said).toEqual([transferCompleted.type])
  })

  test('is not unknown when it is our own book that is stuck', () => {
    const given = application()
    given.when(request(pull))
    expect(given.when(markUnknown({ ...of('bkt_1'), moved: true })).said).toEqual([])
  })
})

describe('paying back', () => {
  const pulled = () => {
    const given = application()
    given.when(request(pull))
    given.when(completed('bkt_1'))
    return given
  }

  test('goes to the same account, also when it is not linked any more', () => {
    const given = pulled().happened(unlink)
    expect(given.when(request(refund)).said).toEqual([BEGUN[0], reversalBegun.type, ...BEGUN.slice(1)])
    expect(state(given, 'bkt_2')).toMatchObject({ reverses: 'bkt_1', account: { owner: 'minji', last4: '6789' } })
    expect(given.when(completed('bkt_2', 'bkt_1')).said).toEqual([transferCompleted.type, reversalEnded.type])
    expect(reversible(state(given))).toBe(0)
  })

  test.each([
    ['more than it was', { amount: 101 }, 'reversal_exceeds_transfer'],
    ['the same way', { direction: 'in' as const }, 'transfer_not_reversible'],
  ])('%s is refused', (_, change, said) => {
    expect(pulled().when(request({ ...refund, ...change })).said).toBe(said)
  })

  test.each(['requested', 'failed', 'unknown'])('what is %s is refused', status => {
    const given = application()
    given.when(request(pull))
    if (status === 'failed') given.when(failed('bkt_1'))
    if (status === 'unknown') given.when(markUnknown({ ...of('bkt_1'), moved: false }))
    expect(given.when(request(refund)).said).toBe('transfer_not_completed')
  })

  test('twice is refused, and what the bank refused may be tried again', () => {
    const given = pulled()
    given.when(request(refund))
    expect(given.when(request({ ...refund, transferId: 'bkt_3' })).said).toBe('already_reversed')
    given.when(failed('bkt_2', 'bkt_1'))
    expect(given.when(request({ ...refund, transferId: 'bkt_3' })).said).toContain(transferRequested.type)
    given.when(completed('bkt_3', 'bkt_1'))
    const again = { ...refund, transferId: 'bkt_4', direction: 'in', counterparty: { ...back, transferId: 'bkt_3' } }
    expect(given.when(request({ ...again, direction: 'in' })).said).toBe('transfer_not_reversible')
  })

  test('in any parts and with any outcomes is never more than it was', () => {
    const parts = fc.array(fc.record({ amount: fc.integer({ min: 1, max: 80 }), outcome: fc.nat(2) }), {
      maxLength: 12,
    })
    fc.assert(
      fc.property(parts, given => {
        const bank = pulled()
        let paid = 0
        for (const [nth, { amount, outcome }] of given.entries()) {
          const id = `bkt_${nth + 2}`
          if (typeof bank.when(request({ ...refund, transferId: id, amount })).said === 'string') continue
          if (outcome === 0) bank.when(failed(id, 'bkt_1'))
          if (outcome === 1) bank.when(completed(id, 'bkt_1'))
          paid += outcome === 0 ? 0 : amount
        }
        expect(paid).toBeLessThanOrEqual(100)
        expect(reversible(state(bank))).toBe(100 - paid)
      }),
    )
  })
})
