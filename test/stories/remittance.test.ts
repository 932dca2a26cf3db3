import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { bankPostings } from '../../contracts/money.ts'
import { type AtBank, type Member, openTestPlatform, type TestPlatform } from '../harness/platform.ts'

/** Between wallets and the bank, with the whole application and the bank simulator behind the public API. */
let madang: TestPlatform
let operator: Member
const WAIT = { prefer: 'wait=5' }

beforeAll(async () => {
  madang = await openTestPlatform({ env: { BANK_ANSWER_LIMIT_MS: '500' } })
  operator = await madang.operator()
})
afterAll(() => madang.close())
afterEach(() => madang.bank.behave())

type Rich = Member & { readonly account: AtBank }

async function linked(name: string, atBank: number, inWallet = 0): Promise<Rich> {
  const member = await madang.register(name)
  await madang.application.awaitIdle()
  const account = await madang.linkBankAccount(member, atBank)
  if (inWallet > 0) {
    const deposit = await madang.post('/api/money/deposits', { userId: member.id, amount: inWallet }, operator.token)
    expect(deposit.status).toBe(201)
  }
  return { ...member, account }
}

const send = (from: Member, to: object, amount: number, more: object = {}, headers: Record<string, string> = WAIT) =>
  madang.post('/api/remittances', { to, amount, ...more }, from.token, headers)
const atBank = ({ account }: Rich) => madang.bank.balance(account)
const wallet = ({ token }: Member) => madang.balance(token)
const remittanceOf = async ({ token }: Member, id: string) => (await madang.get(`/api/remittances/${id}`, token)).body
const deactivate = async ({ id }: Member) => {
  expect((await madang.post(`/api/users/${id}/deactivate`, {}, operator.token)).status).toBe(200)
}
const nothingLost = async () => {
  await madang.application.awaitIdle()
  expect(await madang.differences()).toEqual([])
}

