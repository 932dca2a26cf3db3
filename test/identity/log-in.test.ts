import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { revokedSessions } from '../../contracts/identity.ts'
import { openPeople, PASSWORD, type People } from './people.ts'

let people: People
beforeAll(async () => {
  people = await openPeople()
})
afterAll(() => people.close())

describe('a member', () => {
  it('cannot choose their roles', async () => {
    const { status, body } = await people.register({ email: 'boss@example.com', roles: ['operator'] })
    expect(status).toBe(400)
    expect(body).toMatchObject({ code: 'invalid_request', errors: [{ pointer: '/roles', code: 'unknown_field' }] })
  })

  it('registers, proves who they are, and leaves the session', async () => {
    const { status, body } = await people.register({ email: ' Minsu@Example.com', region: '서울' })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      user: { email: 'minsu@example.com', name: '김민수', roles: ['customer'], region: '서울', language: 'en' },
      expiresIn: 600,
    })
    expect(await people.validate(body.token)).toMatchObject({ valid: true, userId: body.user.id, roles: ['customer'] })
    expect((await people.ask('GET', '/api/users/me', { token: body.token })).status).toBe(200)
    const again = await people.logIn('MINSU@example.com')
    expect(again).toMatchObject({ status: 200, body: { user: body.user } })
    expect((await people.ask('POST', '/api/users/logout', { token: again.body.token })).status).toBe(204)
    expect(await people.validate(again.body.token)).toEqual({ valid: false })
    expect((await people.refresh(again.body.refreshToken)).status).toBe(401)
    expect(await people.validate(body.token)).toMatchObject({ valid: true })
    const { sessions } = await people.application.rpc.call(revokedSessions, {})
    expect(sessions).toHaveLength(1)
  })

  it.each([
    ['no address', { email: 'minsu' }, 400, 'invalid_request'],
    ['a short password', { password: '1234567' }, 400, 'invalid_request'],
    ['a blank name', { name: '  ' }, 400, 'invalid_request'],
    ['a taken address', { email: 'taken@example.com' }, 409, 'email_taken'],
  ])('is not registered with %s', async (_, given, status, code) => {
    await people.register({ email: 'taken@example.com' })
    expect(await people.register(given)).toMatchObject({ status, body: { code } })
  })

  it('gets an address that many want at once, and only one does', async () => {
    const email = people.newEmail()
    const answers = await Promise.all(Array.from({ length: 20 }, () => people.register({ email })))
    expect(answers.map(answer => answer.status).sort()).toEqual([201, ...Array(19).fill(409)])
  })

  it('sees their wallets opened', async () => {
    const { body } = await people.register()
    await people.application.awaitIdle()
    const { rows } = await people.application
      .service('money')
      .read.query('select 1 from accounts where owner = $1', [body.user.id])
    expect(rows.length).toBeGreaterThan(0)
  })
})

