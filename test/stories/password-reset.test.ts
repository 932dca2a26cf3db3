import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { MailControl } from '../../simulators/mail/control.ts'
import { openTestPlatform, PASSWORD, type TestPlatform } from '../harness/platform.ts'

/** A forgotten password: the link comes by mail, works once, and nobody learns who has an account. */
const MINUTE_MS = 60_000
const NEW_PASSWORD = 'staple battery horse'
const SHOP = 'https://shop.madang.test'

let madang: TestPlatform
let mails: MailControl

beforeAll(async () => {
  madang = await openTestPlatform({ env: { MADANG_PUBLIC_URL: SHOP } })
  mails = new MailControl(madang.platform.simulators.mail ?? '')
})
afterAll(() => madang.close())
beforeEach(() => mails.behave())

const ask = (email: string, headers: Record<string, string> = {}) =>
  madang.post('/api/password-resets', { email }, undefined, headers)
const complete = (token: string, password = NEW_PASSWORD, headers: Record<string, string> = {}) =>
  madang.post('/api/password-resets/complete', { token, password }, undefined, headers)
const logIn = (email: string, password: string) => madang.post('/api/users/login', { email, password })

/** The tokens of the mails to an address, newest first, once all is sent that will be. */
async function tokensOf(email: string): Promise<string[]> {
  await madang.application.awaitIdle()
  return (await mails.mails(email)).map(({ links }) => links[0]?.split('#')[1] ?? '')
}

async function askedBy(email: string): Promise<string> {
  expect((await ask(email)).status).toBe(202)
  const [token = ''] = await tokensOf(email)
  return token
}

describe('whoever forgot their password', () => {
  test('gets a link by mail, sets a new one, and is logged out everywhere', async () => {
    const member = await madang.register('김하늘')
    const token = await askedBy(member.email)
    const [mail] = await mails.mails(member.email)
    expect(mail).toMatchObject({ to: [member.email], subject: 'Set a new password', language: 'en' })
    expect(mail?.links[0]).toBe(`${SHOP}/password-reset#${token}`)
    expect(mail?.text).toContain('김하늘')
    expect(mail?.html).toContain(`href="${SHOP}/password-reset#${token}"`)

    expect((await complete(token)).status).toBe(204)
    expect((await logIn(member.email, PASSWORD)).status).toBe(401)
    expect((await logIn(member.email, NEW_PASSWORD)).status).toBe(200)
    expect((await madang.get('/api/users/me', member.token)).status).toBe(401)
    expect((await madang.post('/api/users/refresh', { refreshToken: member.refreshToken })).status).toBe(401)
  })

  test('reads it in the language of their profile', async () => {
    const member = await madang.register()
    await madang.ask('PATCH', '/api/users/me', { token: member.token, body: { language: 'ko', name: '김하늘' } })
    await ask(member.email, { 'accept-language': 'en' })
    await madang.application.awaitIdle()
    const [mail] = await mails.mails(member.email)
    expect(mail).toMatchObject({ subject: '비밀번호를 새로 정해 주세요', language: 'ko' })
    expect(mail?.text).toContain('김하늘님')
  })

  test('no longer waits for wrong passwords of before', async () => {
    const member = await madang.register()
    for (let count = 0; count < 6; count += 1) await logIn(member.email, 'wrong one')
    expect((await logIn(member.email, PASSWORD)).status).toBe(429)
    expect((await complete(await askedBy(member.email))).status).toBe(204)
    expect((await logIn(member.email, NEW_PASSWORD)).status).toBe(200)
  })

  test('whose answer was lost sends the request again, and it is done', async () => {
    const member = await madang.register()
    const token = await askedBy(member.email)
    const key = { 'idempotency-key': 'set-it-once' }
    expect((await complete(token, NEW_PASSWORD, key)).status).toBe(204)
    const again = await complete(token, NEW_PASSWORD, key)
    expect([again.status, again.headers['idempotency-replayed']]).toEqual([204, 'true'])
  })
})

