/** After a start the accounts that were used last come into memory by themselves: nobody's transfer waits for a look-up. */
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Clock, systemClock } from '../../platform/ports/ports.ts'
import { bareService } from '../../platform/service/service.ts'
import { WARM_PAUSE_MS } from '../../platform/write/head-cache.ts'
import { money } from '../../services/money/service.ts'
import { deposit } from '../../services/money/wallets/deposit.ts'
import { transferBetweenMembers } from '../../services/money/wallets/transfer.ts'
import { openWallets } from '../../services/money/wallets/wallets.ts'
import { openTestApplication, origin, type TestApplication } from '../harness/application.ts'
import { FakeBank } from '../harness/fake-bank.ts'

const identity = bareService({ name: 'identity', migrations: new URL('../core/migrations/', import.meta.url) })
const MEMBERS = Array.from({ length: 20 }, (_, nth) => `mem_${nth}`)
const [PAYER, ...PAYEES] = MEMBERS as [string, ...string[]]

/** Told when what was used lately has been read, and pauses. */
let onWarm = () => {}
const clock: Clock = {
  now: () => systemClock.now(),
  after(delay_ms, action) {
    if (delay_ms === WARM_PAUSE_MS) onWarm()
    return systemClock.after(delay_ms, action)
  },
}
let world: TestApplication
const run = (command: ReturnType<typeof deposit>) => world.application.service('money').writer.run(command, origin())
const pay = (to: string, amount: number) =>
  run(transferBetweenMembers({ from: PAYER, to, amount, currency: 'KRW', memo: null, max: amount }))

beforeAll(async () => {
  world = await openTestApplication({ services: [identity, money, new FakeBank().service], ports: { clock } })
  for (const member of MEMBERS) {
    await run(openWallets(member))
    await run(deposit({ memberId: member, amount: 10_000, currency: 'KRW', memo: null }))
  }
})
afterAll(() => world.close())

test('all of them, after the first transfers of a process', async () => {
  await world.restart()
  const warm = new Promise<void>(resolve => {
    onWarm = resolve
  })
  for (let times = 0; times < 3; times += 1) await pay(PAYEES[0]!, 1)
  await warm
  // Where accounts are read from is not there any more; where they are written still is.
  const admin = new pg.Client({ connectionString: world.database.url })
  await admin.connect()
  await admin.query('alter table money.account_terms rename to gone')
  const outcomes = await Promise.all(PAYEES.map(payee => pay(payee, 100)))
  await admin.query('alter table money.gone rename to account_terms')
  await admin.end()
  expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['accepted']))
})
