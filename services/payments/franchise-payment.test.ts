import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FEE_BP_MAX, feeOf } from '../../contracts/franchises.ts'
import {
  type FranchiseEarned,
  franchiseEarned,
  paymentApproved,
  paymentRefunded,
  paymentSettled,
  paymentSettling,
  type SettlementClaim,
} from '../../contracts/payments.ts'
import type { Command } from '../../platform/kit/command.ts'
import { isRefusal } from '../../platform/kit/refusal.ts'
import { sagaAggregate } from '../../platform/saga/state.ts'
import { Given } from '../../test/harness/given.ts'
import { markPaid, requestAtFranchise } from './franchises/commands.ts'
import { captureCommand, voidCommand } from './orders/commands.ts'
import { markDeclined } from './payment/mark.ts'
import { payment, paymentKey } from './payment/payment.ts'
import { present } from './payment/present.ts'
import { type FranchisePayment, keptFee, type Payment } from './payment/state.ts'
import { markRefunded, markRefundFailed, refundCommand } from './refunds/commands.ts'
import { claim, claiming, settleClaimed, unsettled } from './settlement/claim.ts'

const paymentId = 'pay_1'
const franchiseId = 'frn_1'
const currency = 'KRW'
const UNTIL = '2026-11-20T15:00:00.000Z'

const request = (id = paymentId, amount = 15_000, feeBp = 250, at = franchiseId): Command =>
  requestAtFranchise({
    paymentId: id,
    franchiseId: at,
    merchantId: 'mem_m',
    memberId: 'mem_a',
    amount,
    currency,
    feeBp,
  })
const refund = (amount: number | null, refundId = 'ref_1', id = paymentId) =>
  refundCommand({ paymentId: id, refundId, amount, reason: 'refunded_by_merchant', sealedNote: null })
const refunded = (refundId = 'ref_1', id = paymentId) => markRefunded({ paymentId: id, refundId })
const settlement = (settlementId: string, until = UNTIL) => ({ settlementId, franchiseId, currency, until })
const claimed = (settlementId: string, ids: readonly string[] = [paymentId], until = UNTIL) =>
  claim(settlement(settlementId, until), ids)
const settled = (settlementId: string, ids: readonly string[] = [paymentId]) =>
  settleClaimed(settlement(settlementId), ids)

function having(...commands: readonly Command[]): Given {
  const given = new Given([payment, claiming, sagaAggregate])
  for (const command of commands) given.when(command)
  return given
}
const approved = (...more: readonly Command[]) => having(request(), markPaid({ paymentId }), ...more)
const state = (given: Given, id = paymentId) => given.state<Payment>(paymentKey(id)) as FranchisePayment
const stepIn = (given: Given, command: Command, name: string) =>
  given.when(command).messages.find(({ data }) => (data as { command?: string }).command === name)?.data as {
    input: Record<string, unknown>
  }

/** Worked out on paper: amount × bp / 10,000, a half goes up. */
const golden: readonly (readonly [bp: number, amount: number, fee: number])[] = [
  [0, 1, 0],
  [0, 99, 0],
  [0, 15_000, 0],
  [0, 9_999_999, 0],
  [1, 1, 0], // 0.0001
  [1, 99, 0], // 0.0099
  [1, 15_000, 2], // 1.5
  [1, 9_999_999, 1_000], // 999.9999
  [33, 1, 0], // 0.0033
  [33, 99, 0], // 0.3267
  [33, 15_000, 50], // 49.5
  [33, 9_999_999, 33_000], // 32,999.9967
  [250, 1, 0], // 0.025
  [250, 99, 2], // 2.475
  [250, 15_000, 375],
  [250, 9_999_999, 250_000], // 249,999.975
  [10_000, 1, 1],
  [10_000, 99, 99],
  [10_000, 15_000, 15_000],
  [10_000, 9_999_999, 9_999_999],
]

