import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPeople, PASSWORD, type People } from './people.ts'

let people: People
beforeAll(async () => {
  people = await openPeople()
})
afterAll(() => people.close())

const OWN = { 'x-madang-session': '1', 'sec-fetch-site': 'same-origin' }

interface AskOptions {
  readonly body?: object
  readonly lost?: boolean
  readonly [header: string]: unknown
}

/** A browser: keeps cookies as it is told to, and sends them to `/session`. Its tabs share it. */
class Browser {
  readonly cookies = new Map<string, string>()
  readonly attributes = new Map<string, string>()

  async ask(method: 'POST' | 'DELETE', path: string, options: AskOptions = {}) {
    const { lost = false, ...more } = options
    const answer = await people.ask(method, path, { ...OWN, ...this.#header(), ...more })
    // An answer that is lost on the way changes nothing here.
    if (!lost) for (const text of [answer.headers['set-cookie'] ?? []].flat()) this.#keep(String(text))
    return answer
  }

  logIn = (email: string, password = PASSWORD) => this.ask('POST', '/session', { body: { email, password } })
  refresh = (more: AskOptions = {}) => this.ask('POST', '/session/refresh', more)
  logOut = () => this.ask('DELETE', '/session')

  #header() {
    const pairs = [...this.cookies].map(([name, value]) => `${name}=${value}`)
    return pairs.length === 0 ? {} : { cookie: pairs.join('; ') }
  }

  #keep(text: string): void {
    const [, name = '', value = '', attributes = ''] = /^(\w+)=([^;]*); (.*)$/.exec(text) ?? []
    this.attributes.set(name, attributes)
    if (attributes.includes('Max-Age=0')) this.cookies.delete(name)
    else this.cookies.set(name, value)
  }
}

async function loggedIn() {
  const { user } = (await people.register()).body
  const browser = new Browser()
  const answer = await browser.logIn(user.email)
  expect(answer.status).toBe(200)
  return { browser, user, token: answer.body.accessToken as string }
}

describe('a browser', () => {
  it('logs in: the access token in the body, the refresh token in a cookie that no script can read', async () => {
    const { browser, user } = await loggedIn()
    const { status, body, text } = await browser.logIn(user.email)
    expect([status, body]).toEqual([200, { user, accessToken: expect.any(String), expiresIn: 600 }])
    expect(await people.validate(body.accessToken)).toMatchObject({ valid: true, userId: user.id })
    const refreshToken = browser.cookies.get('madang_session') ?? ''
    expect(refreshToken.length).toBeGreaterThan(40)
    expect(text).not.toContain(refreshToken)
    expect(browser.attributes.get('madang_session')).toBe('Max-Age=86400; Path=/session; HttpOnly; SameSite=Strict')
  })

  it('becomes a member, and is logged in', async () => {
    const browser = new Browser()
    const body = { email: people.newEmail(), password: PASSWORD, name: '김하늘', phone: '010 2345 6789' }
    const registered = await browser.ask('POST', '/session/register', { body, 'accept-language': 'ko' })
    expect(registered).toMatchObject({
      status: 201,
      body: { user: { name: '김하늘', language: 'ko' }, expiresIn: 600 },
    })
    expect(registered.text).not.toContain('efreshToken')
    expect((await browser.refresh()).body.user).toEqual(registered.body.user)
    const me = await people.ask('GET', '/api/users/me', { token: registered.body.accessToken })
    expect(me.body).toMatchObject({ email: body.email, phone: '010-2345-6789' })
    expect(await browser.ask('POST', '/session/register', { body: { ...body, name: 'x' } })).toMatchObject({
      status: 409,
      body: { code: 'email_taken' },
    })
  })

  it('renews its token, and is told who is logged in, with roles and language as they are now', async () => {
    const { browser, user, token } = await loggedIn()
    await people.ask('PATCH', '/api/users/me', { token, body: { language: 'ko', name: '이름 바뀜' } })
    const before = browser.cookies.get('madang_session')
    const { status, body } = await browser.refresh()
    expect([status, body]).toEqual([
      200,
      { user: { ...user, language: 'ko', name: '이름 바뀜' }, accessToken: expect.any(String), expiresIn: 600 },
    ])
    expect(browser.cookies.get('madang_session')).not.toBe(before)
    expect(await people.validate(body.accessToken)).toMatchObject({ valid: true })
  })

  it('logs out: the cookie goes and every token of the log-in counts no more; again changes nothing', async () => {
    const { browser, token } = await loggedIn()
    const kept = browser.cookies.get('madang_session') ?? ''
    expect((await browser.logOut()).status).toBe(204)
    expect(browser.cookies.has('madang_session')).toBe(false)
    expect(await people.validate(token)).toEqual({ valid: false })
    browser.cookies.set('madang_session', kept)
    expect(await browser.refresh()).toMatchObject({ status: 401, body: { code: 'invalid_refresh_token' } })
    expect((await browser.logOut()).status).toBe(204)
    expect((await new Browser().logOut()).status).toBe(204)
  })

  it('logs out with the cookie of a renewal whose answer was lost', async () => {
    const { browser } = await loggedIn()
    const { body } = await browser.refresh({ lost: true })
    expect((await browser.logOut()).status).toBe(204)
    expect(await people.validate(body.accessToken)).toEqual({ valid: false })
  })

  it('without a cookie, or with a made-up one, is told to log in', async () => {
    const browser = new Browser()
    for (const value of [null, 'x', 'q'.repeat(43)]) {
      if (value !== null) browser.cookies.set('madang_session', value)
      const answer = await browser.refresh()
      expect(answer).toMatchObject({ status: 401, body: { code: 'invalid_refresh_token' } })
      expect(answer.headers['set-cookie']).toBeUndefined()
    }
  })

  it('that its owner used before is not kept out by the wrong passwords of strangers', async () => {
    const { browser, user } = await loggedIn()
    await browser.logOut()
    for (let count = 0; count < 8; count++) await new Browser().logIn(user.email, 'wrong one')
    expect(await new Browser().logIn(user.email)).toMatchObject({ status: 429, body: { code: 'too_many_tries' } })
    expect((await browser.logIn(user.email)).status).toBe(200)
  })

  it('is refused a wrong password as the API refuses it', async () => {
    const { user } = await loggedIn()
    const answer = await new Browser().logIn(user.email, 'wrong password')
    expect(answer.text).toBe((await people.logIn(user.email, 'wrong password')).text)
    expect(answer.headers['set-cookie']).toBeUndefined()
  })
})

