import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  maskedNames,
  memberByEmail,
  memberInfo,
  NOTIFICATIONS_DEFAULT,
  revokedSessions,
} from '../../contracts/identity.ts'
import { identity } from '../../services/identity/service.ts'
import { type Answer, openPeople, PASSWORD, type People } from './people.ts'

let people: People
beforeAll(async () => {
  people = await openPeople()
})
afterAll(() => people.close())

const ADDRESS = { street: '세종대로 110', city: '서울특별시', zipCode: '04524' }

/** Everything the service has stored, as one text. */
async function everythingStored(): Promise<string> {
  const { read } = people.context
  const { rows } = await read.query(
    "select table_name as name from information_schema.tables where table_schema = 'identity' order by 1",
  )
  const texts = await Promise.all(
    rows.map(async ({ name }) => (await read.query(`select json_agg(t)::text as text from ${name} t`)).rows[0].text),
  )
  return texts.join('\n')
}

describe('a profile', () => {
  it('is what was set last; null takes a value away; nobody else sees it', async () => {
    const { token, user } = (await people.register({ region: '부산' })).body
    const patch = (body: object) => people.ask('PATCH', '/api/users/me', { token, body })
    const set = { phone: '010-2345-6789', address: ADDRESS, language: 'ko', notifications: { marketing: true } }
    expect(await patch(set)).toMatchObject({ status: 200, body: { ...set, region: '부산' } })
    const changed = await patch({ name: ' 이서연 ', phone: null })
    expect(changed).toMatchObject({ status: 200, body: { name: '이서연', phone: null, address: ADDRESS } })
    expect((await people.ask('GET', '/api/users/me', { token })).body).toEqual(changed.body)
    expect(changed.body.notifications).toEqual({ ...NOTIFICATIONS_DEFAULT, marketing: true })
    const other = (await people.register()).body
    expect((await people.ask('GET', `/api/users/${user.id}`, { token: other.token })).status).toBe(403)
    expect((await people.ask('GET', '/api/users', { token })).status).toBe(403)
    expect((await people.ask('GET', '/api/users/me')).status).toBe(401)
  })

  it.each([
    { phone: 'call me' },
    { language: 'fr' },
    { name: '' },
    { name: ' \n' },
    { address: { city: '서울' } },
    { notifications: { orders: 'yes' } },
    { region: '  ' },
  ])('is not changed by %j', async body => {
    const { token } = (await people.register()).body
    expect((await people.ask('PATCH', '/api/users/me', { token, body })).status).toBe(400)
  })
})

describe('nothing personal is stored in clear', () => {
  it('neither of a profile nor of a stored answer nor of a token', async () => {
    const email = 'Hidden.Person@example.com'
    const key = { 'idempotency-key': 'hidden-1' }
    const first = await people.register({ email, name: '황보숨김' }, key)
    const second = await people.register({ email, name: '황보숨김' }, key)
    expect(second.text).toBe(first.text)
    const { token, refreshToken } = first.body
    const patched = { phone: '010-9876-5432', address: ADDRESS }
    await people.ask('PATCH', '/api/users/me', { token, body: patched, 'idempotency-key': 'hidden-2' })
    const stored = await everythingStored()
    expect(stored).toContain(first.body.user.id)
    for (const secret of [
      'hidden.person',
      '황보숨김',
      '9876-5432',
      '세종대로',
      PASSWORD,
      '$argon2',
      token,
      refreshToken,
    ]) {
      expect(stored.toLowerCase()).not.toContain(secret.toLowerCase())
    }
  })
})

