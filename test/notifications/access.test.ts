import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LiveSocket, LiveStream } from '../harness/live.ts'
import { type Member, openTestPlatform, type TestPlatform } from '../harness/platform.ts'
import { deposit, failedSettlement, tellMany, tellMember, upTo } from './notices.ts'

let madang: TestPlatform
let address: string
let operator: Member

beforeAll(async () => {
  madang = await openTestPlatform({
    env: { MADANG_CORS_ORIGINS: 'https://shop.example.com' },
  })
  address = await madang.platform.listen()
  operator = await madang.operator()
})
afterAll(async () => {
  expect(await madang.differences()).toEqual([])
  await madang.close()
})

const read = (path: string, body: object | undefined, { token }: Member) => madang.ask('POST', path, { token, body })

describe('ntf.private', () => {
  test('nobody sees, reads or unreads the message of another', async () => {
    const [minji, stranger] = await Promise.all([madang.register('황보민지'), madang.register()])
    const [socket, stream] = await Promise.all([
      LiveSocket.open(address, { token: stranger.token, after: 0 }),
      LiveStream.open(address, stranger.token, '0'),
    ])
    await tellMember(madang, minji.id, [deposit()])
    const { body: own } = await madang.get('/api/notifications', minji.token)
    const [{ id }] = own.items
    for (const verb of ['read', 'unread'])
      expect(await read(`/api/notifications/${id}/${verb}`, undefined, stranger)).toMatchObject({
        status: 404,
        body: { code: 'notification_unknown' },
      })
    socket.send({ type: 'read', ids: [id], key: 'mine' })
    socket.send({ type: 'unread', ids: [id], key: 'mine-too' })
    expect(await socket.until('refused', 2)).toEqual([
      { type: 'refused', key: 'mine', code: 'notification_unknown' },
      { type: 'refused', key: 'mine-too', code: 'notification_unknown' },
    ])
    await tellMember(madang, stranger.id, [deposit()])
    await Promise.all([socket.untilSeq(1), stream.untilSeq(1)])
    const seen = JSON.stringify([socket.frames.all, stream.events.all])
    expect(seen).not.toContain(id)
    expect((await madang.get('/api/notifications?after=0', stranger.token)).body.items).toHaveLength(1)
    expect((await madang.get('/api/notifications/unread-count', minji.token)).body).toMatchObject({ unread: 1 })
    socket.close()
    stream.cut()
  })

  test('no route sends a message to somebody', async () => {
    const { body } = await madang.get('/openapi.json')
    const writes = Object.entries<Record<string, { operationId: string }>>(body.paths)
      .filter(([path]) => path.startsWith('/api/notifications'))
      .flatMap(([, methods]) =>
        Object.entries(methods).flatMap(([method, { operationId }]) => (method === 'get' ? [] : [operationId])),
      )
    expect(writes.sort()).toEqual([
      'makeAnnouncement',
      'readAllNotifications',
      'readNotification',
      'unreadNotification',
    ])
  })

  async function codeOf(hello: object, options: { origin?: string } = {}): Promise<number> {
    const socket = new LiveSocket(address, options)
    await socket.opened()
    socket.send({ type: 'hello', v: 1, ...hello })
    const code = await socket.closed
    expect(socket.frames.all).toEqual([])
    return code
  }

  test('a token that does not count closes with 4401, and no stream begins', async () => {
    const member = await madang.register()
    const { token } = await madang.logIn(member)
    expect((await madang.ask('POST', '/api/users/logout', { token })).status).toBe(204)
    const [head, claims] = member.token.split('.')
    const tokens = { revoked: token, bad: 'nonsense', forged: `${head}.${claims}.AAAA`, refresh: member.refreshToken }
    for (const [what, each] of Object.entries({ ...tokens, missing: undefined })) {
      expect([what, await codeOf({ token: each })]).toEqual([what, 4401])
      await expect(LiveStream.open(address, each ?? '')).rejects.toThrow('401')
    }
  })

  test('a page of a foreign origin is closed with 4403; one that CORS allows, and our own, are not', async () => {
    const { token } = await madang.register()
    expect(await codeOf({ token }, { origin: 'https://evil.example.com' })).toBe(4403)
    expect(await codeOf({ token }, { origin: 'null' })).toBe(4403)
    for (const origin of [address, 'https://shop.example.com']) {
      const socket = await LiveSocket.open(address, { token }, { origin, path: '/ws/notifications' })
      socket.close()
    }
  })

  test('the token of another member does not continue a socket', async () => {
    const [minji, stranger] = await Promise.all([madang.register(), madang.register()])
    const socket = await LiveSocket.open(address, { token: minji.token })
    socket.send({ type: 'token', token: stranger.token })
    expect(await socket.closed).toBe(4403)
  })
})