describe('to a member', () => {
  test('15,000 from an empty wallet: 20,000 are topped up, 5,000 are left', async () => {
    const minji = await linked('김민지', 100_000)
    const junho = await linked('박준호', 0)
    const { status, body } = await send(minji, { userId: junho.id }, 15_000, { memo: '생일 축하해' })
    expect([status, body]).toMatchObject([
      201,
      { status: 'succeeded', direction: 'sent', amount: 15_000, toppedUp: 20_000, memo: '생일 축하해' },
    ])
    expect(body.counterparty).toEqual({ kind: 'member', name: '박*호', id: null, reference: null })
    expect(await wallet(minji)).toMatchObject({ available: 5_000, pending: 0 })
    expect(await wallet(junho)).toMatchObject({ available: 15_000, pending: 0 })
    expect(await atBank(minji)).toBe(80_000)
    const { rows } = await madang.application
      .service('remittance')
      .read.query('select type, data::text as data from events where stream = $1 order by version', [
        `remittance:${body.id}`,
      ])
    expect(rows.map(({ type }) => type.replace('remittance.', ''))).toEqual([
      'remittance-started',
      'topping-up',
      'transferring',
      'remittance-succeeded',
    ])
    expect(JSON.stringify(rows)).not.toContain('생일')

    const received = (await madang.get('/api/remittances?direction=received', junho.token)).body.items
    expect(received).toMatchObject([
      { id: body.id, direction: 'received', amount: 15_000, toppedUp: null, memo: '생일 축하해' },
    ])
    expect(received[0].counterparty).toMatchObject({ kind: 'member', name: '김*지' })
    expect(JSON.stringify(received)).not.toContain(minji.id)
    expect((await madang.get('/api/remittances?direction=sent', junho.token)).body.items).toEqual([])
    expect((await madang.get('/api/remittances', minji.token)).body.items).toMatchObject([{ id: body.id }])
    const history = (await madang.get('/api/money/transactions', junho.token)).body.items
    expect(history[0]).toMatchObject({ kind: 'remittance', direction: 'in', reference: body.id })
    expect(history[0].counterparty).toEqual({ kind: 'member', name: '김*지', id: null, reference: null })
    const stranger = await madang.register()
    expect((await madang.get(`/api/remittances/${body.id}`, stranger.token)).body.code).toBe('remittance_unknown')
    await nothingLost()
  })

  test('from somebody who left for good: the money stays, their name and their words do not', async () => {
    const minji = await linked('김민지', 10_000)
    const junho = await linked('박준호', 0)
    const { body } = await send(minji, { userId: junho.id }, 10_000, { memo: '안녕' })
    expect((await madang.ask('DELETE', '/api/users/me', { token: minji.token })).status).toBe(204)
    await madang.application.awaitIdle()
    const { status, memo, counterparty, amount } = await remittanceOf(junho, body.id)
    expect({ status, memo, amount, name: counterparty.name }).toEqual({
      status: 'succeeded',
      memo: null,
      amount: 10_000,
      name: 'Former member',
    })
  })

  test('what the wallet has is used first, and repeated with the same key it is sent once', async () => {
    const minji = await linked('김민지', 100_000, 12_000)
    const junho = await linked('박준호', 0)
    const key = { ...WAIT, 'idempotency-key': 'once' }
    const [first, again] = [
      await send(minji, { email: junho.email.toUpperCase() }, 15_000, {}, key),
      await send(minji, { email: junho.email.toUpperCase() }, 15_000, {}, key),
    ]
    expect(first.body).toMatchObject({ status: 'succeeded', toppedUp: 10_000 })
    expect(again.body).toEqual(first.body)
    expect(JSON.stringify(first.body)).not.toContain(junho.id)
    expect([await wallet(minji), await wallet(junho)]).toMatchObject([{ available: 7_000 }, { available: 15_000 }])
    expect((await send(minji, { userId: junho.id }, 7_000)).body).toMatchObject({ status: 'succeeded', toppedUp: 0 })
    expect(await atBank(minji)).toBe(90_000)
  })

  test('eight at once from one wallet: each pulls what it lacks', async () => {
    const minji = await linked('김민지', 1_000_000, 50_000)
    const junho = await linked('박준호', 0)
    const sent = await Promise.all(Array.from({ length: 8 }, () => send(minji, { userId: junho.id }, 20_000)))
    expect(sent.map(({ body }) => body.status)).toEqual(Array(8).fill('succeeded'))
    const toppedUp = sent.reduce((sum, { body }) => sum + body.toppedUp, 0)
    expect(await wallet(junho)).toMatchObject({ available: 160_000, pending: 0 })
    expect(await wallet(minji)).toMatchObject({ available: 50_000 + toppedUp - 160_000, pending: 0 })
    expect(await atBank(minji)).toBe(1_000_000 - toppedUp)
    await nothingLost()
  })

  test('who is not there, by id or by e-mail, is equally unknown', async () => {
    const minji = await linked('김민지', 0)
    const [byId, byEmail] = [
      await send(minji, { userId: 'mem_nobody' }, 1),
      await send(minji, { email: 'nobody@example.test' }, 1),
    ]
    expect(byId).toMatchObject({ status: 404, body: { code: 'recipient_unknown' } })
    expect(byEmail.text).toBe(byId.text)
  })

  test('at the door: to oneself, to somebody who left, too much, in dollars', async () => {
    const minji = await linked('김민지', 0)
    const junho = await linked('박준호', 0)
    await deactivate(junho)
    const refused = [
      await send(minji, { userId: minji.id }, 1),
      await send(minji, { email: minji.email }, 1),
      await send(minji, { userId: junho.id }, 1),
      await send(minji, { userId: operator.id }, 10_000_001),
      await send(minji, { userId: operator.id }, 1, { currency: 'USD' }),
    ]
    expect(refused.map(({ status, body }) => [status, body.code])).toEqual([
      [422, 'self_transfer'],
      [422, 'self_transfer'],
      [409, 'recipient_inactive'],
      [422, 'over_limit'],
      [422, 'currency_not_supported'],
    ])
    expect((await madang.get('/api/remittances', minji.token)).body.items).toEqual([])
  })

  test('without a linked account or enough on it: it failed, is recorded, and nothing moved', async () => {
    const poor = await linked('김민지', 4_000, 1_000)
    const unlinked = await madang.richMember(operator, 1_000)
    expect((await send(poor, { userId: operator.id }, 5_000)).body).toMatchObject({
      status: 'failed',
      reason: 'bank_insufficient_funds',
    })
    const { body } = await send(unlinked, { userId: operator.id }, 5_000)
    expect(body).toMatchObject({ status: 'failed', reason: 'account_not_linked', toppedUp: 0 })
    expect((await madang.get('/api/remittances', unlinked.token)).body.items).toEqual([body])
    for (const member of [poor, unlinked]) expect(await wallet(member)).toMatchObject({ available: 1_000, pending: 0 })
    await nothingLost()
  })
})

