import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPeople, PASSWORD, type People } from './people.ts'

let people: People
beforeAll(async () => {
  people = await openPeople()
})
afterAll(() => people.close())

const CHROME = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36'
const SAFARI = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Mobile/15E148 Safari/604.1'

const sessions = async (token: string) => (await people.ask('GET', '/api/users/me/sessions', { token })).body.items
const end = (token: string, id: string) => people.ask('DELETE', `/api/users/me/sessions/${id}`, { token })

/** Registered with Chrome, then logged in with Safari and with a program. */
async function onThreeDevices() {
  const registered = (await people.register({}, { 'user-agent': CHROME })).body
  const { email } = registered.user
  people.advance(1_000)
  const phone = (await people.logIn(email, PASSWORD, { 'user-agent': SAFARI })).body
  people.advance(1_000)
  const program = (await people.logIn(email, PASSWORD, { 'user-agent': 'curl/8.9.1' })).body
  return { laptop: registered, phone, program }
}

describe('the list of my log-ins', () => {
  it('names each device by browser and system, this one first, then the one used last', async () => {
    const { phone } = await onThreeDevices()
    const listed = await sessions(phone.token)
    expect(listed).toMatchObject([
      { current: true, browser: 'Safari', system: 'iOS' },
      { current: false, browser: null, system: null },
      { current: false, browser: 'Chrome', system: 'Windows' },
    ])
    for (const { id, startedAt, lastUsedAt } of listed) {
      expect(id).toMatch(/^ses_/)
      expect(lastUsedAt).toBe(startedAt)
    }
  })

  it('tells when each was used last, over renewals and a restart', async () => {
    const { laptop, phone } = await onThreeDevices()
    people.advance(60_000)
    await people.refresh(laptop.refreshToken)
    await people.restart()
    const [, second] = await sessions(phone.token)
    expect(second).toMatchObject({ browser: 'Chrome', system: 'Windows' })
    expect(Date.parse(second.lastUsedAt) - Date.parse(second.startedAt)).toBeGreaterThan(60_000)
  })

  it('has the log-ins of a browser too, and none that has ended or run out', async () => {
    const { user, token } = (await people.register()).body
    const page = { 'x-madang-session': '1', 'sec-fetch-site': 'same-origin', 'user-agent': CHROME }
    await people.ask('POST', '/session', { body: { email: user.email, password: PASSWORD }, ...page })
    expect((await sessions(token)).map(({ browser }: { browser: string }) => browser)).toEqual([null, 'Chrome'])
    people.advance(23 * 60 * 60_000)
    const { body } = await people.logIn(user.email)
    people.advance(2 * 60 * 60_000)
    const again = await people.refresh(body.refreshToken)
    expect(await sessions(again.body.token)).toHaveLength(1)
  })
})

describe('a device', () => {
  it('is logged out from another one, at once', async () => {
    const { laptop, phone } = await onThreeDevices()
    const [, , chrome] = await sessions(phone.token)
    expect((await end(phone.token, chrome.id)).status).toBe(204)
    expect(await people.validate(laptop.token)).toEqual({ valid: false })
    expect((await people.refresh(laptop.refreshToken)).status).toBe(401)
    expect(await sessions(phone.token)).toHaveLength(2)
    expect(await end(phone.token, chrome.id)).toMatchObject({ status: 404, body: { code: 'session_unknown' } })
  })

  it('of somebody else is none of mine', async () => {
    const [mine, theirs] = [await onThreeDevices(), await onThreeDevices()]
    const [first] = await sessions(theirs.phone.token)
    expect(await end(mine.phone.token, first.id)).toMatchObject({ status: 404, body: { code: 'session_unknown' } })
    expect(await people.validate(theirs.phone.token)).toMatchObject({ valid: true })
  })

  it('logs out all others, and goes on', async () => {
    const { laptop, phone, program } = await onThreeDevices()
    const others = () => people.ask('POST', '/api/users/me/sessions/end-others', { token: phone.token })
    expect(await others()).toMatchObject({ status: 200, body: { ended: 2 } })
    expect(await others()).toMatchObject({ status: 200, body: { ended: 0 } })
    for (const { token } of [laptop, program]) expect(await people.validate(token)).toEqual({ valid: false })
    expect((await people.refresh(phone.refreshToken)).status).toBe(200)
    expect((await people.logIn(laptop.user.email)).status).toBe(200)
  })
})
