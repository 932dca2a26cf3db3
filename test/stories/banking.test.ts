import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { schemaOf } from '../../platform/db/database.ts'
import { runChecks } from '../../platform/verification/verify.ts'
import { checks } from '../../services/banking/checks.ts'
import { type BankTransfer, transferKey } from '../../services/banking/transfer.ts'
import { type AtBank, type Member, openTestPlatform, type TestPlatform } from '../harness/platform.ts'

let madang: TestPlatform
let operator: Member
const wait = { prefer: 'wait=5' }

beforeAll(async () => {
  madang = await openTestPlatform({ env: { BANK_ANSWER_LIMIT_MS: '600' } })
  operator = await madang.operator()
})
afterAll(() => madang.close())

const link = (member: Member, { bankCode, accountNumber, holderName }: AtBank) =>
  madang.post('/api/banking/accounts', { bankCode, accountNumber, holderName }, member.token)
const unlink = (member: Member, id: string) => madang.ask('DELETE', `/api/banking/accounts/${id}`, member)
const accountsOf = async (member: Member) => (await madang.get('/api/banking/accounts', member.token)).body.items
const order = (body: object) => madang.post('/api/banking/transfers', body, operator.token, wait)
const reverse = (id: string) => madang.post(`/api/banking/transfers/${id}/reverse`, undefined, operator.token, wait)
const transfersOf = async (member: Member, query = '') =>
  (await madang.get(`/api/banking/transfers?${query}`, member.token)).body

async function linkedMember(balance = 100_000) {
  const member = await madang.register()
  return { member, account: await madang.linkBankAccount(member, balance) }
}

const suspense = async () =>
  (await madang.get('/api/money/ledger/accounts/suspense:KRW', operator.token)).body.balance as number

const linesOf = async (id: string) => (await madang.bank.books()).lines.filter(({ key }) => key?.startsWith(id))

