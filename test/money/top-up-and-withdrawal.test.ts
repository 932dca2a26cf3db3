import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { memberRegistered, profileChanged } from '../../contracts/identity.ts'
import { mayLeave } from '../../contracts/obligations.ts'
import { accept, type Command } from '../../platform/kit/command.ts'
import type { NewMessage } from '../../platform/kit/message.ts'
import { MovableClock } from '../../platform/ports/movable-clock.ts'
import { rebuild } from '../../platform/runtime/rebuild.ts'
import { bareService } from '../../platform/service/service.ts'
import { verifyApplication } from '../../platform/verification/verify-application.ts'
import { viewDifferences } from '../../platform/verification/view-differences.ts'
import { regionsView } from '../../services/money/regions/view.ts'
import { money } from '../../services/money/service.ts'
import { setWalletsActive } from '../../services/money/wallets/wallets.ts'
import { openTestApplication, origin, type TestApplication } from '../harness/application.ts'
import { FakeBank } from '../harness/fake-bank.ts'
import { type Asker, type ServiceEdge, serviceEdge } from '../harness/service-edge.ts'

/** Between wallets and bank accounts, through the API; the test sets the answers of the bank and of identity. */
const bank = new FakeBank()
const migrations = new URL('../core/migrations/', import.meta.url)
const identity = bareService({ name: 'identity', migrations })
const services = [identity, money, bank.service]
const clock = new MovableClock()
const OPERATOR: Asker = { id: 'mem_operator', roles: ['operator'] }
const WAIT = { prefer: 'wait=5' }
let world: TestApplication
let edge: ServiceEdge
let members = 0

let streams = 0
const nextStream = (): string => `member-event:${(streams += 1)}`

const run = async (service: string, command: Command) => {
  const outcome = await world.application.service(service).writer.run(command, origin('system:test'))
  if (outcome.kind === 'refused') throw new Error(outcome.refusal.code)
}
const publish = (message: NewMessage): Promise<void> =>
  run('identity', { type: 'identity.publish', keys: [], decide: () => accept([message]) })

async function member(region: string | null): Promise<Asker> {
  const memberId = `mem_${(members += 1)}`
  const sealed = { email: '', name: '', passwordHash: '' }
  const registered = {
    memberId,
    roles: ['customer' as const],
    region,
    language: 'ko' as const,
    emailIndex: memberId,
    sealed,
  }
  await publish(memberRegistered.of(nextStream(), registered))
  await world.application.awaitIdle()
  return { id: memberId }
}

const topUp = (as: Asker, amount: number, more: object = {}, headers: Record<string, string> = WAIT) =>
  edge.ask(as, 'POST', '/api/money/top-ups', { amount, ...more }, headers)
const withdraw = (as: Asker, amount: number, more: object = {}) =>
  edge.ask(as, 'POST', '/api/money/withdrawals', { amount, ...more }, WAIT)
const balance = async (as: Asker) => {
  const { body } = await edge.ask(as, 'GET', '/api/money/balance')
  return { available: body.available, pending: body.pending }
}
const differences = async () => {
  await world.application.awaitIdle()
  return (await verifyApplication(world.database.url, services)).filter(result => result.differences.length > 0)
}

beforeAll(async () => {
  world = await openTestApplication({
    services,
    ports: { clock },
    settings: { MONEY_WITHDRAWAL_MAX_KRW: '50000' },
    // The bank is called in between.
    apart: true,
  })
  edge = serviceEdge(world, 'money')
})
afterAll(async () => {
  await edge.close()
  await world.close()
})
beforeEach(() => {
  bank.done.clear()
  bank.refuses = () => null
  bank.meanwhile = async () => {}
  clock.release()
})

