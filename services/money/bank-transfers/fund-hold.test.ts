import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bankAccount, franchiseAccount, salesAccount, suspenseAccount, walletOf } from '../../../contracts/money.ts'
import type { ReplyTo } from '../../../platform/kit/command.ts'
import { sagaAggregate } from '../../../platform/saga/state.ts'
import { Given } from '../../../test/harness/given.ts'
import { type Account, accountKey, available } from '../ledger/account.ts'
import { account } from '../ledger/account-storage.ts'
import { ledgerCommands, openFranchiseAccount } from '../ledger/commands.ts'
import { hold } from '../ledger/hold.ts'
import { deposit } from '../wallets/deposit.ts'
import { openWallets, setWalletsActive } from '../wallets/wallets.ts'
import { creditTopUp, failTopUp } from './end-top-up.ts'
import { type FundHold, fundHoldCommand, roundUp } from './fund-hold.ts'
import type { Pulling } from './top-up.saga.ts'
import { reservationOf, type TopUp, topUp, topUpKey } from './top-up.ts'

const MAX = 10_000_000
const WALLET = walletOf('mem_a', 'KRW')
const BANK = bankAccount('KRW')
const SUSPENSE = suspenseAccount('KRW')
const SHOP = franchiseAccount('frc_1', 'KRW')
const opened = (id: string, kind: string) => ({
  stream: accountKey(id),
  type: 'money.account-opened',
  data: { account: id, kind, owner: null, currency: 'KRW' },
})

/** A member with this much, and a shop. */
function book(amount: number): Given {
  const given = new Given([account, hold, topUp, sagaAggregate])
  given.happened(opened(BANK, 'bank'), opened(SUSPENSE, 'suspense'), opened(salesAccount('KRW'), 'sales'))
  for (const memberId of ['mem_a', 'mem_b']) given.when(openWallets(memberId))
  given.when(openFranchiseAccount('frc_1', 'mem_m'))
  if (amount > 0) given.when(deposit({ memberId: 'mem_a', amount, currency: 'KRW', memo: null }))
  return given
}

const asking = (amount: number, more: Partial<FundHold> = {}): FundHold => ({
  holdId: 'hld_1',
  debit: WALLET,
  credit: SHOP,
  amount,
  currency: 'KRW',
  reference: 'pay_1',
  memberId: 'mem_a',
  topUpId: 'top_1',
  roundTo: 1,
  ...more,
})
const fund = (input: FundHold, max = MAX) => fundHoldCommand(input, { region: 'seoul', max })
const replyTo = (attempt = 1): ReplyTo => ({ service: 'payments', saga: 'pay/1', step: 'fund', phase: 'do', attempt })
const left = (given: Given, id = WALLET) => available(given.state<Account>(accountKey(id)))
const held = (given: Given) => given.state<Account>(accountKey(WALLET)).debitsPending
const pulledBy = (given: Given, { topUpId, memberId, ...rest }: FundHold): Pulling => {
  const { amount, currency, transferId } = given.state<TopUp>(topUpKey(topUpId))
  const { roundTo: _, ...holding } = rest
  return { topUpId, memberId, amount, currency, transferId, refundId: `back-${transferId}`, hold: holding }
}
const answers = (decided: { messages: readonly { type: string; data: unknown }[] }) =>
  decided.messages.filter(({ type }) => type === 'reply').map(({ data }) => data)

test.each([
  [1, 1, 1],
  [5_000, 1, 5_000],
  [5_000, 10_000, 10_000],
  [10_000, 10_000, 10_000],
  [10_001, 10_000, 20_000],
  [15_000, 10_000, 20_000],
])('%i, rounded up to a multiple of %i, is %i', (amount, step, rounded) => {
  expect(roundUp(amount, step)).toBe(rounded)
})

