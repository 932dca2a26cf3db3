import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { salesAccount, walletOf } from '../../../contracts/money.ts'
import { task } from '../../../platform/service/task.ts'
import { Given } from '../../../test/harness/given.ts'
import { deposit } from '../wallets/deposit.ts'
import { transferBetweenMembers } from '../wallets/transfer.ts'
import { openWallets, setWalletsActive } from '../wallets/wallets.ts'
import { type Account, accountKey, available } from './account.ts'
import { account } from './account-storage.ts'
import { ledgerCommands, openFranchiseAccount } from './commands.ts'
import { departed } from './departed.ts'
import { hold } from './hold.ts'

const A = walletOf('mem_a', 'KRW')
const B = walletOf('mem_b', 'KRW')
const SALES = salesAccount('KRW')
const system = (id: string, kind: string) => ({
  stream: accountKey(id),
  type: 'money.account-opened',
  data: { account: id, kind, owner: null, currency: 'KRW' },
})

/** Two members with wallets; the first one has 10,000. */
function book(): Given {
  const given = new Given([account, hold, departed, task]).happened(system('bank:KRW', 'bank'), system(SALES, 'sales'))
  given.when(openWallets('mem_a'))
  given.when(openWallets('mem_b'))
  given.when(deposit({ memberId: 'mem_a', amount: 10_000, currency: 'KRW', memo: null }))
  return given
}

const send = (amount: number, more: { from?: string; to?: string; currency?: string } = {}) =>
  transferBetweenMembers({ from: 'mem_a', to: 'mem_b', currency: 'KRW', ...more, amount, memo: null, max: 50_000 })
const between = { holdId: 'hld_1', debit: A, credit: SALES }
const holding = (amount: number, expiresAt?: string) =>
  ledgerCommands.placeHold({ ...between, amount, currency: 'KRW', reference: 'ord_1', ...(expiresAt && { expiresAt }) })
const left = (given: Given, id: string) => available(given.state<Account>(accountKey(id)))

describe('a transfer between members', () => {
  test.each([
    ['of what is there', send(10_000), ['money.transferred']],
    ['of one more than is there', send(10_001), 'insufficient_funds'],
    ['to oneself', send(1, { to: 'mem_a' }), 'self_transfer'],
    ['to nobody', send(1, { to: 'mem_x' }), 'recipient_unknown'],
    ['by somebody without a wallet', send(1, { from: 'mem_x' }), 'insufficient_funds'],
    ['over the limit', send(50_001), 'over_limit'],
    ['in a currency without money', send(1, { currency: 'USD' }), 'insufficient_funds'],
  ])('%s', (_, command, said) => {
    expect(book().when(command).said).toEqual(said)
  })

  test('moves the amount, and tells both balances after it', () => {
    const given = book()
    const { messages } = given.when(send(4_000))
    expect(messages[0]?.data).toMatchObject({
      debit: A,
      credit: B,
      amount: 4_000,
      debitAfter: 6_000,
      creditAfter: 4_000,
    })
    expect([left(given, A), left(given, B)]).toEqual([6_000, 4_000])
  })

  test.each([
    ['mem_b', 'recipient_inactive'],
    ['mem_a', 'account_inactive'],
  ])('with %s deactivated', (memberId, said) => {
    const given = book()
    given.when(setWalletsActive(memberId, false))
    expect(given.when(send(1)).said).toBe(said)
    given.when(setWalletsActive(memberId, true))
    expect(given.when(send(1)).said).toEqual(['money.transferred'])
  })
})