describe('deactivated while the bank pays', () => {
  /** Begins, and gives the id once the bank is at it. */
  async function underWay(from: Rich, to: object): Promise<string> {
    await madang.bank.tell({ match: { direction: 'in' }, kind: 'delay_ms', delay_ms: 300 })
    const { body } = await send(from, to, 15_000, {}, {})
    await expect.poll(async () => (await remittanceOf(from, body.id)).status).toBe('topping_up')
    return body.id
  }

  test('the recipient: it failed, and what was topped up stays in the wallet', async () => {
    const minji = await linked('김민지', 100_000)
    const junho = await linked('박준호', 0)
    const id = await underWay(minji, { userId: junho.id })
    await deactivate(junho)
    await madang.application.awaitIdle()
    expect(await remittanceOf(minji, id)).toMatchObject({ status: 'failed', reason: 'recipient_inactive' })
    expect(await wallet(minji)).toMatchObject({ available: 20_000, pending: 0 })
    await nothingLost()
  })

  test('the sender: it failed, and the money goes back to their bank account', async () => {
    const minji = await linked('김민지', 100_000)
    const junho = await linked('박준호', 0)
    const id = await underWay(minji, { userId: junho.id })
    await deactivate(minji)
    await madang.application.awaitIdle()
    const head = await madang.application.service('remittance').writer.head(`remittance:${id}`)
    expect(head?.state).toMatchObject({ status: 'failed', reason: 'account_inactive' })
    expect(await atBank(minji)).toBe(100_000)
    expect(await wallet(junho)).toMatchObject({ available: 0 })
    await nothingLost()
  })

  test('the sender, and their bank takes nothing back: stuck with an owner, until an operator tries again', async () => {
    const minji = await linked('김민지', 100_000)
    const junho = await linked('박준호', 0)
    await madang.bank.tell({ match: { direction: 'out' }, kind: 'refuse', times: 1_000 })
    const id = await underWay(minji, { userId: junho.id })
    await deactivate(minji)
    const topUp = `top-up/${id.replace('rem_', 'top_')}`
    const status = async () => {
      madang.clock.advance(60_000)
      const head = await madang.application.service('money').writer.head<{ status: string }>(`saga:${topUp}`)
      return head?.state.status
    }
    await expect.poll(status, { timeout: 20_000, interval: 100 }).toBe('stuck')
    madang.clock.release()
    const stuck = async () => (await madang.get('/api/operations/money/sagas', operator.token)).body.items
    expect(await stuck()).toMatchObject([{ id: topUp, saga: 'top-up', owner: 'money operators', step: 'pull' }])
    await nothingLost()
    await madang.bank.behave()
    const path = `/api/operations/money/sagas/${encodeURIComponent(topUp)}/resume`
    expect((await madang.post(path, {}, operator.token)).status).toBe(200)
    await madang.application.awaitIdle()
    expect(await stuck()).toEqual([])
    expect(await atBank(minji)).toBe(100_000)
    await nothingLost()
  })
})

describe('to the other side of an earlier one', () => {
  test('whoever it was: the one who was paid, the one who paid, a bank account', async () => {
    const minji = await linked('김민지', 0, 50_000)
    const junho = await linked('박준호', 0)
    const landlord = await madang.openBankAccount(0, '이임대')
    const first = (await send(minji, { email: junho.email }, 5_000)).body
    expect((await send(minji, { remittanceId: first.id }, 1_000)).body).toMatchObject({
      status: 'succeeded',
      counterparty: first.counterparty,
    })
    expect((await send(junho, { remittanceId: first.id }, 2_000)).body).toMatchObject({ status: 'succeeded' })
    const rent = (await send(minji, landlord, 1_000)).body
    expect((await send(minji, { remittanceId: rent.id }, 3_000)).body).toMatchObject({
      status: 'succeeded',
      counterparty: rent.counterparty,
    })
    expect([await wallet(minji), await wallet(junho)]).toMatchObject([{ available: 42_000 }, { available: 4_000 }])
    expect(await madang.bank.balance(landlord)).toBe(4_000)
    await nothingLost()
  })

  test('of somebody else, or that there is not, is unknown', async () => {
    const minji = await linked('김민지', 0, 5_000)
    const junho = await linked('박준호', 0)
    const haeun = await linked('최하은', 0, 5_000)
    const { id } = (await send(minji, { userId: junho.id }, 1_000)).body
    for (const remittanceId of [id, 'rem_none'])
      expect(await send(haeun, { remittanceId }, 1_000)).toMatchObject({
        status: 404,
        body: { code: 'remittance_unknown' },
      })
  })
})