describe('the fee', () => {
  test.each(golden)('of %i basis points on %i is %i', (bp, amount, fee) => {
    expect(feeOf(amount, bp)).toBe(fee)
    const given = having(request(paymentId, amount, bp))
    const { messages } = given.when(markPaid({ paymentId }))
    const earned = messages.find(({ type }) => type === franchiseEarned.type)?.data as FranchiseEarned
    expect([earned.gross, earned.fee]).toEqual([amount, fee])
  })

  test('is exact beyond what a product of doubles could say', () => {
    // 9,007,199,254,740,991 × 3,333 / 10,000 = 3,002,099,511,605,172.3003
    expect(feeOf(Number.MAX_SAFE_INTEGER, 3_333)).toBe(3_002_099_511_605_172)
  })

  test('goes with the money, or there is no transfer of it', () => {
    const steps = (bp: number, amount: number) => {
      const given = having()
      return stepIn(given, request(paymentId, amount, bp), 'money.fund-hold')
    }
    expect(steps(250, 15_000).input).toMatchObject({ amount: 15_000, roundTo: 1, debit: 'wallet:mem_a:KRW' })
    const back = (bp: number, amount: number, of: number) =>
      stepIn(having(request(paymentId, amount, bp), markPaid({ paymentId })), refund(of), 'money.post-transfer').input
    expect(back(250, 15_000, 5_000)).toMatchObject({
      debit: 'franchise:frn_1:KRW',
      credit: 'wallet:mem_a:KRW',
      amount: 5_000,
      linked: [{ debit: 'fee:KRW', credit: 'franchise:frn_1:KRW', amount: 125 }],
    })
    expect(back(0, 15_000, 5_000)).toMatchObject({ amount: 5_000, linked: [] })
  })
})

describe('a payment at a franchise goes', () => {
  test.each<[string, readonly Command[], Payment['status'], number | null]>([
    ['requested', [request()], 'requested', null],
    ['declined', [request(), markDeclined({ paymentId, reason: 'insufficient_funds' })], 'declined', 1],
    [
      'declined, and stays so',
      [request(), markDeclined({ paymentId, reason: 'x' }), markPaid({ paymentId })],
      'declined',
      1,
    ],
    ['approved', [request(), markPaid({ paymentId })], 'approved', 0],
    ['partially refunded', [request(), markPaid({ paymentId }), refund(1), refunded()], 'partially_refunded', null],
    ['refunded', [request(), markPaid({ paymentId }), refund(null), refunded()], 'refunded', null],
    ['settling', [request(), markPaid({ paymentId }), claimed('s')], 'settling', null],
    ['settled', [request(), markPaid({ paymentId }), claimed('s'), settled('s')], 'settled', 2],
    [
      'settled, in part given back',
      [request(), markPaid({ paymentId }), claimed('s'), settled('s'), refund(1), refunded()],
      'partially_refunded',
      null,
    ],
  ])('%s', (_, commands, status, code) => {
    const given = having(...commands)
    expect(state(given).status).toBe(status)
    expect(present(state(given))).toMatchObject({ status, code, franchiseId, orderId: null, fee: null })
  })

  test('straight from the hold to approved, never by capture or void', () => {
    const given = having(request())
    expect(given.when(captureCommand({ paymentId })).said).toBe('payment_not_authorized')
    expect(given.when(voidCommand({ paymentId })).said).toBe('payment_not_authorized')
    expect(given.when(markPaid({ paymentId })).said).toEqual([paymentApproved.type, franchiseEarned.type])
    expect(given.when(markPaid({ paymentId })).said).toEqual([])
  })

  test('with the fee rate as it was when it was asked for, shown to the payee', () => {
    const given = approved()
    expect(present(state(given), { withFee: true }).fee).toBe(375)
  })

  test.each<[string, readonly Command[], number | null]>([
    ['while it is under way', [request()], null],
    ['once it is declined', [request(), markDeclined({ paymentId, reason: 'insufficient_funds' })], null],
    ['once all of it is given back', [request(), markPaid({ paymentId }), refund(null), refunded()], 0],
  ])('with no fee of what was not taken: %s', (_, commands, fee) => {
    expect(present(state(having(...commands)), { withFee: true }).fee).toBe(fee)
  })
})

