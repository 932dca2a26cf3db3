import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { businessDateOf } from '../../platform/ports/business-date.ts'
import { MovableClock } from '../../platform/ports/movable-clock.ts'
import { sortableIds, systemRandom } from '../../platform/ports/ports.ts'
import { createDatabase, type TestDatabase } from '../harness/database.ts'
import { type AtBank, type Member, openTestPlatform, type TestPlatform } from '../harness/platform.ts'
import { daysAreRun, logIn, merchantOf, paid, registerFranchise } from '../harness/shop.ts'

/** Days go by, some of them while the platform is off. Everything happens at the times that the clock is moved to. */
const clock = new MovableClock()
const first = Temporal.PlainDate.from(businessDateOf(clock.now())).add({ days: 1 })
const date = (days: number): string => first.add({ days }).toString()
const moveTo = (days: number, plainTime: string) =>
  clock.moveTo(new Date(first.add({ days }).toZonedDateTime({ timeZone: 'Asia/Seoul', plainTime }).epochMilliseconds))

let database: TestDatabase
let directory: string
let madang: TestPlatform
let operator: Member
let merchant: Member
let customer: Member
let shop: { id: string; account: AtBank }

const open = () =>
  openTestPlatform({
    databaseUrl: database.url,
    env: { MADANG_DATA: directory },
    ports: { clock, ids: sortableIds(clock, systemRandom) },
  })

beforeAll(async () => {
  database = await createDatabase()
  directory = mkdtempSync(join(tmpdir(), 'madang-days-'))
  moveTo(0, '12:00')
  madang = await open()
  operator = await madang.operator()
  merchant = await merchantOf(madang, operator)
  customer = await madang.richMember(operator, 100_000)
  shop = await registerFranchise(madang, { merchant, operator, name: '마당 부산점', feeBp: 250 })
})
afterAll(async () => {
  await madang.close()
  await database.drop()
  rmSync(directory, { recursive: true, force: true })
})

const sell = async (amount: number) => paid(madang, await logIn(madang, customer), shop.id, amount)
const daysRun = () => daysAreRun({ application: madang.application, clock })
const balance = () => madang.bank.balance(shop.account)

async function settled(): Promise<(readonly [date: string, payout: number, status: string])[]> {
  const { token } = await logIn(madang, merchant)
  const { items } = (await madang.get(`/api/settlements?franchiseId=${shop.id}`, token)).body
  type ListedSettlement = { businessDate: string; payout: number; status: string }
  return items.map(({ businessDate, payout, status }: ListedSettlement) => [businessDate, payout, status]).reverse()
}

async function datesRun(): Promise<string[]> {
  const { rows } = await madang.application
    .service('settlements')
    .read.query(
      `select data ->> 'businessDate' as date from events where type = 'settlements.run-turn-taken' order by seq`,
    )
  return rows.map(row => row.date)
}

describe('every night at half past eleven in Seoul', () => {
  test('what was earned up to then is paid out by itself', async () => {
    await sell(10_000)
    await madang.application.awaitIdle()
    moveTo(0, '23:29')
    await daysRun()
    expect(await settled()).toEqual([])
    moveTo(0, '23:31')
    await daysRun()
    expect(await settled()).toEqual([[date(0), 9_750, 'paid']])
    expect(await balance()).toBe(9_750)
  })

  test('what is sold after that goes with the next day', async () => {
    await sell(4_000)
    moveTo(1, '23:31')
    await daysRun()
    expect(await settled()).toEqual([
      [date(0), 9_750, 'paid'],
      [date(1), 3_900, 'paid'],
    ])
  })

  test('a platform that was off for three days runs each of them when it is back, and pays once', async () => {
    moveTo(2, '09:00')
    await sell(20_000)
    await madang.application.awaitIdle()
    await madang.close()
    moveTo(5, '09:00')
    madang = await open()
    await daysRun()
    expect(await datesRun()).toEqual([0, 1, 2, 3, 4].map(date))
    expect((await settled()).slice(2)).toEqual([[date(2), 19_500, 'paid']])
    expect(await balance()).toBe(9_750 + 3_900 + 19_500)
  })

  test('a restart in between neither forgets a day nor runs one twice', async () => {
    await madang.close()
    moveTo(5, '23:45')
    madang = await open()
    await daysRun()
    await madang.close()
    madang = await open()
    await daysRun()
    expect((await datesRun()).slice(5)).toEqual([date(5)])
  })
})

test('and after all that the books are sound', async () => {
  await madang.application.awaitIdle()
  expect(await madang.differences()).toEqual([])
})