describe('a top-up', () => {
  test('fills the wallet from the bank, and is seen by its member only', async () => {
    const minji = await member('seoul')
    const { status, body } = await topUp(minji, 30_000)
    expect([status, body]).toMatchObject([201, { status: 'succeeded', code: 1, amount: 30_000, reason: null }])
    expect(await balance(minji)).toEqual({ available: 30_000, pending: 0 })
    expect((await edge.ask(minji, 'GET', `/api/money/top-ups/${body.id}`)).body).toEqual(body)
    expect((await edge.ask(minji, 'GET', '/api/money/top-ups')).body).toEqual({ items: [body], nextCursor: null })
    const stranger = await member(null)
    expect(await edge.ask(stranger, 'GET', `/api/money/top-ups/${body.id}`)).toMatchObject({
      status: 404,
      body: { code: 'top_up_unknown' },
    })
    expect((await edge.ask(stranger, 'GET', '/api/money/top-ups')).body.items).toEqual([])
    expect(await differences()).toEqual([])
  })

  test('answers at once as requested to who does not wait; the same key moves the money once', async () => {
    const minji = await member(null)
    const key = { 'idempotency-key': 'once' }
    const [first, again] = [await topUp(minji, 1, {}, key), await topUp(minji, 1, {}, key)]
    expect([first.status, first.body]).toMatchObject([201, { status: 'requested', code: 0 }])
    expect(again.body).toEqual(first.body)
    await world.application.awaitIdle()
    expect([...bank.done.values()]).toMatchObject([{ direction: 'in', amount: 1 }])
    expect(await balance(minji)).toEqual({ available: 1, pending: 0 })
  })

  test('that the bank refuses has failed with its reason, and nothing moved', async () => {
    const minji = await member('seoul')
    bank.refuses = () => 'account_not_linked'
    expect((await topUp(minji, 30_000)).body).toMatchObject({ status: 'failed', code: 2, reason: 'account_not_linked' })
    expect(await balance(minji)).toEqual({ available: 0, pending: 0 })
    expect(await differences()).toEqual([])
  })

  test('of somebody who is deactivated meanwhile goes back to their bank account', async () => {
    const minji = await member('seoul')
    bank.meanwhile = async ({ direction }) => {
      if (direction === 'in') await run('money', setWalletsActive(minji.id, false))
    }
    expect((await topUp(minji, 30_000)).body).toMatchObject({ status: 'failed', code: 2, reason: 'account_inactive' })
    expect(await balance(minji)).toEqual({ available: 0, pending: 0 })
    expect([...bank.done.values()].map(({ direction, counterparty }) => [direction, counterparty.kind])).toEqual([
      ['in', 'linked'],
      ['out', 'of-transfer'],
    ])
    expect(await differences()).toEqual([])
    expect(await topUp(minji, 1)).toMatchObject({ status: 409, body: { code: 'account_inactive' } })
  })

  test('under way keeps a member from leaving', async () => {
    const minji = await member(null)
    const open = async () => {
      const { obligations } = await world.application.rpc.call(mayLeave.of('money'), { memberId: minji.id })
      return obligations.map(({ code, amount }) => [code, amount])
    }
    const seen: unknown[] = []
    bank.meanwhile = async () => {
      seen.push(await open())
    }
    bank.refuses = () => 'account_closed'
    expect(await open()).toEqual([])
    await topUp(minji, 1_000)
    expect([...seen, await open()]).toEqual([[['top_ups_under_way', 1_000]], []])
  })

  test.each([
    [0, {}, 400, 'invalid_amount'],
    [0.5, {}, 400, 'invalid_amount'],
    [10_000_001, {}, 422, 'over_limit'],
    [1, { currency: 'USD' }, 422, 'currency_not_supported'],
    [1, { currency: 'XXX' }, 400, 'unknown_currency'],
  ])('of %d %j is refused', async (amount, more, status, code) => {
    expect(await topUp(await member(null), amount, more)).toMatchObject({ status, body: { code } })
    expect(bank.done.size).toBe(0)
  })

  test('of the most there may be', async () => {
    const minji = await member(null)
    expect((await topUp(minji, 10_000_000)).body.status).toBe('succeeded')
    expect(await balance(minji)).toEqual({ available: 10_000_000, pending: 0 })
  })
})

