import { afterAll, beforeAll, expect, it } from 'vitest'
import { deposit } from '../../services/money/wallets/deposit.ts'
import { openWallets } from '../../services/money/wallets/wallets.ts'
import { origin } from '../../test/harness/application.ts'
import { openTestPlatform, type TestPlatform } from '../../test/harness/platform.ts'
import { addHistory } from './history.ts'

let madang: TestPlatform
beforeAll(async () => {
  madang = await openTestPlatform()
})
afterAll(() => madang.close())

const money = () => madang.application.service('money')

/** Which columns are filled, and the names in their JSON, in order. */
const formOf = (row: Record<string, unknown>) =>
  Object.entries(row).map(([name, value]) => {
    const json = typeof value === 'string' && value.startsWith('{') ? Object.keys(JSON.parse(value)) : null
    const prefix = typeof value === 'string' ? (/^[a-z]+[_:]/.exec(value)?.[0] ?? value.length) : typeof value
    return [name, json ?? (value === null ? null : prefix)]
  })

it('history has the form of what the platform writes, and the books stay right', async () => {
  const owners = ['mem_1', 'mem_2', 'mem_3', 'mem_4']
  for (const owner of owners) {
    await money().writer.run(openWallets(owner), origin('system:test'))
    const filled = deposit({ memberId: owner, amount: 10_000, currency: 'KRW', memo: null })
    await money().writer.run(filled, origin('system:test'))
  }
  const [payer, payee] = [await madang.register(), await madang.register()]
  await madang.application.awaitIdle()
  await money().writer.run(
    deposit({ memberId: payer.id, amount: 10_000, currency: 'KRW', memo: null }),
    origin('system:test'),
  )
  const key = { 'idempotency-key': 'real' }
  const made = await madang.post('/api/money/transfers', { to: payee.id, amount: 123 }, payer.token, key)
  expect(made.status).toBe(201)
  // From here on nothing is written but by SQL: what the platform remembers of the accounts is old now.
  await addHistory(madang.databaseUrl, 20, 'KRW')

  const forms = async (sql: string) => {
    const { rows } = await money().read.query(sql)
    const [real, ...others] = rows.map(formOf)
    expect(others.length).toBeGreaterThanOrEqual(19)
    for (const other of others) expect(other).toEqual(real)
  }
  await forms(`select id, kind, target, type, stream, version, data::text as data, length(actor) > 0 as actor,
                      correlation_id, causation_id, traceparent from events
               where type = 'money.transferred' and data ->> 'kind' = 'transfer' order by xid, seq`)
  await forms(`select length(key) as key, length(fingerprint) as fingerprint, type, length(actor) > 0 as actor,
                      correlation_id, causation_id, status, body, sealed_for, refusal from commands
               where type = 'money.transfer' order by at`)
  await forms(`select id, kind, split_part(debit_account, ':', 1) as debit, split_part(credit_account, ':', 1) as credit,
                      currency, hold_id, reference, memo from transfers where kind = 'transfer' order by at`)
  expect(await madang.differences()).toEqual([])
})

it('balances after each transfer are those of the transfers before it', async () => {
  const { rows } = await money().read.query<{ balance: number; said: number }>(
    `select sum(change) over (partition by account order by seq)::float8 as balance, said::float8 as said
     from events e, lateral (values (data ->> 'debit', -(data ->> 'amount')::bigint, data ->> 'debitAfter'),
                                    (data ->> 'credit', (data ->> 'amount')::bigint, data ->> 'creditAfter')) as p (account, change, said)
     where type = 'money.transferred' and account like 'wallet:%'`,
  )
  expect(rows.length).toBeGreaterThan(40)
  for (const { balance, said } of rows) expect(said).toBe(balance)
})