describe('linking an account', () => {
  test('that is real and the member’s own, written as people write it', async () => {
    const minji = await madang.register('김민지')
    const account = await madang.openBankAccount(50_000, '김민지')
    const { accountNumber } = account
    const dashed = `${accountNumber.slice(0, 3)}-${accountNumber.slice(3, 6)} ${accountNumber.slice(6)}`
    const linked = await link(minji, { ...account, accountNumber: dashed })
    expect(linked).toMatchObject({ status: 201, body: { bankCode: '088', last4: accountNumber.slice(-4) } })
    expect(await accountsOf(minji)).toEqual([linked.body])
    expect(JSON.stringify(linked.body)).not.toContain(accountNumber)
  })

  test.each<[string, Partial<AtBank>, number, string]>([
    ['that nobody has', { accountNumber: '999999999999' }, 404, 'account_unknown'],
    ['of somebody else', { holderName: '이서준' }, 422, 'holder_mismatch'],
    ['with no number', { accountNumber: '- - - -' }, 400, 'invalid_request'],
    ['with a bank that is none', { bankCode: 'KB' }, 400, 'invalid_request'],
  ])('%s is refused', async (_, change, status, code) => {
    const member = await madang.register()
    const account = await madang.openBankAccount(0)
    expect(await link(member, { ...account, ...change })).toMatchObject({ status, body: { code } })
    expect(await accountsOf(member)).toEqual([])
  })

  test('that is closed, or while the bank is silent, is refused', async () => {
    const member = await madang.register()
    const { holderName, ...named } = await madang.openBankAccount(0)
    await madang.bank.change({ ...named, open: false })
    expect((await link(member, { ...named, holderName })).body.code).toBe('account_closed')
    await madang.bank.change({ ...named, open: true })
    await madang.bank.tell({ kind: 'timeout_before', match: { operation: 'inquire' } })
    expect(await link(member, { ...named, holderName })).toMatchObject({
      status: 503,
      body: { code: 'bank_unavailable' },
    })
    expect((await link(member, { ...named, holderName })).status).toBe(201)
  })

  test('that another has is refused, until they unlink it; and one member has one', async () => {
    const { member, account } = await linkedMember()
    const other = await madang.register()
    expect(await link(other, account)).toMatchObject({ status: 409, body: { code: 'account_already_linked' } })
    expect((await link(other, { ...account, holderName: '이서준' })).body.code).toBe('holder_mismatch')
    expect((await link(member, await madang.openBankAccount(0))).body.code).toBe('already_linked')
    expect((await unlink(other, account.accountId)).body.code).toBe('linked_account_unknown')
    expect((await unlink(member, account.accountId)).status).toBe(204)
    expect((await unlink(member, account.accountId)).body.code).toBe('linked_account_unknown')
    expect((await link(other, account)).status).toBe(201)
    expect(await accountsOf(member)).toEqual([])
  })

  test('of which the holder is guessed, sixty times at once, asks the bank five times; then one waits', async () => {
    const member = await madang.register()
    const account = await madang.openBankAccount(0, '김진짜')
    const guesses = Array.from({ length: 60 }, (_, n) => link(member, { ...account, holderName: `김가짜${n}` }))
    const answers = await Promise.all(guesses)
    const throttled = answers.filter(({ status }) => status === 429)
    expect(answers.length - throttled.length).toBe(5)
    for (const { body, headers } of throttled) {
      expect(body).toMatchObject({ code: 'too_many_inquiries', retryAfter: expect.any(Number) })
      expect(headers['retry-after']).toBe(String(body.retryAfter))
    }
    const other = await madang.register()
    expect((await link(other, { ...account, holderName: '김가짜' })).body.code).toBe('holder_mismatch')
    madang.clock.advance(60_000)
    expect((await link(member, account)).status).toBe(201)
  })

  test('by twenty members at once links it once', async () => {
    const account = await madang.openBankAccount(0)
    const members = await Promise.all(Array.from({ length: 20 }, () => madang.register()))
    const answers = await Promise.all(members.map(member => link(member, account)))
    // A machine that is busy may keep the bank from answering in time; the caller repeats.
    const late = answers.flatMap(({ status }, index) => (status === 503 ? [members[index]!] : []))
    for (const member of late) answers.push(await link(member, account))
    const codes = answers.flatMap(({ status, body }) => (status === 503 ? [] : [body.code ?? status]))
    expect(codes.filter(code => code === 201)).toHaveLength(1)
    expect(codes.filter(code => code === 'account_already_linked')).toHaveLength(19)
  })

  test('is over when the member leaves: the number is free, and what was sealed cannot be read', async () => {
    const { member, account } = await linkedMember()
    const { vault, read } = madang.application.service('banking').context
    const { rows } = await read.query(`select state from heads where stream = $1`, [
      `bank-account:${account.accountId}`,
    ])
    const { sealed } = rows[0].state.account
    expect(await vault.open(member.id, sealed)).toContain(account.accountNumber)
    expect((await madang.ask('DELETE', '/api/users/me', member)).status).toBe(204)
    await madang.application.awaitIdle()
    expect(await vault.open(member.id, sealed)).toBeNull()
    expect((await link(await madang.register(), account)).status).toBe(201)
  })

  test('is not for a member who was deactivated', async () => {
    const member = await madang.register()
    const account = await madang.openBankAccount(0)
    await madang.post(`/api/users/${member.id}/deactivate`, undefined, operator.token)
    await madang.application.awaitIdle()
    expect((await link(member, account)).status).toBe(401)
    await madang.post(`/api/users/${member.id}/activate`, undefined, operator.token)
    await madang.application.awaitIdle()
    expect((await link(await madang.logIn(member), account)).status).toBe(201)
  })
})

