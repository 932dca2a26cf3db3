import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { franchiseRegistered } from '../../contracts/franchises.ts'
import { bankPostings, franchiseAccount, walletOf } from '../../contracts/money.ts'
import { accept, type Command } from '../../platform/kit/command.ts'
import { MovableClock } from '../../platform/ports/movable-clock.ts'
import type { SagaState } from '../../platform/saga/state.ts'
import { bareService } from '../../platform/service/service.ts'
import { verifyApplication } from '../../platform/verification/verify-application.ts'
import { fundHoldCommand } from '../../services/money/bank-transfers/fund-hold.ts'
import { money } from '../../services/money/service.ts'
import { deposit } from '../../services/money/wallets/deposit.ts'
import { openWallets, setWalletsActive } from '../../services/money/wallets/wallets.ts'
import { openTestApplication, origin, type TestApplication } from '../harness/application.ts'
import { FakeBank } from '../harness/fake-bank.ts'
import { answerIn, type FundingRequest, fundingKey, payer, requestHold } from '../harness/fund-hold.ts'

/** The book on a real database, with a bank whose answers the test sets. */
const bank = new FakeBank()
const franchises = bareService({ name: 'franchises', migrations: new URL('../core/migrations/', import.meta.url) })
const services = [money, bank.service, payer, franchises]
const SHOP = franchiseAccount('frc_1', 'KRW')
const clock = new MovableClock()
let world: TestApplication
let member = ''
let members = 0

const registered: Command = {
  type: 'franchises.register',
  keys: [],
  decide: () =>
    accept([
      franchiseRegistered.of('franchise:frc_1', {
        franchiseId: 'frc_1',
        merchantId: 'mem_merchant',
        name: '마당 카페',
        region: 'seoul',
        bankAccount: { owner: 'frc_1', bankCode: '004', last4: '1234', sealed: '' },
        feeBp: 250,
        active: true,
        sealedContact: '',
      }),
    ]),
}

const run = async (service: string, command: Command) => {
  const outcome = await world.application.service(service).writer.run(command, origin('system:test'))
  if (outcome.kind === 'refused') throw new Error(outcome.refusal.code)
}

const totals = async () => {
  const { rows } = await world.application
    .service('money')
    .read.query(
      `select (credits_posted - debits_posted)::int as balance, debits_pending::int as held from accounts where id = $1`,
      [walletOf(member, 'KRW')],
    )
  return rows[0]
}

let requests = 0
const hold = (amount: number, more: Partial<FundingRequest> = {}): FundingRequest => {
  requests += 1
  return {
    holdId: `hld_${requests}`,
    debit: walletOf(member, 'KRW'),
    credit: SHOP,
    amount,
    currency: 'KRW',
    reference: `pay_${requests}`,
    memberId: member,
    topUpId: `top_${requests}`,
    roundTo: 1,
    ...more,
  }
}

async function ask(...holds: FundingRequest[]): Promise<unknown[]> {
  await Promise.all(holds.map(each => run('payer', requestHold(each))))
  await world.application.awaitIdle()
  const heads = await Promise.all(
    holds.map(({ holdId }) => world.application.service('payer').writer.head<SagaState>(fundingKey(holdId))),
  )
  return heads.map(head => head && answerIn(head.state))
}

const differences = async () =>
  (await verifyApplication(world.database.url, services)).filter(result => result.differences.length > 0)

beforeAll(async () => {
  world = await openTestApplication({ services, ports: { clock } })
  await run('franchises', registered)
  await world.application.awaitIdle()
})
afterAll(() => world.close())

beforeEach(async () => {
  member = `mem_${(members += 1)}`
  bank.done.clear()
  bank.refuses = () => null
  bank.meanwhile = async () => {}
  await run('money', openWallets(member))
})

const rich = (amount: number) => run('money', deposit({ memberId: member, amount, currency: 'KRW', memo: null }))

test('a shortfall is pulled, and the posting names the transfer of the bank', async () => {
  await rich(10_000)
  const input = hold(15_000)
  expect(await ask(input)).toEqual([{ holdId: input.holdId, amount: 15_000, currency: 'KRW', toppedUp: 5_000 }])
  expect(await totals()).toEqual({ balance: 15_000, held: 15_000 })
  const [pulled] = [...bank.done.values()]
  expect(pulled).toMatchObject({ direction: 'in', amount: 5_000, counterparty: { kind: 'linked', memberId: member } })
  const span = { from: '2000-01-01T00:00:00Z', until: '2100-01-01T00:00:00Z' }
  const { postings } = await world.application.rpc.call(bankPostings, span)
  expect(postings.at(-1)).toMatchObject({ direction: 'in', amount: 5_000, reference: pulled?.transferId })
  expect(await differences()).toEqual([])
})