describe('a renewal', () => {
  it('that a reload cut off is answered again', async () => {
    const { browser } = await loggedIn()
    const lost = await browser.refresh({ lost: true })
    await people.restart()
    people.advance(20_000)
    const again = await browser.refresh()
    expect(again).toMatchObject({ status: 200, body: { user: lost.body.user } })
    expect((await browser.refresh()).status).toBe(200)
  })

  it('by two tabs at once logs neither out, and both go on', async () => {
    const { browser } = await loggedIn()
    const tabs = await Promise.all([browser.refresh(), browser.refresh(), browser.refresh()])
    expect(tabs.map(({ status }) => status)).toEqual([200, 200, 200])
    for (const { body } of tabs) expect(await people.validate(body.accessToken)).toMatchObject({ valid: true })
    expect((await browser.refresh()).status).toBe(200)
  })

  it('by a tab that slept with an old cookie, after its next one was used, ends the log-in', async () => {
    const { browser } = await loggedIn()
    const old = browser.cookies.get('madang_session') ?? ''
    await browser.refresh()
    await browser.refresh()
    const thief = new Browser()
    thief.cookies.set('madang_session', old)
    expect((await thief.refresh()).status).toBe(401)
    expect((await browser.refresh()).status).toBe(401)
  })

  it('that comes late does not take the cookie of a newer log-in away', async () => {
    const { browser, user } = await loggedIn()
    const late = new Browser()
    late.cookies.set('madang_session', browser.cookies.get('madang_session') ?? '')
    await browser.logOut()
    await browser.logIn(user.email)
    const answer = await late.refresh()
    expect([answer.status, answer.headers['set-cookie']]).toEqual([401, undefined])
    expect((await browser.refresh()).status).toBe(200)
  })

  it('under the key of another browser in the same network gives that one nothing', async () => {
    const [mine, theirs] = [await loggedIn(), await loggedIn()]
    const keyed = { 'idempotency-key': 'the-same-for-all' }
    expect((await mine.browser.refresh(keyed)).body.user.id).toBe(mine.user.id)
    expect((await theirs.browser.refresh(keyed)).body.user.id).toBe(theirs.user.id)
  })
})

describe('a page of another site', () => {
  it.each([
    ['without the header of our pages', { 'x-madang-session': '' }],
    ['that says so', { 'sec-fetch-site': 'cross-site' }],
    ['of a sibling host', { 'sec-fetch-site': 'same-site' }],
  ])('%s gets and changes nothing', async (_, headers) => {
    const { browser, user, token } = await loggedIn()
    const cookie = { cookie: `madang_session=${browser.cookies.get('madang_session')}` }
    const body = { email: user.email, password: PASSWORD }
    const answers = [
      await people.ask('POST', '/session', { ...OWN, ...headers, body }),
      await people.ask('POST', '/session/refresh', { ...OWN, ...cookie, ...headers }),
      await people.ask('DELETE', '/session', { ...OWN, ...cookie, ...headers }),
    ]
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 403, body: { code: 'cross_site' } })
      expect(answer.headers['set-cookie']).toBeUndefined()
    }
    expect(await people.validate(token)).toMatchObject({ valid: true })
    expect((await browser.refresh()).status).toBe(200)
  })
})