describe('a total', () => {
  const LIMIT = Number.MAX_SAFE_INTEGER
  const HALF = (LIMIT - 1) / 2
  const paidIn = (amount: number) => deposit({ memberId: 'mem_a', amount, currency: 'KRW', memo: null })
  const back = (amount: number) =>
    ledgerCommands.postTransfer({
      ...{ transferId: `trf_${amount}`, kind: 'refund', debit: SALES, credit: A, reference: 'ord_1' },
      ...{ amount, currency: 'KRW' },
    })
  const holdOf = (amount: number) =>
    ledgerCommands.placeHold({ ...between, amount, currency: 'KRW', reference: 'ord_1' })
  const room = HALF - 10_000
  const POSTED = ['money.transferred']

  test.each([
    ['a deposit up to half of the limit', [], paidIn(room), POSTED],
    ['a deposit of one more', [], paidIn(room + 1), 'ledger_limit'],
    ['a deposit of all the limit', [], paidIn(LIMIT), 'ledger_limit'],
    ['another one when half is full', [paidIn(room)], paidIn(1), 'ledger_limit'],
    ['a transfer to a wallet that is full', [paidIn(room)], send(1, { from: 'mem_b', to: 'mem_a' }), 'ledger_limit'],
    ['a hold of all that is there', [paidIn(room)], holdOf(HALF - 1), ['money.hold-placed']],
    [
      'a transfer beside a hold, together past half',
      [paidIn(room), back(9), holdOf(HALF - 1)],
      send(2),
      'ledger_limit',
    ],
    ['a refund into a wallet that is full', [paidIn(room)], back(HALF), POSTED],
    ['a refund up to the limit', [paidIn(room)], back(HALF + 1), POSTED],
    ['a refund of one more', [paidIn(room)], back(HALF + 2), 'ledger_limit'],
  ])('takes or refuses %s', (_, before, command, said) => {
    const given = book()
    given.when(send(1))
    for (const each of before) expect(given.when(each).said).toEqual(expect.any(Array))
    expect(given.when(command).said).toEqual(said)
  })

  test('that is full names what it can hold, and stays as it was', () => {
    const given = book()
    const before = given.state<Account>(accountKey(A))
    const { decision } = given.when(paidIn(LIMIT))
    expect(decision).toMatchObject({ code: 'ledger_limit', details: { max: HALF, currency: 'KRW' } })
    expect(given.state<Account>(accountKey(A))).toEqual(before)
  })

  test('is never beyond the limit, whatever is asked, and what is held can always be posted', () => {
    const amount = fc.oneof(fc.integer({ min: 1, max: LIMIT }), fc.constantFrom(1, HALF - 1, HALF, HALF + 1, LIMIT))
    const step = fc.record({ kind: fc.constantFrom('deposit', 'refund', 'hold', 'post', 'send'), amount })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), steps => {
        const given = book()
        steps.forEach(({ kind, amount: some }, index) => {
          const held = { holdId: `hld_${index}`, debit: A, credit: SALES }
          if (kind === 'deposit') given.when(paidIn(some))
          if (kind === 'refund') given.when(back(some))
          if (kind === 'send') given.when(send(some))
          if (kind !== 'hold' && kind !== 'post') return
          const placed = given.when(
            ledgerCommands.placeHold({ ...held, amount: some, currency: 'KRW', reference: 'ord_1' }),
          )
          if (kind === 'post' && Array.isArray(placed.said))
            expect(given.when(ledgerCommands.postHold(held)).said).toEqual(['money.hold-posted'])
        })
        return [A, B, SALES, 'bank:KRW'].every(id => {
          const { debitsPosted, creditsPosted, debitsPending, creditsPending } = given.state<Account>(accountKey(id))
          return debitsPosted + debitsPending <= LIMIT && creditsPosted + creditsPending <= LIMIT
        })
      }),
      { numRuns: 300 },
    )
  })
})

describe('a hold', () => {
  test('sets its amount aside, and counts against the wallet', () => {
    const given = book()
    expect(given.when(holding(7_000)).said).toEqual(['money.hold-placed'])
    expect(left(given, A)).toBe(3_000)
    expect(given.when(send(3_001)).said).toBe('insufficient_funds')
    expect(given.when(holding(1)).said).toBe('hold_exists')
  })

  const having = (...commands: Parameters<Given['when']>[0][]) => {
    const given = book()
    for (const command of [holding(7_000), ...commands]) given.when(command)
    return given
  }

  test.each([
    ['post, post', having(ledgerCommands.postHold(between)), ledgerCommands.postHold(between), 'hold_already_posted'],
    ['void, post', having(ledgerCommands.voidHold(between)), ledgerCommands.postHold(between), 'hold_already_voided'],
    ['post, void', having(ledgerCommands.postHold(between)), ledgerCommands.voidHold(between), 'hold_already_posted'],
    ['void, void', having(ledgerCommands.voidHold(between)), ledgerCommands.voidHold(between), []],
    ['post too much', having(), ledgerCommands.postHold({ ...between, amount: 7_001 }), 'hold_exceeded'],
    ['never placed', book(), ledgerCommands.postHold(between), 'hold_unknown'],
    ['not due', having(), ledgerCommands.expireHold(between), []],
  ])('%s', (_, given, command, said) => {
    expect(given.when(command).said).toEqual(said)
  })

  test('posted in part releases the rest', () => {
    const given = having(ledgerCommands.postHold({ ...between, amount: 2_500 }))
    expect([left(given, A), left(given, SALES)]).toEqual([7_500, 2_500])
  })

  test('expires once its time is over, and not before', () => {
    const given = book()
    given.when(holding(7_000, '2026-11-20T03:00:00.001Z'))
    expect(given.when(ledgerCommands.expireHold(between)).said).toEqual([])
    const late = book()
    late.when(holding(7_000, '2026-11-20T03:00:00Z'))
    expect(late.when(ledgerCommands.expireHold(between)).said).toEqual(['money.hold-expired'])
    expect(left(late, A)).toBe(10_000)
  })
})