describe('to a bank account', () => {
  test('the bank pays it, and the book names the bank’s transfer', async () => {
    const minji = await linked('김민지', 100_000)
    const landlord = await madang.openBankAccount(0, '이임대')
    const { body } = await send(minji, landlord, 15_000, { memo: '월세' })
    expect(body).toMatchObject({ status: 'succeeded', toppedUp: 20_000, memo: '월세' })
    const last4 = landlord.accountNumber.slice(-4)
    expect(body.counterparty).toEqual({ kind: 'bank', name: 'Shinhan Bank', id: '088', reference: last4 })
    expect(JSON.stringify(body)).not.toContain(landlord.accountNumber)
    expect(await madang.bank.balance(landlord)).toBe(15_000)
    expect(await wallet(minji)).toMatchObject({ available: 5_000, pending: 0 })
    const { rows } = await madang.application
      .service('remittance')
      .read.query(`select string_agg(data::text, '') as said from events`)
    expect(rows[0].said).not.toContain(landlord.accountNumber)
    expect(rows[0].said).not.toContain('이임대')
    await nothingLost()
  })

  test('whose holder somebody guesses makes them wait, but for what they send to members', async () => {
    const minji = await linked('김민지', 0, 50_000)
    const landlord = await madang.openBankAccount(0, '이임대')
    for (let n = 0; n < 5; n += 1) {
      const { body } = await send(minji, { ...landlord, holderName: `이가짜${n}` }, 1_000)
      expect(body).toMatchObject({ status: 'failed', reason: 'holder_mismatch' })
    }
    const answer = await send(minji, landlord, 1_000)
    expect(answer).toMatchObject({ status: 429, body: { code: 'too_many_wrong_payees' } })
    expect(answer.headers['retry-after']).toBe(String(answer.body.retryAfter))
    const junho = await linked('박준호', 0)
    expect((await send(minji, { userId: junho.id }, 1_000)).body.status).toBe('succeeded')
    madang.clock.advance(60_000)
    expect((await send(minji, landlord, 1_000)).body.status).toBe('succeeded')
    await nothingLost()
  })

  test.each([
    ['under another name', { holderName: '남의 이름' }, 'holder_mismatch'],
    ['that does not exist', { accountNumber: '999-999-999999' }, 'account_unknown'],
  ])('%s: nothing stays held, what was topped up stays in the wallet', async (_, wrong, reason) => {
    const minji = await linked('김민지', 100_000)
    const landlord = await madang.openBankAccount(0, '이임대')
    const { body } = await send(minji, { ...landlord, ...wrong }, 15_000)
    expect(body).toMatchObject({ status: 'failed', reason, toppedUp: 20_000 })
    expect(await wallet(minji)).toMatchObject({ available: 20_000, pending: 0 })
    expect(await madang.bank.balance(landlord)).toBe(0)
    await nothingLost()
  })

  test.each([
    ['before it booked', 'timeout_before'],
    ['after it booked', 'timeout_after'],
    ['and the request came twice', 'deliver_twice'],
  ] as const)('that times out %s, both ways: pulled once and paid once', async (_, kind) => {
    const minji = await linked('김민지', 100_000)
    const landlord = await madang.openBankAccount(0, '이임대')
    await madang.bank.tell({ match: { direction: 'in' }, kind })
    await madang.bank.tell({ match: { direction: 'out' }, kind })
    const { body } = await send(minji, landlord, 15_000, {}, {})
    await madang.application.awaitIdle()
    expect(await remittanceOf(minji, body.id)).toMatchObject({ status: 'succeeded' })
    expect([await atBank(minji), await madang.bank.balance(landlord)]).toEqual([80_000, 15_000])
    expect(await wallet(minji)).toMatchObject({ available: 5_000, pending: 0 })
    await nothingLost()
  })
})

test('top-ups and withdrawals at the real counter, and what the region topped up', async () => {
  const minji = await linked('김민지', 100_000)
  await madang.ask('PATCH', '/api/users/me', { token: minji.token, body: { region: '강릉' } })
  await madang.application.awaitIdle()
  const ask = (path: string, amount: number) => madang.post(`/api/money/${path}`, { amount }, minji.token, WAIT)
  expect((await ask('top-ups', 30_000)).body).toMatchObject({ status: 'succeeded', code: 1 })
  expect((await ask('top-ups', 90_000)).body).toMatchObject({ code: 2, reason: 'bank_insufficient_funds' })
  expect((await ask('withdrawals', 10_000)).body).toMatchObject({ status: 'succeeded' })
  await madang.bank.change({ ...minji.account, open: false })
  expect((await ask('withdrawals', 10_000)).body).toMatchObject({ status: 'failed', reason: 'account_closed' })
  expect([await wallet(minji), await atBank(minji)]).toMatchObject([{ available: 20_000, pending: 0 }, 80_000])
  const sums = await madang.get(`/api/money/regions/${encodeURIComponent('강릉')}`, operator.token)
  expect(sums.body).toMatchObject({ total: 30_000, topUps: 1 })
  await nothingLost()
})

test('in the end every line of the bank’s statement is one posting of the book, and the other way round', async () => {
  await madang.application.awaitIdle()
  const { lines } = await madang.bank.books()
  const span = { from: '2000-01-01T00:00:00Z', until: '2100-01-01T00:00:00Z' }
  const { postings } = await madang.application.rpc.call(bankPostings, span)
  const booked = lines.map(({ key, direction, amount }) => `${key?.split('.')[0]} ${direction} ${amount}`)
  const posted = postings.filter(({ reference }) => reference !== null)
  expect(booked.length).toBeGreaterThan(20)
  expect(booked.sort()).toEqual(posted.map(each => `${each.reference} ${each.direction} ${each.amount}`).sort())
})