describe('eight at once on one wallet each hold their own reservation', () => {
  test.each([
    ['from 50,000', 50_000, 1],
    ['from nothing', 0, 1],
    ['in tens of thousands', 20_000, 10_000],
  ])('%s: exactly what is missing is pulled', async (_, amount, roundTo) => {
    if (amount > 0) await rich(amount)
    const holds = Array.from({ length: 8 }, () => hold(15_000, { roundTo }))
    const answers = (await ask(...holds)) as { toppedUp: number }[]
    expect(answers.map(answer => answer.toppedUp)).toEqual(expect.arrayContaining([expect.any(Number)]))
    const toppedUp = answers.reduce((sum, answer) => sum + answer.toppedUp, 0)
    expect(toppedUp).toBe(bank.balance)
    if (roundTo === 1) expect(toppedUp).toBe(8 * 15_000 - amount)
    expect(await totals()).toEqual({ balance: amount + toppedUp, held: 8 * 15_000 })
    expect(await differences()).toEqual([])
  })

  test('over two writers on one database, round after round', async () => {
    const beside = await openTestApplication({
      services,
      databaseUrl: world.database.url,
      loops: false,
      ports: { clock },
    })
    const writers = [world, beside].map(({ application }) => application.service('money').writer)
    await rich(50_000)
    for (const round of [1, 2, 3, 4, 5]) {
      const holds = Array.from({ length: 8 }, () => hold(15_000))
      const decided = await Promise.all(
        holds.map((each, nth) =>
          writers[nth % 2]!.run(fundHoldCommand(each, { region: null, max: 10_000_000 }), origin('system:test')),
        ),
      )
      expect(decided.map(({ kind }) => kind)).toEqual(Array(8).fill('accepted'))
      await world.application.awaitIdle()
      expect(bank.balance).toBe(round * 8 * 15_000 - 50_000)
      expect(await totals()).toEqual({ balance: round * 8 * 15_000, held: round * 8 * 15_000 })
    }
    await beside.close()
    expect(await differences()).toEqual([])
  })

  test('half of them refused by the bank: those leave nothing held, the others are whole', async () => {
    await rich(20_000)
    const holds = Array.from({ length: 8 }, () => hold(15_000))
    const unlucky = new Set(holds.filter((_, nth) => nth % 2 === 1).map(({ topUpId }) => topUpId))
    bank.refuses = ({ reference }) => (unlucky.has(reference) ? 'bank_insufficient_funds' : null)
    const answers = await ask(...holds)
    const whole = answers.filter(answer => typeof answer === 'object') as { toppedUp: number }[]
    expect(answers.filter(answer => answer === 'bank_insufficient_funds')).toHaveLength(8 - whole.length)
    expect(whole.length).toBeGreaterThanOrEqual(4)
    expect(await totals()).toEqual({ balance: 20_000 + bank.balance, held: whole.length * 15_000 })
    expect(await differences()).toEqual([])
  })
})

describe('deactivated while the bank pays', () => {
  test('the money goes back, the answer is no, and nothing is held', async () => {
    await rich(10_000)
    bank.meanwhile = async ({ direction }) => {
      if (direction === 'in') await run('money', setWalletsActive(member, false))
    }
    expect(await ask(hold(15_000))).toEqual(['account_inactive'])
    expect(await totals()).toEqual({ balance: 10_000, held: 0 })
    const [pulled, back] = [...bank.done.values()]
    expect(back).toMatchObject({
      direction: 'out',
      amount: 5_000,
      counterparty: { kind: 'of-transfer', transferId: pulled?.transferId },
    })
    expect(bank.balance).toBe(0)
    expect(await differences()).toEqual([])
  })

  test('and the bank does not take it back: stuck with an owner, in suspense, until it is tried again', async () => {
    bank.meanwhile = async ({ direction }) => {
      if (direction === 'in') await run('money', setWalletsActive(member, false))
    }
    bank.refuses = ({ direction }) => (direction === 'out' ? 'account_closed' : null)
    const input = hold(7_000)
    await run('payer', requestHold(input))
    const saga = async () =>
      (await world.application.service('money').writer.head<SagaState>(`saga:top-up/${input.topUpId}`))?.state
    const retried = async () => {
      clock.advance(60_000)
      return (await saga())?.status
    }
    await expect.poll(retried, { timeout: 20_000, interval: 100 }).toBe('stuck')
    const payment = await world.application.service('payer').writer.head<SagaState>(fundingKey(input.holdId))
    expect(payment?.state).toMatchObject({ status: 'undone', reason: 'account_inactive' })
    expect(await saga()).toMatchObject({ owner: 'money operators', reason: 'account_closed' })
    expect(await totals()).toEqual({ balance: 0, held: 0 })
    expect(await differences()).toEqual([])
    bank.refuses = () => null
    await run('money', world.application.service('money').sagas.resume(`top-up/${input.topUpId}`))
    await world.application.awaitIdle()
    expect((await saga())?.status).toBe('undone')
    expect(bank.balance).toBe(0)
    expect(await differences()).toEqual([])
  })
})

test('a franchise is no wallet of its merchant', async () => {
  const { rows } = await world.application.service('money').read.query('select * from accounts where id = $1', [SHOP])
  expect(rows).toMatchObject([{ kind: 'franchise', owner: 'mem_merchant', limited: false }])
})