describe('a wrong password', () => {
  it('is answered like an unknown address: same status, same body, same type', async () => {
    const { body } = await people.register()
    const known = await people.logIn(body.user.email, 'wrong password')
    const unknown = await people.logIn(people.newEmail(), 'wrong password')
    const look = ({ status, text, headers }: typeof known) => [status, text, headers['content-type']]
    expect(look(known)).toEqual(look(unknown))
    for (const { headers } of [known, unknown])
      expect(headers).toMatchObject({ 'www-authenticate': 'Bearer', 'content-language': 'en' })
    expect(known).toMatchObject({ status: 401, body: { code: 'bad_credentials' } })
  })

  it('takes as long as an unknown address', async () => {
    const registered = await Promise.all(Array.from({ length: 10 }, () => people.register()))
    let count = 0
    const timed = async (email: string): Promise<number> => {
      const before = performance.now()
      await people.logIn(email, 'wrong password', { remoteAddress: `192.0.2.${100 + (count += 1)}` })
      return performance.now() - before
    }
    const [known, unknown]: [number[], number[]] = [[], []]
    for (let round = 0; round < 3; round++) {
      for (const { body } of registered) {
        known.push(await timed(body.user.email))
        unknown.push(await timed(`nobody-${body.user.email}`))
      }
    }
    const median = (times: number[]) => times.sort((a, b) => a - b)[times.length >> 1] ?? 0
    const ratio = median(unknown) / median(known)
    expect(ratio).toBeGreaterThan(0.6)
    expect(ratio).toBeLessThan(1.6)
  })

  it('five times in a row makes strangers wait, over a restart; of an unknown address it looks the same', async () => {
    const { email } = (await people.register()).body.user
    const strange = { remoteAddress: '192.0.2.50' }
    for (const address of [email, people.newEmail('nobody')]) {
      for (let count = 0; count < 5; count++) {
        expect((await people.logIn(address, 'wrong one', strange)).status).toBe(401)
      }
      await people.restart()
      const answer = await people.logIn(address, PASSWORD, strange)
      expect(answer).toMatchObject({ status: 429, body: { code: 'too_many_tries', retryAfter: expect.any(Number) } })
      expect(answer.headers['retry-after']).toBe(String(answer.body.retryAfter))
      expect(answer.body.retryAfter).toBeGreaterThan(20)
      expect(answer.body.retryAfter).toBeLessThanOrEqual(30)
    }
    people.advance(30_000)
    expect((await people.logIn(email, 'wrong one', strange)).status).toBe(401)
    const { body } = await people.logIn(email, PASSWORD, strange)
    expect(body.retryAfter).toBeGreaterThan(50)
    people.advance(60_000)
    expect((await people.logIn(email, PASSWORD, strange)).status).toBe(200)
  })

  it('of a stranger does not keep the owner out of a device that has logged in before', async () => {
    const registered = (await people.register()).body
    const { email } = registered.user
    for (let count = 0; count < 8; count++) await people.logIn(email, 'wrong one', { remoteAddress: '192.0.2.51' })
    const onDevice = (deviceToken: string, password = PASSWORD) =>
      people.ask('POST', '/api/users/login', { body: { email, password, deviceToken } })
    const again = await onDevice(registered.deviceToken)
    expect(again).toMatchObject({ status: 200, body: { deviceToken: registered.deviceToken } })
    expect((await people.logIn(email)).status).toBe(429)
    const others = (await people.register()).body.deviceToken
    for (const forged of [others, 'x', `${registered.deviceToken}x`, '.']) {
      expect((await onDevice(forged)).status).toBe(429)
    }
    for (let count = 0; count < 5; count++) expect((await onDevice(registered.deviceToken, 'wrong')).status).toBe(401)
    expect((await onDevice(registered.deviceToken)).status).toBe(429)
  })

  it('on many accounts makes a network wait, not others', async () => {
    const { email } = (await people.register()).body.user
    const strange = { remoteAddress: '192.0.2.52' }
    for (let count = 0; count < 50; count++) await people.logIn(people.newEmail('nobody'), 'wrong one', strange)
    expect(await people.logIn(email, PASSWORD, strange)).toMatchObject({
      status: 429,
      body: { code: 'too_many_tries' },
    })
    expect((await people.logIn(email)).status).toBe(200)
  })

  it('many at once are counted one by one', async () => {
    const { body } = await people.register()
    const tries = Array.from({ length: 12 }, () => people.logIn(body.user.email, 'wrong one'))
    const statuses = (await Promise.all(tries)).map(({ status }) => status)
    expect(statuses.filter(status => status === 401)).toHaveLength(5)
    expect(statuses.filter(status => status === 429)).toHaveLength(7)
  })

  it('that has to wait is no answer to keep: the same key tries again', async () => {
    const { email } = (await people.register()).body.user
    for (let count = 0; count < 5; count++) await people.logIn(email, 'wrong one')
    const keyed = { 'idempotency-key': 'again-later' }
    expect((await people.logIn(email, PASSWORD, keyed)).status).toBe(429)
    people.advance(30_000)
    expect((await people.logIn(email, PASSWORD, keyed)).status).toBe(200)
  })

  it('of who is logged in counts for their log-in alone', async () => {
    const { token, user } = (await people.register()).body
    for (let count = 0; count < 8; count++) await people.logIn(user.email, 'wrong one')
    const change = (currentPassword: string) =>
      people.ask('PUT', '/api/users/me/password', { token, body: { currentPassword, newPassword: 'staple battery' } })
    for (let count = 0; count < 4; count++) expect((await change('wrong one')).status).toBe(401)
    expect((await change(PASSWORD)).status).toBe(204)
  })
})