describe('a withdrawal', () => {
  const rich = async (amount: number) => {
    const minji = await member(null)
    await topUp(minji, amount)
    bank.done.clear()
    return minji
  }

  test('sets the money aside while the bank pays, and takes it when it has', async () => {
    const minji = await rich(30_000)
    const seen: unknown[] = []
    bank.meanwhile = async () => {
      seen.push(await balance(minji))
    }
    const { status, body } = await withdraw(minji, 20_000)
    expect([status, body]).toMatchObject([201, { status: 'succeeded', amount: 20_000 }])
    expect(seen).toEqual([{ available: 10_000, pending: 20_000 }])
    expect(await balance(minji)).toEqual({ available: 10_000, pending: 0 })
    const [paid] = [...bank.done.values()]
    expect(paid).toMatchObject({ direction: 'out', counterparty: { kind: 'linked', memberId: minji.id } })
    const { body: history } = await edge.ask(minji, 'GET', '/api/money/transactions')
    expect(history.items[0]).toMatchObject({ kind: 'withdrawal', direction: 'out', reference: paid?.transferId })
    expect((await edge.ask(minji, 'GET', `/api/money/withdrawals/${body.id}`)).body).toEqual(body)
    expect((await edge.ask(await member(null), 'GET', `/api/money/withdrawals/${body.id}`)).status).toBe(404)
    expect(await differences()).toEqual([])
  })

  test('that the bank refuses has failed, and the money is free again', async () => {
    const minji = await rich(30_000)
    bank.refuses = () => 'account_closed'
    expect((await withdraw(minji, 20_000)).body).toMatchObject({ status: 'failed', reason: 'account_closed' })
    expect(await balance(minji)).toEqual({ available: 30_000, pending: 0 })
    expect(await differences()).toEqual([])
  })

  test('of more than there is, over eight clients at once: as many as there is money for', async () => {
    const minji = await rich(50_000)
    const answers = await Promise.all(Array.from({ length: 8 }, () => withdraw(minji, 15_000)))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3)
    const refused = answers.filter(({ status }) => status !== 201)
    expect(refused.map(({ body }) => body.code)).toEqual(Array(5).fill('insufficient_funds'))
    expect(await balance(minji)).toEqual({ available: 5_000, pending: 0 })
    expect(bank.balance).toBe(-45_000)
    expect(await differences()).toEqual([])
  })

  test.each([
    [50_001, {}, 422, 'over_limit'],
    [1, { currency: 'USD' }, 422, 'currency_not_supported'],
    [1, {}, 409, 'insufficient_funds'],
    [0, {}, 400, 'invalid_amount'],
  ])('of %d %j from an empty wallet is refused', async (amount, more, status, code) => {
    expect(await withdraw(await member(null), amount, more)).toMatchObject({ status, body: { code } })
  })
})