describe('an operator’s transfer', () => {
  test('goes in both directions, and is booked against suspense', async () => {
    const { account } = await linkedMember(50_000)
    const before = await suspense()
    const taken = await order({ accountId: account.accountId, direction: 'in', amount: 20_000 })
    expect(taken).toMatchObject({ status: 201, body: { status: 'completed', code: 1, amount: 20_000, reverses: null } })
    expect(await madang.bank.balance(account)).toBe(30_000)
    expect(await suspense()).toBe(before + 20_000)
    const given = await order({ accountId: account.accountId, direction: 'out', amount: 500 })
    expect(given.body).toMatchObject({ status: 'completed', direction: 'out' })
    expect(await madang.bank.balance(account)).toBe(30_500)
    expect(await suspense()).toBe(before + 19_500)
  })

  test.each([
    ['more than there is', { amount: 100_001 }, 'bank_insufficient_funds'],
    ['more than the bank allows', { amount: 1_000_000_001 }, 'bank_limit_exceeded'],
  ])('of %s fails, and moves nothing', async (_, change, reason) => {
    const { account } = await linkedMember()
    const before = await suspense()
    const { status, body } = await order({ accountId: account.accountId, direction: 'in', ...change })
    expect([status, body]).toEqual([201, expect.objectContaining({ status: 'failed', code: 2, reason })])
    expect([await madang.bank.balance(account), await suspense()]).toEqual([100_000, before])
  })

  test('is refused for what cannot be', async () => {
    const { member, account } = await linkedMember()
    const ask = async (body: object) => (await order({ direction: 'in', amount: 1_000, ...body })).body.code
    expect(await ask({ accountId: account.accountId, currency: 'USD' })).toBe('currency_not_supported')
    expect(await ask({ accountId: 'bka_none' })).toBe('linked_account_unknown')
    expect(await ask({ accountId: account.accountId, userId: operator.id })).toBe('linked_account_unknown')
    expect(await ask({ userId: operator.id })).toBe('account_not_linked')
    expect(await ask({})).toBe('invalid_request')
    await unlink(member, account.accountId)
    expect(await ask({ accountId: account.accountId })).toBe('account_not_linked')
  })

  test.each([
    ['refuse', 'failed', 'bank_refused', 0],
    ['delay_ms', 'completed', null, 1],
    ['timeout_before', 'completed', null, 1],
    ['timeout_after', 'completed', null, 1],
    ['error_500', 'completed', null, 1],
    ['deliver_twice', 'completed', null, 1],
  ] as const)('ends the same however the bank behaves: %s', async (kind, status, reason, lines) => {
    const { member, account } = await linkedMember()
    const before = await suspense()
    const match = { operation: 'transfer', accountNumber: account.accountNumber } as const
    await madang.bank.tell({ kind, match, delay_ms: 800 })
    const { body } = await order({ userId: member.id, direction: 'in', amount: 7_000 })
    expect(body).toMatchObject({ status, reason })
    expect(await linesOf(body.id)).toHaveLength(lines)
    expect(await madang.bank.balance(account)).toBe(100_000 - lines * 7_000)
    expect(await suspense()).toBe(before + lines * 7_000)
  })

  test('requested twice under one key is one', async () => {
    const { account } = await linkedMember()
    const body = { accountId: account.accountId, direction: 'in', amount: 1_000 }
    const key = { 'idempotency-key': `order-${account.accountId}`, ...wait }
    const ask = () => madang.post('/api/banking/transfers', body, operator.token, key)
    const answers = await Promise.all([ask(), ask(), ask()])
    expect(new Set(answers.map(answer => answer.body.id)).size).toBe(1)
    expect(await madang.bank.balance(account)).toBe(99_000)
  })
})

describe('a transfer whose outcome the bank does not report', () => {
  test('is unknown and stuck with an owner; resumed, it is completed, once', async () => {
    const { account } = await linkedMember()
    const before = await suspense()
    await madang.bank.tell({ kind: 'timeout_after', match: { accountNumber: account.accountNumber } })
    await madang.bank.tell({ kind: 'error_500', match: { operation: 'look-up' }, times: 100 })
    const request = { accountId: account.accountId, direction: 'in', amount: 3_000 }
    const { id } = (await madang.post('/api/banking/transfers', request, operator.token)).body
    const current = async () =>
      (await transfersOf(operator)).items.find((item: { id: string }) => item.id === id) as Record<string, unknown>
    await expect
      .poll(
        async () => {
          madang.clock.advance(60_000)
          return (await madang.application.service('banking').writer.head<BankTransfer>(transferKey(id)))?.state.status
        },
        { timeout: 20_000, interval: 50 },
      )
      .toBe('unknown')
    madang.clock.release()
    expect(await current()).toMatchObject({ code: null, reason: 'outcome_unknown' })
    expect((await reverse(id)).body.code).toBe('transfer_not_completed')
    const { body } = await madang.get('/api/operations/banking/sagas', operator.token)
    expect(body.items).toEqual([
      expect.objectContaining({ id: `bank-transfer/${id}`, reason: 'outcome_unknown', owner: 'banking operators' }),
    ])
    const found = await runChecks(checks, madang.application.service('banking').read)
    expect(found.filter(({ differences }) => differences.length > 0)).toEqual([])
    await madang.bank.behave()
    const path = `/api/operations/banking/sagas/${encodeURIComponent(`bank-transfer/${id}`)}/resume`
    expect((await madang.post(path, undefined, operator.token)).status).toBe(200)
    await madang.application.awaitIdle()
    expect(await current()).toMatchObject({ status: 'completed', code: 1, reason: null })
    expect(await linesOf(id)).toHaveLength(1)
    expect(await suspense()).toBe(before + 3_000)
  })
})