describe('stored answers', () => {
  const keyed = (key: string) => ({ 'idempotency-key': key })

  it('of everything a member does are given again byte for byte, also after a restart', async () => {
    const email = people.newEmail()
    const { token, refreshToken } = (await people.register({ email }, keyed('kept-1'))).body
    const patch = { address: ADDRESS, phone: '010-1111-2222' }
    const password = { currentPassword: 'wrong password', newPassword: 'a better password' }
    const asks = [
      () => people.register({ email }, keyed('kept-1')),
      () => people.logIn(email, PASSWORD, keyed('kept-2')),
      () => people.logIn(email, 'wrong password', keyed('kept-3')),
      () => people.logIn(`nobody-${email}`, 'wrong password', keyed('kept-4')),
      () => people.refresh(refreshToken, keyed('kept-5')),
      () => people.ask('PATCH', '/api/users/me', { token, body: patch, ...keyed('kept-6') }),
      () => people.ask('PUT', '/api/users/me/password', { token, body: password, ...keyed('kept-7') }),
    ]
    const look = ({ status, text, headers }: Answer) => [status, headers['content-type'], text]
    const first = []
    for (const ask of asks) first.push(look(await ask()))
    expect(first.map(([status]) => status)).toEqual([201, 200, 401, 401, 200, 200, 401])
    await people.restart()
    for (const [index, ask] of asks.entries()) {
      const again = await ask()
      expect(look(again)).toEqual(first[index])
      expect(again.headers['idempotency-replayed']).toBe('true')
    }
  })

  it('are forgotten with the member; what was refused stays refused', async () => {
    const email = people.newEmail()
    const register = () => people.register({ email }, keyed('gone-1'))
    const logIn = () => people.logIn(email, PASSWORD, keyed('gone-2'))
    const wrong = () => people.logIn(email, 'wrong password', keyed('gone-3'))
    const { token, refreshToken, user } = (await register()).body
    const refresh = () => people.refresh(refreshToken, keyed('gone-4'))
    const refused = await wrong()
    for (const ask of [logIn, refresh]) expect((await ask()).status).toBe(200)
    await people.ask('PATCH', '/api/users/me', { token, body: { address: ADDRESS }, ...keyed('gone-5') })
    await people.application.awaitIdle()
    expect((await people.ask('DELETE', '/api/users/me', { token, ...keyed('gone-6') })).status).toBe(204)
    await people.application.awaitIdle()

    for (const ask of [register, logIn, refresh]) {
      const answer = await ask()
      expect(answer).toMatchObject({ status: 410, body: { code: 'answer_forgotten' } })
      expect(answer.headers).not.toHaveProperty('idempotency-replayed')
    }
    expect((await wrong()).text).toBe(refused.text)
    const { rows } = await people.context.read.query('select body from commands where sealed_for = $1', [user.id])
    expect(rows).toHaveLength(4)
    for (const { body } of rows) {
      expect(() => people.context.vault.openOwn(body)).toThrow()
      expect(await people.context.vault.open(user.id, body)).toBeNull()
    }
  })

  it('are not kept at all without an idempotency key', async () => {
    const { user, refreshToken } = (await people.register()).body
    await people.refresh(refreshToken)
    const kept = "select type, body, sealed_for from commands where type = any($1) and body <> '' and fingerprint = ''"
    const types = ['identity.register', 'identity.refresh', 'identity.log-in']
    expect((await people.context.read.query(kept, [types])).rows).toEqual([])
    expect(await people.context.writer.head(`member:${user.id}`)).not.toBeNull()
  })
})

describe('a registration whose answer was lost', () => {
  it('is found again by its key: one member, the same tokens', async () => {
    let lost = false
    const faults = {
      reach(place: string) {
        if (lost || place !== 'identity: after commit') return
        lost = true
        throw new Error('the lights went out')
      },
    }
    const others = await openPeople({ faults })
    try {
      const register = () =>
        others.register({ email: 'lost@example.com' }, { 'idempotency-key': 'lost-1', 'x-correlation-id': 'lost' })
      expect((await register()).status).toBe(500)
      const found = await register()
      expect(found).toMatchObject({ status: 201, headers: { 'idempotency-replayed': 'true' } })
      await others.restart()
      expect((await register()).text).toBe(found.text)
      expect(await others.validate(found.body.token)).toMatchObject({ valid: true, userId: found.body.user.id })
      const { rows } = await others.context.read.query('select count(*)::int as members from members')
      expect(rows).toEqual([{ members: 1 }])
    } finally {
      await others.close()
    }
  })
})

describe('who leaves', () => {
  it('is unreadable from then on, and the address is free', async () => {
    const email = people.newEmail()
    const { token, refreshToken, user } = (await people.register({ email })).body
    await people.application.awaitIdle()
    expect((await people.ask('DELETE', '/api/users/me', { token })).status).toBe(204)
    await people.application.awaitIdle()
    const { rows } = await people.context.read.query('select wrapped from subject_keys where subject = $1', [user.id])
    expect(rows).toEqual([{ wrapped: '' }])
    expect(await people.application.rpc.call(maskedNames, { ids: [user.id] })).toEqual({})
    expect(await people.application.rpc.call(memberInfo, { memberId: user.id })).toMatchObject({ active: false })
    expect(await people.application.rpc.call(memberByEmail, { email })).toBeNull()
    expect((await people.logIn(email)).status).toBe(401)
    expect((await people.refresh(refreshToken)).status).toBe(401)
    expect((await people.ask('GET', '/api/users/me', { token })).status).toBe(403)
    const seen = await people.ask('GET', `/api/users/${user.id}`, { token: await people.operator() })
    expect(seen.body).toMatchObject({ email: null, name: null, region: null, status: 'forgotten' })
    const again = await people.register({ email })
    expect(again.status).toBe(201)
    expect(again.body.user.id).not.toBe(user.id)
  })

  it('may not while there is money in the wallet', async () => {
    const { token, user } = (await people.register()).body
    await people.application.awaitIdle()
    const { writer } = people.application.service('money')
    const { deposit } = await import('../../services/money/wallets/deposit.ts')
    const command = deposit({ memberId: user.id, amount: 100, currency: 'KRW', memo: null })
    await writer.run(command, { actor: 'system:test', correlationId: 'c', causationId: 'c' })
    const answer = await people.ask('DELETE', '/api/users/me', { token })
    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'balance_not_zero', obligations: [{ code: 'wallet_balance', amount: 100, currency: 'KRW' }] },
    })
    expect((await people.ask('GET', '/api/users/me', { token })).status).toBe(200)
  })
})