describe('a hold on a wallet that has 10,000', () => {
  test.each([
    ['of all it has', asking(10_000), 0, ['money.hold-placed']],
    ['of 1 more', asking(10_001), 1, ['top-up-requested', 'step-sent', 'hold-awaited', 'hold-placed']],
    ['of 5,000 more', asking(15_000), 5_000, ['top-up-requested', 'step-sent', 'hold-awaited', 'hold-placed']],
    [
      'of 5,000 more, in tens of thousands',
      asking(15_000, { roundTo: 10_000 }),
      10_000,
      ['top-up-requested', 'step-sent', 'hold-awaited', 'hold-placed'],
    ],
  ])('%s', (_, input, pulled, said) => {
    const given = book(10_000)
    const names = (given.when(fund(input)).said as string[]).map(name => name.replace(/^(money|saga)\./, ''))
    expect(names).toEqual(said.map(name => name.replace(/^money\./, '')))
    expect(given.state<TopUp>(topUpKey('top_1')).amount).toBe(pulled)
    expect([left(given), held(given)]).toEqual([0, 10_000])
  })

  test.each([
    ['over what may be pulled at once', fund(asking(15_001), 5_000), 'over_limit'],
    [
      'in dollars, for a shop that takes won',
      fund(asking(1, { currency: 'USD', debit: walletOf('mem_a', 'USD'), credit: SHOP })),
      'currency_mismatch',
    ],
    [
      'for a shop that has no account',
      fund(asking(15_000, { credit: franchiseAccount('frc_2', 'KRW') })),
      'account_unknown',
    ],
  ])('%s is refused, and nothing is held', (_, command, said) => {
    const given = book(10_000)
    expect(given.when(command).said).toBe(said)
    expect([left(given), held(given)]).toEqual([10_000, 0])
  })

  test('of a currency the bank does not keep', () => {
    const given = book(10_000).happened({
      ...opened('sales:USD', 'sales'),
      data: { ...opened('sales:USD', 'sales').data, currency: 'USD' },
    })
    const dollars = asking(1, { currency: 'USD', debit: walletOf('mem_a', 'USD'), credit: 'sales:USD' })
    expect(given.when(fund(dollars)).said).toBe('currency_not_supported')
  })

  test.each([
    ['mem_a', SHOP, 'account_inactive'],
    ['mem_b', walletOf('mem_b', 'KRW'), 'recipient_inactive'],
  ])('with %s deactivated', (memberId, credit, said) => {
    const given = book(10_000)
    given.when(setWalletsActive(memberId, false))
    expect(given.when(fund(asking(15_000, { credit }))).said).toBe(said)
  })
})

describe('what the wallet had is set aside while the rest is pulled', () => {
  const input = asking(15_000)
  const waiting = () => {
    const given = book(10_000)
    given.when(fund(input), 'mem_a', replyTo())
    return given
  }

  test('and becomes the whole hold when it is there, in one decision', () => {
    const given = waiting()
    const decided = given.when(creditTopUp(pulledBy(given, input)))
    expect(decided.said).toEqual([
      'money.transferred',
      'money.hold-voided',
      'money.hold-placed',
      'reply',
      'money.top-up-succeeded',
    ])
    const result = { holdId: 'hld_1', amount: 15_000, currency: 'KRW', toppedUp: 5_000 }
    expect(answers(decided)).toEqual([{ ...strip(replyTo()), ok: true, result }])
    expect([left(given), held(given)]).toEqual([0, 15_000])
    expect(decided.messages[0]?.data).toMatchObject({
      kind: 'top-up',
      debit: BANK,
      credit: WALLET,
      amount: 5_000,
      reference: 'bkt_2',
    })
  })

  test('and cannot be posted by itself as if it were the hold', () => {
    const given = waiting()
    expect(given.when(ledgerCommands.postHold({ holdId: 'hld_1', debit: WALLET, credit: SHOP })).said).toBe(
      'hold_unknown',
    )
  })

  test('and is free again when the bank refuses', () => {
    const given = waiting()
    const decided = given.when(
      failTopUp({ ...pulledBy(given, input), reason: 'bank_insufficient_funds', wentBack: false }),
    )
    expect(decided.said).toEqual(['money.top-up-failed', 'money.hold-voided', 'reply'])
    expect(answers(decided)).toMatchObject([{ ok: false, refusal: { code: 'bank_insufficient_funds' } }])
    expect([left(given), held(given)]).toEqual([10_000, 0])
  })

  test('and is free again when the member was deactivated meanwhile; the money waits in suspense until it is back', () => {
    const given = waiting()
    given.when(setWalletsActive('mem_a', false))
    const credit = { ...replyTo(), service: 'money', step: 'credit' }
    const decided = given.when(creditTopUp(pulledBy(given, input)), 'mem_a', credit)
    expect(answers(decided)).toMatchObject([
      { step: 'fund', ok: false, refusal: { code: 'account_inactive' } },
      { step: 'credit', ok: false, refusal: { code: 'account_inactive' } },
    ])
    expect([left(given), held(given), left(given, SUSPENSE)]).toEqual([10_000, 0, 5_000])
    expect(given.state<TopUp>(topUpKey('top_1')).status).toBe('returning')
    const back = given.when(failTopUp({ ...pulledBy(given, input), reason: 'account_inactive', wentBack: true }))
    expect(back.said).toEqual(['money.transferred', 'money.top-up-failed'])
    expect(back.messages[0]?.data).toMatchObject({ debit: SUSPENSE, credit: BANK, reference: 'back-bkt_2' })
    const { debitsPosted, creditsPosted } = given.state<Account>(accountKey(BANK))
    expect([left(given, SUSPENSE), debitsPosted - creditsPosted]).toEqual([0, 10_000])
  })

  test('and a step that broke leaves both ways of the money in the book once it is back', () => {
    const given = waiting()
    const back = given.when(failTopUp({ ...pulledBy(given, input), reason: 'internal_fault', wentBack: true }))
    expect(back.said).toEqual([
      'money.transferred',
      'money.transferred',
      'money.top-up-failed',
      'money.hold-voided',
      'reply',
    ])
    expect([left(given), held(given), left(given, SUSPENSE)]).toEqual([10_000, 0, 0])
  })
})