describe('a link', () => {
  test('works once', async () => {
    const token = await askedBy((await madang.register()).email)
    expect((await complete(token)).status).toBe(204)
    expect(await complete(token, 'another password')).toMatchObject({ status: 404, body: { code: 'reset_unknown' } })
  })

  test('works for thirty minutes', async () => {
    const [late, inTime] = [await madang.register(), await madang.register()]
    const token = await askedBy(late.email)
    madang.clock.advance(29 * MINUTE_MS)
    const other = await askedBy(inTime.email)
    madang.clock.advance(MINUTE_MS)
    expect(await complete(token)).toMatchObject({ status: 410, body: { code: 'reset_expired' } })
    madang.clock.advance(29 * MINUTE_MS - 1_000)
    expect((await complete(other)).status).toBe(204)
  })

  test('is replaced by a newer one', async () => {
    const { email } = await madang.register()
    const first = await askedBy(email)
    const second = await askedBy(email)
    expect(second).not.toBe(first)
    expect((await complete(first)).body.code).toBe('reset_unknown')
    expect((await complete(second)).status).toBe(204)
  })

  test('is of no use once the password was changed otherwise', async () => {
    const member = await madang.register()
    const token = await askedBy(member.email)
    const body = { currentPassword: PASSWORD, newPassword: 'changed by its owner' }
    expect((await madang.ask('PUT', '/api/users/me/password', { token: member.token, body })).status).toBe(204)
    expect((await complete(token)).body.code).toBe('reset_unknown')
  })

  test.each(['x', 'mem_1.x', `${'0'.repeat(8)}-0000-7000-8000-${'0'.repeat(12)}.${'A'.repeat(43)}`, '.', '0-0.'])(
    'that was made up sets nothing: %s',
    async token => {
      expect(await complete(token)).toMatchObject({ status: 404, body: { code: 'reset_unknown' } })
    },
  )

  test('of a member with a made-up secret sets nothing', async () => {
    const member = await madang.register()
    const token = await askedBy(member.email)
    const forged = `${token.split('.')[0]}.${'A'.repeat(43)}`
    expect((await complete(forged)).body.code).toBe('reset_unknown')
    expect((await complete(token)).status).toBe(204)
  })

  test('is stored nowhere, nor is the address', async () => {
    const member = await madang.register()
    const token = await askedBy(member.email)
    const { read } = madang.application.service('identity')
    for (const table of ['events', 'heads', 'calls', 'commands', 'operator_tasks']) {
      const { rows } = await read.query(`select count(*)::int as found from ${table} t where t::text like any($1)`, [
        [`%${token.split('.')[1]}%`, `%${member.email}%`],
      ])
      expect([table, rows[0].found]).toEqual([table, 0])
    }
  })
})

describe('whoever asks for somebody else', () => {
  test('is told the same for an address that nobody has, and writes the same', async () => {
    const { email } = await madang.register()
    await madang.application.awaitIdle()
    const written = async (address: string) => {
      const answer = await ask(address, { 'x-correlation-id': address.replace(/\W/g, '-') })
      const { rows } = await madang.application
        .service('identity')
        .read.query('select type from events where correlation_id = $1', [address.replace(/\W/g, '-')])
      return { status: answer.status, text: answer.text, types: rows.map(({ type }) => type).sort() }
    }
    expect(await written('nobody-has-it@example.test')).toEqual(await written(email))
    expect(await tokensOf('nobody-has-it@example.test')).toEqual([])
  })

  test('cannot fill a mailbox: a few mails, then a wait, for any address alike', async () => {
    const { email } = await madang.register()
    for (const address of [email, 'nobody-at-all@example.test']) {
      const statuses: number[] = []
      for (let count = 0; count < 5; count += 1) statuses.push((await ask(address)).status)
      expect(statuses).toEqual([202, 202, 202, 429, 429])
      expect(await ask(address)).toMatchObject({ body: { code: 'too_many_resets', retryAfter: expect.any(Number) } })
    }
    // A link that was replaced before its mail went out is not sent.
    expect((await tokensOf(email)).length).toBeOneOf([1, 2, 3])
    madang.clock.advance(MINUTE_MS)
    expect((await ask(email)).status).toBe(202)
  })

  test('of a deactivated member sends nothing', async () => {
    const member = await madang.register()
    const { token } = await madang.operator()
    await madang.ask('POST', `/api/users/${member.id}/deactivate`, { token })
    expect((await ask(member.email)).status).toBe(202)
    expect(await tokensOf(member.email)).toEqual([])
  })
})

describe('a mail server in trouble', () => {
  const sagaOf = async (status: string) => {
    const { token } = await madang.operator()
    const { body } = await madang.get(`/api/operations/identity/sagas?status=${status}`, token)
    return body.items
  }

  test('that takes the mail and does not say so gets it again: the same mail', async () => {
    const { email } = await madang.register()
    await mails.tell({ kind: 'lose_answer', match: { to: email } })
    await ask(email)
    await untilNoCallWaits()
    const received = await mails.mails(email)
    expect(received).toHaveLength(2)
    expect(new Set(received.map(({ messageId }) => messageId)).size).toBe(1)
    expect(new Set(received.map(({ links }) => links[0])).size).toBe(1)
  })

  test('that is away for long is tried again, then given up; nothing is stuck', async () => {
    const { email } = await madang.register()
    await mails.tell({ kind: 'defer', match: { to: email }, times: 100 })
    await ask(email)
    await untilNoCallWaits()
    expect(await mails.mails(email)).toEqual([])
    expect(await sagaOf('stuck')).toEqual([])
    expect((await sagaOf('undone'))[0]).toMatchObject({ reason: 'mail_not_sent' })
  })

  test('that does not know the address is not asked again', async () => {
    const { email } = await madang.register()
    await mails.tell({ kind: 'reject', match: { to: email } })
    await ask(email)
    expect(await tokensOf(email)).toEqual([])
    expect((await sagaOf('undone'))[0]).toMatchObject({ reason: 'mail_rejected' })
  })
})

/** Lets time pass until each call to the mail server has come to its end. */
async function untilNoCallWaits(): Promise<void> {
  const { read, calls } = madang.application.service('identity')
  const begun = Date.now()
  for (let isBegun = false; Date.now() - begun < 40_000; ) {
    const call = (await read.query('select due_at from calls')).rows[0]
    if (!call && isBegun) return
    if (call && calls.underWay === 0) {
      isBegun = true
      const wait_ms = call.due_at.getTime() - madang.clock.now().getTime()
      if (wait_ms > 0) madang.clock.advance(wait_ms)
    }
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  throw new Error('a call waits for ever')
}