describe('a refund at a franchise', () => {
  test.each<[string, Given, number | null, string]>([
    ['of more than was paid', approved(), 15_001, 'refund_exceeds_payment'],
    ['beside another', approved(refund(1)), 1, 'payment_busy'],
    ['before the money came', having(request()), 1, 'payment_not_captured'],
    ['while it is settled', approved(claimed('s')), 1, 'payment_settling'],
    ['of what went back', approved(refund(null), refunded()), 1, 'already_refunded'],
    ['of more than is left after settling', approved(claimed('s'), settled('s')), 15_001, 'refund_exceeds_payment'],
  ])('%s is refused', (_, given, amount, code) => {
    expect(given.when(refund(amount, 'ref_2')).said).toBe(code)
  })

  test('takes the amount from what was earned, and gives the fee back in proportion', () => {
    const given = approved(refund(5_000))
    const { said, messages } = given.when(refunded())
    expect(said).toEqual([paymentRefunded.type, franchiseEarned.type])
    expect(messages[1]?.data).toMatchObject({ gross: -5_000, fee: -125 })
    expect(keptFee(state(given))).toBe(250)
  })

  test('that failed changes nothing', () => {
    const given = approved(refund(5_000), markRefundFailed({ paymentId, refundId: 'ref_1', reason: 'x' }))
    expect(state(given)).toMatchObject({ status: 'approved', refunded: 0, refunding: {} })
  })
})

describe('a settlement claims', () => {
  const total = (given: Given, command: Command) => {
    const { decision } = given.when(command)
    return isRefusal(decision) ? decision.code : (decision.reply as SettlementClaim)
  }

  test.each<[string, Given, ReturnType<typeof total>]>([
    ['what was approved', approved(), { payments: 1, gross: 15_000, fee: 375, payout: 14_625 }],
    [
      'less what went back',
      approved(refund(5_000), refunded()),
      { payments: 1, gross: 10_000, fee: 250, payout: 9_750 },
    ],
    ['nothing of what went back whole', approved(refund(null), refunded()), 'nothing_to_settle'],
    ['nothing while a refund is under way', approved(refund(1)), 'nothing_to_settle'],
    ['nothing that was not approved', having(request()), 'nothing_to_settle'],
    ['nothing that another claimed', approved(claimed('other')), 'nothing_to_settle'],
    ['nothing that was settled', approved(claimed('other'), settled('other')), 'nothing_to_settle'],
    [
      'nothing of which all is fee',
      having(request(paymentId, 100, 10_000), markPaid({ paymentId })),
      'nothing_to_settle',
    ],
    [
      'nothing of another franchise',
      having(request(paymentId, 1, 0, 'frn_2'), markPaid({ paymentId })),
      'nothing_to_settle',
    ],
  ])('%s', (_, given, expected) => {
    expect(total(given, claimed('s'))).toEqual(expected)
  })

  test('nothing of the next day', () => {
    const given = approved()
    expect(total(given, claimed('s', [paymentId], given.now.toISOString()))).toBe('nothing_to_settle')
  })

  test('once: asked again it says the same and takes nothing more', () => {
    const given = approved()
    const first = given.when(claimed('s'))
    given.when(request('pay_2'))
    given.when(markPaid({ paymentId: 'pay_2' }))
    const again = given.when(claimed('s', [paymentId, 'pay_2']))
    expect([again.messages, again.decision]).toMatchObject([
      [],
      { reply: (first.decision as { reply: unknown }).reply },
    ])
  })

  test('and settles what it claimed, once', () => {
    const given = approved()
    expect(given.when(claimed('s')).said).toEqual(['payments.settlement-claimed', paymentSettling.type])
    expect(given.when(settled('s')).said).toEqual(['payments.settlement-settled', paymentSettled.type])
    expect(given.when(settled('s')).said).toEqual([])
    expect(given.when(settled('other')).said).toBe('settlement_unknown')
    expect(state(given)).toMatchObject({ settled: { gross: 15_000, fee: 375 }, claimed: null })
  })

  test('and never settles less than it claimed', () => {
    expect(() => approved(claimed('s')).when(settled('s', []))).toThrow('claimed 1 payments and would settle 0')
  })

  test('what was given back after a settlement from the next one', () => {
    const given = approved(claimed('s'), settled('s'), refund(5_000), refunded())
    expect(total(given, claimed('t'))).toBe('nothing_to_settle')
    given.when(request('pay_2', 20_000))
    given.when(markPaid({ paymentId: 'pay_2' }))
    const ids = [paymentId, 'pay_2']
    expect(total(given, claimed('t', ids))).toEqual({ payments: 2, gross: 15_000, fee: 375, payout: 14_625 })
    given.when(settled('t', ids))
    expect([state(given).status, state(given, 'pay_2').status]).toEqual(['settled', 'settled'])
    expect(unsettled(state(given))).toEqual({ gross: 0, fee: 0 })
  })

  test('the loss of a payment that went back whole, which stays refunded', () => {
    const given = approved(claimed('s'), settled('s'), refund(null), refunded())
    given.when(request('pay_2', 20_000))
    given.when(markPaid({ paymentId: 'pay_2' }))
    const ids = [paymentId, 'pay_2']
    expect(total(given, claimed('t', ids))).toEqual({ payments: 2, gross: 5_000, fee: 125, payout: 4_875 })
    expect(state(given).status).toBe('refunded')
    given.when(settled('t', ids))
    expect(state(given)).toMatchObject({ status: 'refunded', settled: { gross: 0, fee: 0 } })
  })
})

