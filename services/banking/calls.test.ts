import { expect, test } from 'vitest'
import type { OutsideAnswer } from '../../platform/kit/outside.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import type { Bank, Booked, Found } from './bank.ts'
import { moveCall } from './calls.ts'

const bookedAt = '2026-11-20T12:00:00+09:00'
const booked: Booked = { status: 'booked', direction: 'in', amount: 100, bookedAt }
const input = {
  bankKey: 'bkt_1',
  direction: 'in',
  amount: 100,
  account: { owner: 'mem_1', bankCode: '088', last4: '6789', sealed: 's' },
} as const

const yes = <T>(value: T): OutsideAnswer<T> => ({ kind: 'done', value })
const no = (status: number, code: string): OutsideAnswer<never> => ({ kind: 'refused', status, code })
const again = (code: string): OutsideAnswer<never> => ({ kind: 'again', status: 409, code })
const ours: OutsideAnswer<never> = { kind: 'ours', status: 401, code: 'UNAUTHORIZED' }
const silence: OutsideAnswer<never> = { kind: 'unknown', reason: 'TimeoutError' }
const neverCame = no(404, 'TRANSFER_UNKNOWN')

function callOf(answer: OutsideAnswer<Booked>, found: OutsideAnswer<Found>, holder: string | null = '{}') {
  const refused = () => Promise.reject(new Error('nobody asks for this'))
  const bank: Bank = {
    transfer: async () => answer,
    lookUp: async () => found,
    inquire: refused,
    statement: refused,
  }
  return moveCall(bank, { open: async () => holder } as unknown as Vault)
}

test.each<[string, OutsideAnswer<Booked>, OutsideAnswer<Found>, object]>([
  ['yes', yes(booked), silence, { kind: 'done', result: { bookedAt: '2026-11-20T03:00:00.000Z' } }],
  ['yes, to another amount', yes({ ...booked, amount: 99 }), silence, { kind: 'unknown' }],
  ['silence', silence, yes(booked), { kind: 'unknown' }],
  ['no', no(409, 'INSUFFICIENT_FUNDS'), silence, { kind: 'refused', refusal: { code: 'bank_insufficient_funds' } }],
  ['a no we have no word for', no(409, 'WHATEVER'), silence, { kind: 'refused', refusal: { code: 'bank_refused' } }],
  ['that it knows it, and it is booked', again('DUPLICATE_TRANSFER'), yes(booked), { kind: 'done' }],
  [
    'that it knows it, and it was refused',
    again('DUPLICATE_TRANSFER'),
    yes({ status: 'refused', code: 'ACCOUNT_CLOSED' }),
    { kind: 'refused', refusal: { code: 'account_closed' } },
  ],
  ['that it is at it', again('TRANSFER_IN_PROGRESS'), yes({ status: 'processing' }), { kind: 'unknown' }],
  ['that it is at it, and then that it never came', again('TRANSFER_IN_PROGRESS'), neverCame, { kind: 'unknown' }],
  ['that we are nobody', ours, silence, { kind: 'turned_away', refusal: { code: 'bank_unavailable' } }],
])('the bank says %s', async (_, answer, found, outcome) => {
  expect(await callOf(answer, found).perform(input, '')).toMatchObject(outcome)
})

test.each<[string, OutsideAnswer<Found>, string]>([
  ['it never came', neverCame, 'absent'],
  ['it is booked', yes(booked), 'done'],
  ['we are nobody', ours, 'unknown'],
  ['nothing', silence, 'unknown'],
])('asked, the bank says that %s', async (_, found, kind) => {
  expect((await callOf(silence, found).ask(input, '')).kind).toBe(kind)
})

test('an account that was forgotten is not called for', async () => {
  const outcome = await callOf(yes(booked), yes(booked), null).perform(input, '')
  expect(outcome).toMatchObject({ kind: 'refused', refusal: { code: 'account_forgotten' } })
})