test('whatever is decided, debits equal credits and no wallet is below zero', () => {
  const step = fc.tuple(fc.constantFrom('send', 'hold', 'post', 'void'), fc.integer({ min: 1, max: 12_000 }), fc.nat(3))
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), steps => {
      const given = book()
      for (const [kind, amount, nth] of steps) {
        const one = { ...between, holdId: `hld_${nth}` }
        if (kind === 'send') given.when(nth % 2 === 0 ? send(amount) : send(amount, { from: 'mem_b', to: 'mem_a' }))
        if (kind === 'hold') given.when(ledgerCommands.placeHold({ ...one, amount, currency: 'KRW', reference: 'any' }))
        if (kind === 'post') given.when(ledgerCommands.postHold({ ...one, amount }))
        if (kind === 'void') given.when(ledgerCommands.voidHold(one))
      }
      const all = [A, B, SALES, 'bank:KRW'].map(id => given.state<Account>(accountKey(id)))
      const sum = (pick: (each: Account) => number) => all.reduce((total, each) => total + pick(each), 0)
      expect(sum(each => each.debitsPosted)).toBe(sum(each => each.creditsPosted))
      expect(sum(each => each.debitsPending)).toBe(sum(each => each.creditsPending))
      expect(Math.min(left(given, A), left(given, B))).toBeGreaterThanOrEqual(0)
    }),
  )
})

describe('linked transfers are posted with the first one, or none is', () => {
  const FEE = 'fee:KRW'
  const SHOP = 'franchise:frc_1:KRW'
  const shop = () => {
    const given = book().happened(system(FEE, 'fee'))
    given.when(openFranchiseAccount('frc_1', 'mem_m'))
    given.when(ledgerCommands.placeHold({ ...sale, amount: 10_000, currency: 'KRW', reference: 'pay_1' }))
    return given
  }
  const sale = { holdId: 'hld_s', debit: A, credit: SHOP }
  const link = (debit: string, credit: string, amount: number) => ({
    transferId: 'trf_l',
    kind: 'fee',
    debit,
    credit,
    amount,
    currency: 'KRW',
    reference: 'pay_1',
  })
  const balances = (given: Given) => [A, SHOP, FEE].map(id => left(given, id))

  test('the fee with the sale', () => {
    const given = shop()
    const decided = given.when(ledgerCommands.postHold({ ...sale, kind: 'sale', linked: [link(SHOP, FEE, 250)] }))
    expect(decided.said).toEqual(['money.hold-posted', 'money.transferred'])
    expect(decided.messages[0]?.data).toMatchObject({
      posting: { kind: 'sale', reference: 'pay_1', creditAfter: 10_000 },
    })
    expect(decided.messages[1]?.data).toMatchObject({ kind: 'fee', debitAfter: 9_750, creditAfter: 250 })
    expect(balances(given)).toEqual([0, 9_750, 250])
  })

  test.each([
    ['to an account that is not there', link(SHOP, 'fee:XXX', 1), 'account_unknown'],
    ['of money that the wallet no longer has', link(A, FEE, 1), 'insufficient_funds'],
  ])('%s: nothing is posted', (_, linked, said) => {
    const given = shop()
    expect(given.when(ledgerCommands.postHold({ ...sale, linked: [linked] })).said).toBe(said)
    expect(balances(given)).toEqual([0, 0, 0])
  })

  test('a refund after the payout takes the shop below zero, and brings the fee back', () => {
    const given = shop()
    given.when(ledgerCommands.postHold({ ...sale, linked: [link(SHOP, FEE, 250)] }))
    given.when(ledgerCommands.postTransfer(link(SHOP, 'bank:KRW', 9_750)))
    const { said } = given.when(
      ledgerCommands.postTransfer({ ...link(SHOP, A, 4_000), linked: [link(FEE, SHOP, 100)] }),
    )
    expect(said).toEqual(['money.transferred', 'money.transferred'])
    expect(balances(given)).toEqual([4_000, -3_900, 150])
  })

  test('a transfer of what the one before it brought', () => {
    const given = book()
    const on = link(B, SALES, 3_000)
    expect(given.when(ledgerCommands.postTransfer({ ...link(A, B, 3_000), linked: [on] })).said).toHaveLength(2)
    expect([left(given, A), left(given, B), left(given, SALES)]).toEqual([7_000, 0, 3_000])
  })
})

test('the account of a franchise belongs to its merchant, and is nobody’s wallet', () => {
  const given = book()
  given.when(openFranchiseAccount('frc_1', 'mem_m'))
  expect(given.state<Account>(accountKey('franchise:frc_1:KRW'))).toMatchObject({
    terms: { kind: 'franchise', owner: 'mem_m', limited: false },
    opened: true,
  })
  expect(given.when(openFranchiseAccount('frc_1', 'mem_m')).said).toEqual([])
})

test('a hold is posted under the name that is said, and not to somebody who was deactivated', () => {
  const between = { holdId: 'hld_m', debit: A, credit: B }
  const given = book()
  given.when(ledgerCommands.placeHold({ ...between, amount: 100, currency: 'KRW', reference: 'rem_1' }))
  given.when(setWalletsActive('mem_b', false))
  expect(given.when(ledgerCommands.postHold(between)).said).toBe('recipient_inactive')
  given.when(setWalletsActive('mem_b', true))
  const { messages } = given.when(ledgerCommands.postHold({ ...between, kind: 'remittance', reference: 'bkt_1' }))
  expect(messages[0]?.data).toMatchObject({ posting: { kind: 'remittance', reference: 'bkt_1' } })
})