describe('what the regions topped up', () => {
  const sums = async (region: string, query = '') =>
    (await edge.ask(OPERATOR, 'GET', `/api/money/regions/${encodeURIComponent(region)}${query}`)).body
  const liveRows = async () =>
    (await world.application.service('money').read.query('select * from regions order by region, currency, day')).rows

  test('is summed by day of Seoul, under the region at the time', async () => {
    const [minji, junho, nomad] = [await member('부산'), await member('부산'), await member(null)]
    clock.moveTo(new Date('2026-11-19T14:59:59Z'))
    await topUp(minji, 10_000)
    clock.moveTo(new Date('2026-11-19T15:00:01Z'))
    await topUp(minji, 20_000)
    await topUp(junho, 5_000)
    await topUp(nomad, 70_000)
    bank.refuses = () => 'bank_refused'
    await topUp(minji, 90_000)
    bank.refuses = () => null
    await publish(profileChanged.of(nextStream(), { memberId: minji.id, region: '제주', sealed: {} }))
    await publish(profileChanged.of(nextStream(), { memberId: junho.id, language: 'en', sealed: {} }))
    await world.application.awaitIdle()
    clock.moveTo(new Date('2026-11-21T03:00:00Z'))
    await topUp(minji, 1_000)
    await topUp(junho, 2_000)

    expect(await sums('부산')).toEqual({
      region: '부산',
      currency: 'KRW',
      from: null,
      to: null,
      total: 37_000,
      topUps: 4,
      days: [
        { date: '2026-11-19', amount: 10_000, topUps: 1 },
        { date: '2026-11-20', amount: 25_000, topUps: 2 },
        { date: '2026-11-21', amount: 2_000, topUps: 1 },
      ],
    })
    expect(await sums('제주')).toMatchObject({ total: 1_000, topUps: 1 })
    expect(await sums('부산', '?from=2026-11-20&to=2026-11-20')).toMatchObject({
      total: 25_000,
      days: [{ date: '2026-11-20' }],
    })
    expect(await sums('없는 곳')).toMatchObject({ total: 0, topUps: 0, days: [] })
    expect(await differences()).toEqual([])
  })

  test('is rebuilt from its events to exactly the live one', async () => {
    const live = await liveRows()
    expect(live.length).toBeGreaterThan(3)
    expect(await rebuild(world.database.url, 'money', regionsView)).toBeGreaterThan(live.length)
    expect(await liveRows()).toEqual(live)
    await world.application.service('money').read.inTransaction(async tx => {
      await tx.query(`update regions set amount = amount + 1 where region = '부산' and day = '2026-11-20'`)
      await tx.query(`delete from regions where region = '제주'`)
    })
    expect(await viewDifferences(world.database.url, 'money', regionsView)).toEqual([
      { table: 'regions', onlyLive: 1, onlyRebuilt: 2 },
    ])
    expect((await differences()).length).toBeGreaterThan(0)
    await rebuild(world.database.url, 'money', regionsView)
    expect(await liveRows()).toEqual(live)
    await topUp(await member('부산'), 3_000)
    expect(await differences()).toEqual([])
  })

  test('is for operators', async () => {
    expect((await edge.ask(await member('부산'), 'GET', '/api/money/regions/seoul')).status).toBe(403)
  })
})

describe('verify sees', () => {
  const tamper = (statement: string) =>
    world.application.service('money').read.inTransaction(async tx => {
      expect((await tx.query(statement)).rowCount).toBe(1)
    })
  const found = async () => (await differences()).map(({ name }) => name)

  test.each([
    [
      'a top-up of another amount than was posted',
      `update top_ups set amount = amount + 1 where id = (select min(id) from top_ups where status = 'succeeded')`,
      `update top_ups set amount = amount - 1 where id = (select min(id) from top_ups where status = 'succeeded')`,
      'every succeeded top-up is one posting from the bank, every withdrawal one to it, and no other is',
    ],
    [
      'a withdrawal that was never posted',
      `update withdrawals set status = 'succeeded' where id = (select min(id) from withdrawals where status = 'failed')`,
      `update withdrawals set status = 'failed' where id in (select id from withdrawals w where status = 'succeeded'
         and not exists (select 1 from transfers where reference = w.transfer_id))`,
      'what is set aside for a top-up or a withdrawal belongs to one that is under way',
    ],
    [
      'what is set aside for nothing',
      `insert into holds (id, debit_account, credit_account, amount, currency, reference, status, version)
       values ('top_gone/reserved', 'wallet:mem_1:KRW', 'sales:KRW', 1, 'KRW', 'top_gone', 'pending', 1)`,
      `delete from holds where id = 'top_gone/reserved'`,
      'what is set aside for a top-up or a withdrawal belongs to one that is under way',
    ],
    [
      'money in suspense that waits for nobody',
      `update top_ups set status = 'returning' where id = (select max(id) from top_ups where status = 'failed')`,
      `update top_ups set status = 'failed' where status = 'returning'`,
      'suspense keeps what top-ups wait to give back, each until it is back',
    ],
  ])('%s', async (_, wrong, right, check) => {
    await tamper(wrong)
    expect(await found()).toContain(check)
    await tamper(right)
    expect(await found()).toEqual([])
  })
})