describe('whatever is paid, given back and settled, in whatever order', () => {
  const step = fc.oneof(
    fc.record({
      kind: fc.constant('pay' as const),
      amount: fc.oneof(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 9_999_999 })),
      bp: fc.oneof(fc.constantFrom(0, 1, 33, 250, FEE_BP_MAX), fc.integer({ min: 0, max: FEE_BP_MAX })),
    }),
    fc.record({ kind: fc.constant('refund' as const), nth: fc.nat(9), part: fc.integer({ min: 1, max: 100 }) }),
    fc.record({ kind: fc.constantFrom('end' as const, 'fail' as const), nth: fc.nat(9) }),
    fc.record({ kind: fc.constantFrom('claim' as const, 'settle' as const), nth: fc.nat(9) }),
  )

  test('what was paid is what was paid out, kept as fee or given back', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), steps => {
        const given = having()
        const ids: string[] = []
        const books = { earned: { gross: 0, fee: 0 }, paidOut: { gross: 0, fee: 0 } }
        const claims = new Map<string, readonly string[]>()
        const play = (command: Command) => {
          const { messages } = given.when(command)
          for (const { type, data } of messages) {
            const book =
              type === franchiseEarned.type ? books.earned : type === paymentSettled.type ? books.paidOut : null
            if (!book) continue
            const { gross, fee } = data as FranchiseEarned
            book.gross += gross
            book.fee += fee
          }
        }
        for (const [index, asked] of steps.entries()) {
          if (asked.kind === 'pay') {
            ids.push(`pay_${index}`)
            play(request(`pay_${index}`, asked.amount, asked.bp))
            play(markPaid({ paymentId: `pay_${index}` }))
            continue
          }
          const id = ids[asked.nth % Math.max(1, ids.length)]
          if (id === undefined) continue
          const underWay = Object.keys(state(given, id).refunding)[0] ?? 'ref_none'
          if (asked.kind === 'refund')
            play(refund(Math.ceil((state(given, id).amount * asked.part) / 100), `ref_${index}`, id))
          if (asked.kind === 'end') play(refunded(underWay, id))
          if (asked.kind === 'fail') play(markRefundFailed({ paymentId: id, refundId: underWay }))
          if (asked.kind === 'claim') {
            const { decision } = given.when(claimed(`s_${index}`, ids))
            if (isRefusal(decision)) continue
            expect((decision.reply as SettlementClaim).payout).toBeGreaterThan(0)
            claims.set(
              `s_${index}`,
              ids.filter(one => state(given, one).claimed?.settlementId === `s_${index}`),
            )
          }
          if (asked.kind === 'settle') for (const [settlementId, of] of claims) play(settled(settlementId, of))
        }
        const payments = ids.map(one => state(given, one))
        const sum = (pick: (one: FranchisePayment) => number) => payments.reduce((total, one) => total + pick(one), 0)
        expect(books.earned).toEqual({ gross: sum(one => one.amount - one.refunded), fee: sum(keptFee) })
        expect(books.paidOut).toEqual({ gross: sum(one => one.settled.gross), fee: sum(one => one.settled.fee) })
        for (const one of payments) {
          expect(keptFee(one)).toBe(feeOf(one.amount - one.refunded, one.feeBp))
          expect(one.refunded).toBeLessThanOrEqual(one.amount)
        }
      }),
      { numRuns: 300 },
    )
  })
})
