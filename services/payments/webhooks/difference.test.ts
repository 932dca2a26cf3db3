import { describe, expect, test } from 'vitest'
import { blank, type Payment, type PaymentStatus, type RefundState } from '../payment/state.ts'
import type { PspPayment } from '../psp/feature.ts'
import { type Difference, differenceOf } from './difference.ts'

const AMOUNT = 12_000

const ours = (status: PaymentStatus, refunds: Record<string, RefundState> = {}): Payment => ({
  ...blank,
  ...{ orderId: 'ord_1', paymentId: 'pay_1', amount: AMOUNT, currency: 'KRW', method: 'credit_card', status, refunds },
  refunding: Object.fromEntries(
    Object.entries(refunds).flatMap(([id, { status: how, amount }]) => (how === 'requested' ? [[id, amount]] : [])),
  ),
})

const refund = (amount: number, status: RefundState['status'] = 'done', how: RefundState['how'] = 'asked') => ({
  ref_1: { amount, status, how, reason: 'refunded_by_operator', sealedNote: null, failure: null },
})

const theirs = (status: PspPayment['status'], left = AMOUNT, more: Partial<PspPayment> = {}): PspPayment => ({
  ...{ paymentKey: 'psp_1', orderId: 'pay_1', status, totalAmount: AMOUNT, balanceAmount: left },
  ...{ currency: 'KRW', cancels: null, ...more },
})

const none = { opened: false, left: 0 }
const inSuspense = { opened: true, left: AMOUNT }

describe('the processor and we', () => {
  test.each<[string, Payment | null, PspPayment, typeof none, Difference]>([
    ['agree on a charge', ours('approved'), theirs('DONE'), none, 'agrees'],
    ['agree on a refund', ours('refunded', refund(AMOUNT)), theirs('CANCELED', 0), none, 'agrees'],
    [
      'agree on part of one',
      ours('partially_refunded', refund(5_000)),
      theirs('PARTIAL_CANCELED', 7_000),
      none,
      'agrees',
    ],
    ['agree on what was let go', ours('voided'), theirs('CANCELED', 0), none, 'agrees'],
    ['agree on a decline', ours('declined'), theirs('ABORTED'), none, 'agrees'],
    ['agree on what is in suspense', null, theirs('DONE'), inSuspense, 'agrees'],
    [
      'agree on what went to the wallet',
      ours('refunded', refund(AMOUNT, 'done', 'to_wallet')),
      theirs('DONE'),
      none,
      'agrees',
    ],
    ['differ where it cancelled', ours('approved'), theirs('CANCELED', 0), none, 'given_back'],
    ['differ where it cancelled in part', ours('approved'), theirs('PARTIAL_CANCELED', 1), none, 'given_back'],
    [
      'differ where it cancelled more',
      ours('partially_refunded', refund(5_000)),
      theirs('CANCELED', 0),
      none,
      'given_back',
    ],
    ['differ where it did not cancel', ours('refunded', refund(AMOUNT)), theirs('DONE'), none, 'not_given_back'],
    [
      'may differ while a refund is under way',
      ours('approved', refund(5_000, 'requested')),
      theirs('CANCELED', 0),
      none,
      'not_settled',
    ],
    ['may differ before the charge is known', ours('requested'), theirs('DONE'), none, 'not_settled'],
    ['may differ before it is captured', ours('authorized'), theirs('CANCELED', 0), none, 'not_settled'],
    ['differ where it charged for nobody', null, theirs('DONE'), none, 'money_left'],
    ['differ where it charged what we declined', ours('declined'), theirs('DONE'), none, 'money_left'],
    ['differ where it charged what we let go', ours('voided'), theirs('PARTIAL_CANCELED', 2_000), none, 'money_left'],
    ['differ where it gave back what is in suspense', null, theirs('CANCELED', 0), inSuspense, 'suspense_given_back'],
    ['differ in the amount', ours('approved'), theirs('DONE', 1, { totalAmount: 1 }), none, 'amount_differs'],
    ['differ in the currency', ours('approved'), theirs('DONE', AMOUNT, { currency: 'USD' }), none, 'amount_differs'],
    [
      'differ in an amount that is none',
      ours('approved'),
      theirs('DONE', 0.5, { totalAmount: 0.5 }),
      none,
      'amount_differs',
    ],
    ['differ where it never charged', ours('approved'), theirs('EXPIRED'), none, 'not_charged'],
  ])('%s', (_, payment, found, suspended, difference) => {
    expect(differenceOf(payment, found, suspended)).toBe(difference)
  })
})