describe('an operator', () => {
  it('sees members masked, page by page', async () => {
    const token = await people.operator()
    const made = []
    for (let count = 0; count < 5; count++) made.push((await people.register()).body.user.id)
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null && seen.length < 5) {
      const page = await people.ask('GET', `/api/users?limit=2&role=customer${cursor && `&cursor=${cursor}`}`, {
        token,
      })
      expect(page.status).toBe(200)
      seen.push(...page.body.items.map((item: { id: string }) => item.id))
      cursor = page.body.nextCursor
      expect(page.body.items[0]).toMatchObject({
        name: '김*수',
        email: expect.stringMatching(/^p\*\*\*@example\.com$/),
      })
    }
    expect(seen.slice(0, 5)).toEqual(made.reverse())
    expect((await people.ask('GET', '/api/users?cursor=xyz', { token })).status).toBe(400)
  })

  it('deactivates: nothing can be done any more; activates: a new log-in can', async () => {
    const token = await people.operator()
    const { user, token: own, refreshToken } = (await people.register()).body
    const act = (what: string) => people.ask('POST', `/api/users/${user.id}/${what}`, { token })
    expect(await act('deactivate')).toMatchObject({ status: 200, body: { status: 'deactivated' } })
    expect(await act('deactivate')).toMatchObject({ status: 409, body: { code: 'already_deactivated' } })
    expect(await people.logIn(user.email)).toMatchObject({ status: 403, body: { code: 'inactive' } })
    expect((await people.refresh(refreshToken)).status).toBe(401)
    expect(await people.validate(own)).toEqual({ valid: false })
    expect((await people.ask('GET', '/api/users/me', { token: own })).status).toBe(403)
    const { sessions } = await people.application.rpc.call(revokedSessions, {})
    const sid = JSON.parse(atob(own.split('.')[1])).sid
    expect(sessions.map(session => session.sessionId)).toContain(sid)
    expect(await act('activate')).toMatchObject({ status: 200, body: { status: 'active' } })
    expect(await people.logIn(user.email)).toMatchObject({ status: 200 })
  })

  it('gives and takes roles; they are in the next token', async () => {
    const token = await people.operator()
    const { user } = (await people.register()).body
    const set = (roles: string[]) => people.ask('PUT', `/api/users/${user.id}/roles`, { token, body: { roles } })
    expect((await set(['merchant'])).body).toEqual({ id: user.id, roles: ['customer', 'merchant'] })
    const merchant = (await people.logIn(user.email)).body
    expect(await people.validate(merchant.token)).toMatchObject({ roles: ['customer', 'merchant'] })
    await set([])
    expect(await people.validate(merchant.token)).toEqual({ valid: false })
    expect((await set(['king'])).status).toBe(400)
    const unknown = await people.ask('POST', `/api/users/${user.id.replace(/.$/, 'x')}/deactivate`, { token })
    expect(unknown.status).toBe(400)
  })
})

describe('read models', () => {
  it('built anew from the events are the live ones', async () => {
    const { read } = people.context
    const writing = { query: read.query, copy: () => Promise.reject(new Error('identity copies nothing')) }
    const { rows: events } = await read.query(
      `select e.xid::text, e.seq::text, e.type, e.stream, e.data, e.at from events e where e.kind = 'event'
       order by e.xid, e.seq`,
    )
    const contents = async (tables: readonly string[]) =>
      Promise.all(
        tables.map(async table => (await read.query(`select to_jsonb(t) as row from ${table} t order by 1`)).rows),
      )
    for (const view of identity.views ?? []) {
      if (!('types' in view)) continue
      const live = await contents(view.tables)
      expect(live[0]?.length).toBeGreaterThan(0)
      for (const table of view.tables) await read.query(`delete from ${table}`)
      const wanted = events.filter(event => view.types.includes(event.type))
      for (let start = 0; start < wanted.length; start += 7) await view.apply(writing, wanted.slice(start, start + 7))
      expect(await contents(view.tables)).toEqual(live)
    }
  })
})
