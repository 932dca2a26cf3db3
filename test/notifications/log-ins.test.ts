import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LiveSocket, LiveStream } from '../harness/live.ts'
import { type Member, openTestPlatform, PASSWORD, type TestPlatform } from '../harness/platform.ts'
import { deposit, tellMember } from './notices.ts'

/** Two processes on one database: what is written, or ends, in one of them is known in the other. */
let here: TestPlatform
let there: TestPlatform
let address: string
let operator: Member

beforeAll(async () => {
  here = await openTestPlatform()
  there = await openTestPlatform({ databaseUrl: here.databaseUrl, env: { MADANG_DATA: here.directory } })
  address = await there.platform.listen()
  operator = await here.operator()
})
afterAll(async () => {
  await there.close()
  expect(await here.differences()).toEqual([])
  await here.close()
})

/** A socket and a stream, both at the other process. */
class Connected {
  readonly socket: LiveSocket
  readonly stream: LiveStream
  readonly #member: Member

  constructor(socket: LiveSocket, stream: LiveStream, member: Member) {
    this.socket = socket
    this.stream = stream
    this.#member = member
  }

  static async as(member: Member): Promise<Connected> {
    const { token } = member
    const [socket, stream] = await Promise.all([LiveSocket.open(address, { token }), LiveStream.open(address, token)])
    return new Connected(socket, stream, member)
  }

  /** Both hear what is written here. */
  async hear(): Promise<void> {
    const { id, token } = this.#member
    await tellMember(here, id, [deposit()])
    const { seq } = (await here.get('/api/notifications/unread-count', token)).body
    await Promise.all([this.socket.untilSeq(seq), this.stream.untilSeq(seq)])
  }

  async end(): Promise<number> {
    const [code] = await Promise.all([this.socket.closed, this.stream.ended])
    return code
  }

  close(): void {
    this.socket.close()
    this.stream.cut()
  }
}

test('what one process writes is heard at another', async () => {
  const connected = await Connected.as(await here.register())
  for (let times = 0; times < 3; times += 1) await connected.hear()
  connected.close()
})

describe('ntf.logout-everywhere', () => {
  test('a rotation of tokens ends neither socket nor stream, also for the new token', async () => {
    const member = await here.register()
    const connected = await Connected.as(member)
    const { status, body } = await here.post('/api/users/refresh', { refreshToken: member.refreshToken })
    expect(status).toBe(200)
    await connected.hear()
    connected.socket.send({ type: 'token', token: body.token })
    await connected.hear()
    connected.close()
  })

  test.each([
    ['a log-out', (member: Member) => here.ask('POST', '/api/users/logout', { token: member.token }), 204],
    [
      'a deactivation',
      ({ id }: Member) => here.ask('POST', `/api/users/${id}/deactivate`, { token: operator.token }),
      200,
    ],
    ['leaving for good', ({ token }: Member) => here.ask('DELETE', '/api/users/me', { token }), 204],
  ])('%s in one process ends them in the other', async (_, act, status) => {
    const member = await here.register()
    await here.application.awaitIdle()
    const connected = await Connected.as(member)
    expect((await act(member)).status).toBe(status)
    expect(await connected.end()).toBe(4401)
  })

  test('a new password ends those of other log-ins', async () => {
    const member = await here.register()
    const other = await here.logIn(member)
    const [own, others] = await Promise.all([Connected.as(member), Connected.as(other)])
    const passwords = { currentPassword: PASSWORD, newPassword: `${PASSWORD} 2` }
    const { status } = await here.ask('PUT', '/api/users/me/password', { token: member.token, body: passwords })
    expect(status).toBe(204)
    expect(await others.end()).toBe(4401)
    await own.hear()
    own.close()
  })

  test('fewer roles end those that had more', async () => {
    const member = await here.register()
    const set = (roles: string[]) =>
      here.ask('PUT', `/api/users/${member.id}/roles`, { token: operator.token, body: { roles } })
    await set(['merchant'])
    const connected = await Connected.as(await here.logIn(member))
    expect((await set([])).status).toBe(200)
    expect(await connected.end()).toBe(4401)
  })
})