describe('ntf.flood', () => {
  const codeAfter = async (act: (socket: LiveSocket) => void): Promise<number> => {
    const { token } = await madang.register()
    const socket = await LiveSocket.open(address, { token })
    act(socket)
    return socket.closed
  }

  test('too many frames close with 4429', async () => {
    const code = await codeAfter(socket => {
      for (let sent = 0; sent < 25; sent += 1) socket.send({ type: 'pong' })
    })
    expect(code).toBe(4429)
    expect(await codeAfter(({ socket }) => upTo(25).forEach(() => void socket.ping()))).toBe(4429)
  })

  test('a large frame closes with 4413, and nonsense with 4400', async () => {
    expect(await codeAfter(socket => socket.send(JSON.stringify({ type: 'pong', more: 'x'.repeat(16_384) })))).toBe(
      4413,
    )
    for (const nonsense of ['', '{', '[]', 'null', '{"type":"order"}', '{"type":"read","key":"k","ids":[]}'])
      expect([nonsense, await codeAfter(socket => socket.send(nonsense))]).toEqual([nonsense, 4400])
    expect(await codeAfter(({ socket }) => socket.send(Buffer.from('{"type":"pong"}')))).toBe(4400)
  })

  test('the sixth socket of a member closes the first with 4409, and the sixth stream ends the first', async () => {
    const { token, id } = await madang.register()
    const sockets: LiveSocket[] = []
    const streams: LiveStream[] = []
    for (let opened = 0; opened < 6; opened += 1) {
      sockets.push(await LiveSocket.open(address, { token }))
      streams.push(await LiveStream.open(address, token))
    }
    const [first, ...others] = sockets
    expect(await first?.closed).toBe(4409)
    await streams[0]?.ended
    await tellMember(madang, id, [deposit()])
    await Promise.all([...others, ...streams.slice(1)].map(each => each.untilSeq(1)))
    for (const socket of others) socket.close()
    for (const stream of streams) stream.cut()
  })
})