describe('a reversal', () => {
  async function taken(amount = 10_000) {
    const { member, account } = await linkedMember()
    const { body } = await order({ accountId: account.accountId, direction: 'in', amount })
    return { member, account, id: body.id as string }
  }

  test('pays all of it back by a new transfer, once, also to an account that is not linked any more', async () => {
    const { member, account, id } = await taken()
    const before = await suspense()
    await unlink(member, account.accountId)
    const [first, second] = await Promise.all([reverse(id), reverse(id)])
    const [done, refused] = first.status === 201 ? [first, second] : [second, first]
    expect(done.body).toMatchObject({ status: 'completed', direction: 'out', amount: 10_000, reverses: id })
    expect(refused).toMatchObject({ status: 409, body: { code: 'already_reversed' } })
    expect(await madang.bank.balance(account)).toBe(100_000)
    expect(await suspense()).toBe(before - 10_000)
    const { items } = await transfersOf(member)
    expect(items.map(({ id, reversed }: { id: string; reversed: number }) => [id, reversed])).toEqual([
      [done.body.id, 0],
      [id, 10_000],
    ])
    expect((await reverse(done.body.id)).body.code).toBe('transfer_not_reversible')
    expect((await reverse('bkt_none')).status).toBe(404)
  })

  test('that the bank refuses has moved nothing, and may be tried again', async () => {
    const { account, id } = await taken()
    await madang.bank.tell({ kind: 'refuse', code: 'ACCOUNT_CLOSED', match: { direction: 'out' } })
    expect((await reverse(id)).body).toMatchObject({ status: 'failed', reason: 'account_closed' })
    expect((await reverse(id)).body).toMatchObject({ status: 'completed' })
    expect(await madang.bank.balance(account)).toBe(100_000)
  })
})

describe('the list of transfers', () => {
  test('shows members their own side, and operators all; by account, in pages', async () => {
    const { member, account } = await linkedMember()
    const { member: other, account: others } = await linkedMember()
    for (const amount of [1_000, 2_000, 3_000]) await order({ accountId: account.accountId, direction: 'in', amount })
    await order({ accountId: others.accountId, direction: 'in', amount: 9_000 })
    const amounts = ({ items }: { items: { amount: number }[] }) => items.map(({ amount }) => amount)
    expect(amounts(await transfersOf(member))).toEqual([3_000, 2_000, 1_000])
    expect(amounts(await transfersOf(member, `accountId=${account.accountId}`))).toEqual([3_000, 2_000, 1_000])
    expect(amounts(await transfersOf(other, `accountId=${account.accountId}`))).toEqual([])
    expect(amounts(await transfersOf(operator, `accountId=${account.accountId}`))).toEqual([3_000, 2_000, 1_000])
    const first = await transfersOf(member, 'limit=2')
    const second = await transfersOf(member, `limit=2&cursor=${first.nextCursor}`)
    expect([amounts(first), amounts(second), second.nextCursor]).toEqual([[3_000, 2_000], [1_000], null])
  })

  test('is not a member’s to add to', async () => {
    const { member, account } = await linkedMember()
    const body = { accountId: account.accountId, direction: 'out', amount: 1_000 }
    expect((await madang.post('/api/banking/transfers', body, member.token)).status).toBe(403)
  })
})

test('no table holds an account number or a holder’s name in clear', async () => {
  await madang.application.awaitIdle()
  const client = new pg.Client({ connectionString: madang.databaseUrl })
  await client.connect()
  const { rows: tables } = await client.query(
    `select table_name as name from information_schema.tables where table_schema = $1`,
    [schemaOf('banking')],
  )
  expect(tables.length).toBeGreaterThan(5)
  for (const { name } of tables) {
    const { rows } = await client.query(`select t::text as text from ${schemaOf('banking')}.${name} t`)
    const bare = rows.filter(({ text }) => text.includes('110000000') || text.includes('홍길동'))
    expect(bare, name).toEqual([])
  }
  await client.end()
})

test('and after all that the books are sound', async () => {
  await madang.application.awaitIdle()
  expect(await madang.differences()).toEqual([])
})