describe('a refusal that is recorded', () => {
  it.each([
    ['ko', '이메일이나 비밀번호가 맞지 않아요. 다시 확인해 주세요.'],
    ['en', 'The e-mail address or the password is wrong. Check both and try again.'],
  ])('is said in the language of who asks, also when it is said again: %s', async (language, title) => {
    const { body } = await people.register()
    const more = { 'accept-language': language, 'idempotency-key': `wrong-${language}` }
    for (const again of [undefined, 'true']) {
      const answer = await people.logIn(body.user.email, 'wrong password', more)
      expect(answer).toMatchObject({ status: 401, body: { type: '/problems/bad_credentials', title } })
      expect(answer.headers).toMatchObject({ 'content-language': language, 'www-authenticate': 'Bearer' })
      expect(answer.headers['idempotency-replayed']).toBe(again)
    }
  })

  it.each(['', 'x'])('of a refresh token %j says how to prove who one is', async text => {
    const { status, headers } = await people.refresh(text, { 'accept-language': 'ko' })
    expect([status, headers['www-authenticate'], headers['content-language']]).toEqual([401, 'Bearer', 'ko'])
  })
})

describe('an idempotency key of people who are not logged in', () => {
  const from = (remoteAddress: string) => ({ remoteAddress, 'idempotency-key': 'the-same-for-all' })

  it('is theirs alone: from another address it is another key', async () => {
    const [first, second] = await Promise.all([
      people.register({}, from('192.0.2.1')),
      people.register({}, from('192.0.2.2')),
    ])
    expect([first?.status, second?.status]).toEqual([201, 201])
    expect(first?.body.user.id).not.toBe(second?.body.user.id)
  })

  it('is one for each route, and gives the stored answer there', async () => {
    const email = people.newEmail()
    const registered = await people.register({ email }, from('192.0.2.3'))
    expect((await people.logIn(email, PASSWORD, from('192.0.2.3'))).status).toBe(200)
    const again = await people.register({ email }, from('192.0.2.3'))
    expect([again.text, again.headers['idempotency-replayed']]).toEqual([registered.text, 'true'])
  })

  it('is one for a household: an IPv6 address changes within its network', async () => {
    const email = people.newEmail()
    const first = await people.register({ email }, from('2001:db8:1:2:3:4:5:6'))
    const again = await people.register({ email }, from('2001:db8:1:2::9'))
    expect(again.text).toBe(first.text)
    expect((await people.register({ email }, from('2001:db8:1:3::9'))).body.code).toBe('email_taken')
  })
})