describe('ntf.once', () => {
  test('the same thing, told ten times, is one message', async () => {
    const { id, token } = await madang.register()
    const [notice, other] = [deposit(), deposit()]
    await Promise.all(upTo(10).map(() => tellMember(madang, id, [notice, notice])))
    await tellMember(madang, id, [other])
    expect((await madang.get('/api/notifications/unread-count', token)).body).toEqual({ unread: 2, actions: 0, seq: 2 })
  })

  test('what is read up to a number leaves the next one unread, and other devices follow', async () => {
    const member = await madang.register()
    await tellMany(madang, member.id, 4)
    await tellMember(madang, member.id, [failedSettlement()])
    const [phone, laptop] = await Promise.all([
      LiveSocket.open(address, { token: member.token, after: 0 }),
      LiveSocket.open(address, { token: member.token, after: 5 }),
    ])
    await phone.untilSeq(5)
    expect(await read('/api/notifications/read-all', { upToSeq: 4 }, member)).toMatchObject({
      status: 200,
      body: { changed: 4, unread: 1 },
    })
    const ids = phone.of('item').map(item => item.id)
    for (const device of [phone, laptop]) {
      const [state] = await device.until('state')
      expect(state).toMatchObject({ readAt: expect.any(String), collapsed: false, unread: 1, actions: 1 })
      expect(state?.ids.toSorted()).toEqual(ids.slice(0, 4).toSorted())
    }
    expect(await read('/api/notifications/read-all', { upToSeq: 6 }, member)).toMatchObject({
      status: 422,
      body: { code: 'seq_in_future', seq: 5 },
    })

    // Over a socket, and once for each key.
    laptop.send({ type: 'read', ids: [ids[4]], key: 'k1' })
    expect((await phone.until('state', 2))[1]).toMatchObject({ ids: [ids[4]], unread: 0, actions: 0 })
    phone.send({ type: 'unread', ids: [ids[4]], key: 'k2' })
    expect((await laptop.until('state', 3))[2]).toMatchObject({ ids: [ids[4]], readAt: null, unread: 1, actions: 1 })
    laptop.send({ type: 'read', ids: [ids[4]], key: 'k1' })
    laptop.send({ type: 'read', upToSeq: 99, key: 'k3' })
    expect(await laptop.until('refused')).toEqual([{ type: 'refused', key: 'k3', code: 'seq_in_future' }])
    expect((await madang.get('/api/notifications?unread=true', member.token)).body).toMatchObject({
      unread: 1,
      items: [{ seq: 5, action: true }],
    })
    phone.close()
    laptop.close()
  })

  test('a list filters, and one message is read and unread', async () => {
    const member = await madang.register()
    await tellMember(madang, member.id, [deposit(), failedSettlement(), deposit()])
    const seqs = async (query: string) =>
      (await madang.get(`/api/notifications?${query}`, member.token)).body.items.map(({ seq }: { seq: number }) => seq)
    const { items } = (await madang.get('/api/notifications', member.token)).body
    expect(await read(`/api/notifications/${items[0].id}/read`, undefined, member)).toMatchObject({
      body: { changed: 1, unread: 2 },
    })
    expect(await read(`/api/notifications/${items[0].id}/read`, undefined, member)).toMatchObject({
      body: { changed: 0, unread: 2 },
    })
    expect(await seqs('')).toEqual([3, 2, 1])
    expect(await seqs('unread=true')).toEqual([2, 1])
    expect(await seqs('unread=false')).toEqual([3])
    expect(await seqs('action=true')).toEqual([2])
    expect(await seqs('category=money')).toEqual([3, 1])
    expect(await seqs('after=1')).toEqual([2, 3])
    expect(await seqs('after=0&unread=true')).toEqual([1, 2])
    const { body: page } = await madang.get('/api/notifications?limit=2', member.token)
    expect(await seqs(`limit=2&cursor=${page.nextCursor}`)).toEqual([1])
    expect(await read(`/api/notifications/${items[0].id}/unread`, undefined, member)).toMatchObject({
      body: { changed: 1, unread: 3 },
    })
  })
})

test('hints reach whom they concern, once each', async () => {
  const [payer, payee] = [await madang.richMember(operator, 10_000), await madang.register()]
  const bystander = await madang.register()
  await madang.application.awaitIdle()
  const sockets = await Promise.all([payer, payee, bystander].map(({ token }) => LiveSocket.open(address, { token })))
  const task = await LiveSocket.open(address, { token: operator.token })
  await madang.post('/api/money/transfers', { to: payee.id, amount: 1_000 }, payer.token)
  const [paying, paid, other] = sockets
  const wallet = ({ id }: Member) => ({ type: 'changed', resource: 'balance', id: `wallet:${id}:KRW` })
  expect(await paying?.until('changed')).toContainEqual(wallet(payer))
  expect(await paid?.until('changed')).toContainEqual(wallet(payee))
  await madang.addProduct({ productId: 'hinted', price: 1_000 })
  await other?.frames.until(all => all.some(({ id }) => id === 'hinted'), 'a hint')
  expect(other?.of('changed').filter(({ resource }) => resource === 'balance')).toEqual([])
  for (const socket of [...sockets, task]) socket.close()
})

test('ntf.dead-token: after 20 minutes of sleep a refresh brings the socket back, and a refused one is told so', async () => {
  const member = await madang.register()
  madang.clock.advance(20 * 60_000)
  const asleep = new LiveSocket(address)
  await asleep.opened()
  asleep.send({ type: 'hello', v: 1, token: member.token })
  expect(await asleep.closed).toBe(4401)
  const refresh = () => madang.post('/api/users/refresh', { refreshToken: member.refreshToken })
  const { status, body } = await refresh()
  expect(status).toBe(200)
  const awake = await LiveSocket.open(address, { token: body.token })
  awake.close()
  expect((await madang.ask('POST', '/api/users/logout', { token: body.token })).status).toBe(204)
  expect(await refresh()).toMatchObject({ status: 401, body: { code: 'invalid_refresh_token' } })
})
