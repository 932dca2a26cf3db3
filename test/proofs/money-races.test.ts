import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { salesAccount, walletOf } from '../../contracts/money.ts'
import { services } from '../../main/services.ts'
import type { Command } from '../../platform/kit/command.ts'
import { verifyApplication } from '../../platform/verification/verify-application.ts'
import { ledgerCommands } from '../../services/money/ledger/commands.ts'
import { deposit } from '../../services/money/wallets/deposit.ts'
import { transferBetweenMembers } from '../../services/money/wallets/transfer.ts'
import { openWallets } from '../../services/money/wallets/wallets.ts'
import { origin } from '../harness/application.ts'
import { openTestPlatform, type TestPlatform } from '../harness/platform.ts'

/** Two processes' worth of writers on one database, so that races are real and not ordered by one queue. */
let first: TestPlatform
let second: TestPlatform

beforeAll(async () => {
  first = await openTestPlatform()
  second = await openTestPlatform({ databaseUrl: first.databaseUrl, env: { MADANG_DATA: first.directory } })
})
afterAll(async () => {
  await second.close()
  await first.close()
})

const writerOf = (nth: number) => (nth % 2 === 0 ? first : second).application.service('money').writer
const run = (nth: number, command: Command) => writerOf(nth).run(command, origin('system:test'))

async function wallet(memberId: string, amount: number): Promise<void> {
  await run(0, openWallets(memberId))
  if (amount > 0) await run(0, deposit({ memberId, amount, currency: 'KRW', memo: null }))
}

const send = (from: string, to: string, amount: number) =>
  transferBetweenMembers({ from, to, amount, currency: 'KRW', memo: null, max: 10_000_000 })

async function sound(): Promise<unknown> {
  const results = await verifyApplication(first.databaseUrl, services)
  return results.filter(({ service, differences }) => service === 'money' && differences.length > 0)
}

test('first use: 1,000 fresh wallets, 8 clients each over two processes, none below zero', async () => {
  await wallet('mem_sink', 0)
  const members = Array.from({ length: 1_000 }, (_, nth) => `mem_fresh-${nth}`)
  await Promise.all(members.map(memberId => wallet(memberId, 1_000)))
  const outcomes = await Promise.all(
    members.map(from =>
      Promise.all(Array.from({ length: 8 }, (_, client) => run(client, send(from, 'mem_sink', 1_000)))),
    ),
  )
  for (const ofWallet of outcomes) expect(ofWallet.filter(({ kind }) => kind === 'accepted')).toHaveLength(1)
  expect(await sound()).toEqual([])
})

describe('holds end exactly once', () => {
  const between = { debit: walletOf('mem_holder', 'KRW'), credit: salesAccount('KRW') }
  let count = 0
  beforeAll(() => wallet('mem_holder', 10_000_000))

  async function placed(expiresAt?: string): Promise<{ holdId: string; debit: string; credit: string }> {
    const holdId = `hld_race-${(count += 1)}`
    const hold = { holdId, ...between, amount: 1_000, currency: 'KRW', reference: 'race' }
    expect(await run(0, ledgerCommands.placeHold(expiresAt ? { ...hold, expiresAt } : hold))).toMatchObject({
      kind: 'accepted',
    })
    return { holdId, ...between }
  }

  const effects = async (holdId: string) => {
    const { rows } = await first.application
      .service('money')
      .read.query(`select type from events where stream = $1 and version > 1`, [`hold:${holdId}`])
    return rows.map(row => row.type)
  }

  test('posted twice at once', async () => {
    const hold = await placed()
    const outcomes = await Promise.all([0, 1, 2, 3].map(nth => run(nth, ledgerCommands.postHold(hold))))
    expect(outcomes.filter(({ kind }) => kind === 'accepted')).toHaveLength(1)
    expect(await effects(hold.holdId)).toEqual(['money.hold-posted'])
  })

  test('posted after it was voided', async () => {
    const hold = await placed()
    await run(0, ledgerCommands.voidHold(hold))
    expect(await run(1, ledgerCommands.postHold(hold))).toMatchObject({ refusal: { code: 'hold_already_voided' } })
    expect(await effects(hold.holdId)).toEqual(['money.hold-voided'])
  })

  test('expired against posted, fifty times', async () => {
    for (let nth = 0; nth < 50; nth += 1) {
      const hold = await placed('2026-01-01T00:00:00Z')
      await Promise.all([run(nth, ledgerCommands.postHold(hold)), run(nth + 1, ledgerCommands.expireHold(hold))])
      expect(await effects(hold.holdId)).toHaveLength(1)
    }
  })

  test('a hold that was refused can never be posted', async () => {
    const hold = { holdId: 'hld_refused', ...between }
    const tooMuch = { ...hold, amount: 99_000_000, currency: 'KRW', reference: 'race' }
    expect(await run(0, ledgerCommands.placeHold(tooMuch))).toMatchObject({ refusal: { code: 'insufficient_funds' } })
    expect(await run(1, ledgerCommands.postHold(hold))).toMatchObject({ refusal: { code: 'hold_unknown' } })
  })

  test('part of a hold is posted, and the rest is released', async () => {
    const before = await held()
    const hold = await placed()
    expect(await run(0, ledgerCommands.postHold({ ...hold, amount: 400 }))).toMatchObject({ kind: 'accepted' })
    expect(await held()).toBe(before)
    expect(await run(0, ledgerCommands.postHold({ ...hold, amount: 400 }))).toMatchObject({ kind: 'refused' })
  })

  async function held(): Promise<number> {
    const { rows } = await first.application
      .service('money')
      .read.query('select debits_pending::int as held from accounts where id = $1', [between.debit])
    return rows[0].held
  }
})

test('whatever is requested in whatever order, the book is sound', async () => {
  const members = ['mem_a', 'mem_b', 'mem_c']
  await Promise.all(members.map(memberId => wallet(memberId, 5_000)))
  const member = fc.constantFrom(...members)
  const amount = fc.integer({ min: 1, max: 4_000 })
  const holdId = fc.integer({ min: 1, max: 8 })
  let round = 0
  const step = fc.oneof(
    fc.record({ kind: fc.constant('send' as const), from: member, to: member, amount }),
    fc.record({ kind: fc.constant('hold' as const), from: member, holdId, amount }),
    fc.record({ kind: fc.constant('post' as const), from: member, holdId }),
    fc.record({ kind: fc.constant('void' as const), from: member, holdId }),
  )
  const commandOf = (action: typeof step extends fc.Arbitrary<infer A> ? A : never): Command => {
    if (action.kind === 'send') return send(action.from, action.to, action.amount)
    const hold = {
      holdId: `hld_any-${round}-${action.from}-${action.holdId}`,
      debit: walletOf(action.from, 'KRW'),
      credit: salesAccount('KRW'),
    }
    if (action.kind === 'post') return ledgerCommands.postHold(hold)
    if (action.kind === 'void') return ledgerCommands.voidHold(hold)
    return ledgerCommands.placeHold({ ...hold, amount: action.amount, currency: 'KRW', reference: 'any' })
  }
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async actions => {
      round += 1
      await Promise.all(actions.map((action, nth) => run(nth, commandOf(action))))
      expect(await sound()).toEqual([])
    }),
    { numRuns: 15 },
  )
})