describe('asked again for the same hold', () => {
  test('while it waits, the later one is answered', () => {
    const given = book(0)
    const input = asking(15_000)
    given.when(fund(input), 'mem_a', replyTo(1))
    expect(given.when(fund(input), 'mem_a', replyTo(2)).said).toEqual(['money.hold-awaited'])
    expect(answers(given.when(creditTopUp(pulledBy(given, input))))).toMatchObject([{ attempt: 2, ok: true }])
  })

  test.each([
    ['that needed no more', 20_000, 0],
    ['that did', 10_000, 5_000],
  ])('%s, it gives the same answer and holds nothing more', (_, amount, toppedUp) => {
    const given = book(amount)
    const input = asking(15_000)
    given.when(fund(input))
    if (toppedUp > 0) given.when(creditTopUp(pulledBy(given, input)))
    expect(given.when(fund(input)).decision).toMatchObject({ messages: [], reply: { amount: 15_000, toppedUp } })
    expect(held(given)).toBe(15_000)
  })

  test.each([
    ['under the id of another hold', 20_000, { amount: 15_001 }],
    ['for another shop', 20_000, { credit: salesAccount('KRW') }],
    ['with the top-up of another hold', 0, { holdId: 'hld_2' }],
  ])('something else %s is refused', (_, amount, more) => {
    const given = book(amount)
    given.when(fund(asking(15_000)))
    expect(given.when(fund(asking(15_000, more))).said).toBe('hold_exists')
  })

  test('after the bank refused, it is refused as before', () => {
    const given = book(0)
    const input = asking(15_000)
    given.when(fund(input))
    given.when(failTopUp({ ...pulledBy(given, input), reason: 'account_not_linked', wentBack: false }))
    expect(given.when(fund(input)).said).toBe('account_not_linked')
  })
})

const strip = ({ service: _, ...where }: ReplyTo) => where

/** Any number of holds on one wallet, whose top-ups end in any order and in any way. */
test('holds that are funded never overdraw: reservation and top-up are the hold, a refusal leaves nothing held', () => {
  const one = fc.record({
    amount: fc.integer({ min: 1, max: 50_000 }),
    step: fc.constantFrom(1, 10_000),
    goesWell: fc.boolean(),
  })
  const all = fc.tuple(
    fc.integer({ min: 0, max: 60_000 }),
    fc.array(one, { minLength: 1, maxLength: 8 }),
    fc.infiniteStream(fc.nat()),
  )
  fc.assert(
    fc.property(all, ([amount, asked, dice]) => {
      const given = book(amount)
      const inputs = asked.map(({ amount: wanted, step }, nth) =>
        asking(wanted, { holdId: `hld_${nth}`, topUpId: `top_${nth}`, roundTo: step }),
      )
      for (const [nth, input] of inputs.entries()) {
        const had = left(given)
        given.when(fund(input), 'mem_a', replyTo(nth))
        const short = Math.max(0, input.amount - had)
        const pulled = given.state<TopUp>(topUpKey(input.topUpId))
        expect(pulled.amount).toBe(roundUp(short, input.roundTo))
        expect(left(given)).toBe(short > 0 ? 0 : had - input.amount)
      }
      const waiting = inputs
        .map((input, nth) => ({ input, nth }))
        .filter(({ input }) => given.state<TopUp>(topUpKey(input.topUpId)).status === 'requested')
      const holding = new Set(inputs.filter(input => !waiting.some(({ input: other }) => other === input)))
      while (waiting.length > 0) {
        const [{ input, nth }] = waiting.splice(dice.next().value! % waiting.length, 1) as [(typeof waiting)[0]]
        const pulling = pulledBy(given, input)
        const command = asked[nth]!.goesWell
          ? creditTopUp(pulling)
          : failTopUp({ ...pulling, reason: 'bank_refused', wentBack: false })
        expect(answers(given.when(command))).toMatchObject([{ ok: asked[nth]!.goesWell }])
        if (asked[nth]!.goesWell) holding.add(input)
        expect(given.state<{ status: string }>(`hold:${reservationOf(input.topUpId)}`).status).not.toBe('pending')
        expect(left(given)).toBeGreaterThanOrEqual(0)
      }
      expect(held(given)).toBe([...holding].reduce((sum, { amount: each }) => sum + each, 0))
      const toppedUp = inputs
        .map(({ topUpId }) => given.state<TopUp>(topUpKey(topUpId)))
        .filter(({ status }) => status === 'succeeded')
      expect(left(given) + held(given)).toBe(amount + toppedUp.reduce((sum, each) => sum + each.amount, 0))
    }),
  )
})
