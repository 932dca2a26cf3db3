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
    expect(known).toMatchObject({ status: 401, body: { code: 'bad_credentials' } })
  })

  it('takes as long as an unknown address', async () => {
    const registered = await Promise.all(Array.from({ length: 10 }, () => people.register()))
    const timed = async (email: string): Promise<number> => {
      const before = performance.now()
      await people.logIn(email, 'wrong password')
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

  it('five times in a row locks for two hours, over a restart; of an unknown address it looks the same', async () => {
    const { body } = await people.register()
    const { email } = body.user
    for (const address of [email, 'nobody@example.com']) {
      for (let count = 0; count < 5; count++) expect((await people.logIn(address, 'wrong one')).status).toBe(401)
      expect(await people.logIn(address)).toMatchObject({
        status: 423,
        body: { code: 'locked', until: expect.any(String) },
      })
    }
    await people.restart()
    expect((await people.logIn(email)).status).toBe(423)
    people.advance(2 * 60 * 60_000)
    expect((await people.logIn(email)).status).toBe(200)
  })

  it('many at once are counted one by one', async () => {
    const { body } = await people.register()
    const answers = await Promise.all(Array.from({ length: 12 }, () => people.logIn(body.user.email, 'wrong one')))
    expect(answers.filter(answer => answer.status === 401)).toHaveLength(5)
    expect(answers.filter(answer => answer.status === 423)).toHaveLength(7)
  })
})

describe('a refresh token', () => {
  it('used twice at once: exactly one wins, and then the log-in is over for both', async () => {
    for (let round = 0; round < 10; round++) {
      const { body } = await people.register()
      const answers = await Promise.all([people.refresh(body.refreshToken), people.refresh(body.refreshToken)])
      expect(answers.map(answer => answer.status).sort()).toEqual([200, 401])
      const winner = answers.find(answer => answer.status === 200)
      expect((await people.refresh(winner?.body.refreshToken)).status).toBe(401)
      expect(await people.validate(winner?.body.token)).toEqual({ valid: false })
    }
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