describe('a refresh token', () => {
  it('used by several tabs at once gives all of them the same one, and nobody is logged out', async () => {
    for (let round = 0; round < 10; round++) {
      const { body } = await people.register()
      const tabs = await Promise.all(Array.from({ length: 4 }, () => people.refresh(body.refreshToken)))
      expect(tabs.map(({ status }) => status)).toEqual([200, 200, 200, 200])
      expect(new Set(tabs.map(tab => tab.body.refreshToken)).size).toBe(1)
      for (const tab of tabs) expect(await people.validate(tab.body.token)).toMatchObject({ valid: true })
      expect((await people.refresh(tabs[0]?.body.refreshToken)).status).toBe(200)
    }
  })

  it('whose answer was lost in a reload is given the same answer for 30 seconds, over a restart', async () => {
    const { body } = await people.register()
    const lost = await people.refresh(body.refreshToken)
    await people.restart()
    people.advance(20_000)
    const again = await people.refresh(body.refreshToken)
    expect(again).toMatchObject({ status: 200, body: { refreshToken: lost.body.refreshToken } })
    people.advance(10_000)
    expect((await people.refresh(body.refreshToken)).status).toBe(401)
    expect((await people.refresh(again.body.refreshToken)).status).toBe(401)
    expect(await people.validate(again.body.token)).toEqual({ valid: false })
  })

  it('that was stolen and used ends the family; another log-in continues', async () => {
    const { body } = await people.register()
    const other = (await people.logIn(body.user.email)).body
    const next = (await people.refresh(body.refreshToken)).body
    const after = (await people.refresh(next.refreshToken)).body
    expect((await people.refresh(body.refreshToken)).status).toBe(401)
    expect((await people.refresh(after.refreshToken)).status).toBe(401)
    expect((await people.refresh(other.refreshToken)).status).toBe(200)
  })

  it('sent again under its idempotency key gives the same pair, and ends nothing', async () => {
    const { body } = await people.register()
    const send = () =>
      people.refresh(body.refreshToken, { 'idempotency-key': `refresh ${body.user.id}`.replace(' ', '-') })
    const answers = [await send(), await send(), await send()]
    expect(new Set(answers.map(answer => answer.text)).size).toBe(1)
    expect(answers[1]?.headers['idempotency-replayed']).toBe('true')
    expect((await people.refresh(answers[0]?.body.refreshToken)).status).toBe(200)
  })

  it('runs out after 24 hours', async () => {
    const { body } = await people.register()
    people.advance(24 * 60 * 60_000)
    expect((await people.refresh(body.refreshToken)).status).toBe(401)
  })

  it('is remembered no longer than it could do harm', async () => {
    const { body } = await people.register()
    const remembered = async () => {
      const text = 'select count(*)::int as count from refresh_tokens where member_id = $1'
      return (await people.context.read.query(text, [body.user.id])).rows[0].count
    }
    const next = (await people.refresh(body.refreshToken)).body
    expect(await remembered()).toBe(2)
    people.advance(23 * 60 * 60_000)
    const after = (await people.refresh(next.refreshToken)).body
    people.advance(2 * 60 * 60_000)
    const last = (await people.refresh(after.refreshToken)).body
    expect(await remembered()).toBe(2)
    await people.ask('POST', '/api/users/logout', { token: last.token })
    expect(await remembered()).toBe(0)
  })

  it.each(['', 'x', 'q'.repeat(43)])('%j is refused', async text => {
    expect(await people.refresh(text)).toMatchObject({ status: 401, body: { code: 'invalid_refresh_token' } })
  })
})

describe('a new password', () => {
  it('ends every other log-in, and the old one no longer counts', async () => {
    const { body } = await people.register()
    const { email } = body.user
    const other = (await people.logIn(email)).body
    const change = (currentPassword: string) =>
      people.ask('PUT', '/api/users/me/password', {
        token: body.token,
        body: { currentPassword, newPassword: 'staple battery horse' },
      })
    expect(await change('wrong password')).toMatchObject({ status: 401, body: { code: 'bad_credentials' } })
    expect((await change(PASSWORD)).status).toBe(204)
    expect((await people.refresh(other.refreshToken)).status).toBe(401)
    expect(await people.validate(other.token)).toEqual({ valid: false })
    expect((await people.refresh(body.refreshToken)).status).toBe(200)
    expect((await people.logIn(email)).status).toBe(401)
    expect((await people.logIn(email, 'staple battery horse')).status).toBe(200)
  })
})

describe('a token', () => {
  it.each(['', 'x', 'a.b.c', `${'e'.repeat(4000)}`])('%j is said not to count', async text => {
    expect(await people.ask('POST', '/api/users/validate', { body: { token: text } })).toMatchObject({
      status: 200,
      body: { valid: false },
    })
  })

  it('that was changed, or has run out, does not count', async () => {
    const { body } = await people.register()
    const [head, claims, signature] = body.token.split('.')
    const forged = Buffer.from(JSON.stringify({ ...JSON.parse(atob(claims)), roles: ['operator'] })).toString(
      'base64url',
    )
    expect(await people.validate(`${head}.${forged}.${signature}`)).toEqual({ valid: false })
    expect(await people.validate(body.token)).toMatchObject({ valid: true })
    people.advance(10 * 60_000)
    expect(await people.validate(body.token)).toEqual({ valid: false })
    expect((await people.ask('GET', '/api/users/me', { token: body.token })).status).toBe(401)
  })

  it('is checked with published keys that stay the same over a restart', async () => {
    const keys = () => people.ask('GET', '/.well-known/jwks.json')
    const { body, headers } = await keys()
    expect(body.keys).toEqual([expect.objectContaining({ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig' })])
    expect(headers['cache-control']).toBe('public, max-age=300')
    await people.restart()
    expect((await keys()).body).toEqual(body)
  })
})
