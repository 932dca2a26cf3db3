import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CATCH_UP_MAX } from '../../services/notifications/live/hub.ts'
import { LiveSocket, LiveStream } from '../harness/live.ts'
import { type Member, openTestPlatform, type TestPlatform } from '../harness/platform.ts'
import { deposit, tellMany, tellMember, upTo } from './notices.ts'

let madang: TestPlatform
let address: string
let reader: Member

beforeAll(async () => {
  madang = await openTestPlatform()
  address = await madang.platform.listen()
  reader = await madang.register('김하늘')
})
afterAll(async () => {
  expect(await madang.differences()).toEqual([])
  await madang.close()
})

const pagesAfter = async (token: string): Promise<number[]> => {
  const seqs: number[] = []
  for (;;) {
    const { body } = await madang.get(`/api/notifications?after=${seqs.at(-1) ?? 0}`, token)
    if (body.items.length === 0) return seqs
    seqs.push(...body.items.map(({ seq }: { seq: number }) => seq))
  }
}

describe('ntf.catchup', () => {
  test('who was away for 500 messages gets all of them in order, then those that come, without hole or repeat', async () => {
    await tellMany(madang, reader.id, 500)
    const { token } = reader
    const [socket, stream] = await Promise.all([
      LiveSocket.open(address, { token, after: 0 }),
      LiveStream.open(address, token, '0'),
    ])
    // More come while the old ones are sent.
    for (let more = 0; more < 20; more += 1) await tellMember(madang, reader.id, [deposit()])
    expect(await socket.untilSeq(520)).toEqual(upTo(520))
    expect(await stream.untilSeq(520)).toEqual(upTo(520))
    const [caughtUp] = await socket.until('caught_up')
    expect(caughtUp?.seq).toBeGreaterThanOrEqual(500)
    expect(caughtUp).not.toHaveProperty('truncated')
    await tellMember(madang, reader.id, [deposit()])
    expect(await socket.untilSeq(521)).toEqual(upTo(521))
    expect(await stream.untilSeq(521)).toEqual(upTo(521))
    socket.close()
    stream.cut()

    await tellMember(madang, reader.id, [deposit(), deposit()])
    const [again, streamAgain] = await Promise.all([
      LiveSocket.open(address, { token, after: 521 }),
      LiveStream.open(address, token, stream.lastEventId ?? ''),
    ])
    expect(await again.untilSeq(523)).toEqual([522, 523])
    expect(await streamAgain.untilSeq(523)).toEqual([522, 523])
    expect(await pagesAfter(token)).toEqual(upTo(523))
    again.close()
    streamAgain.cut()
  })

  test('who is further behind gets the newest, and is told so', async () => {
    await tellMany(madang, reader.id, CATCH_UP_MAX)
    const newest = 523 + CATCH_UP_MAX
    const socket = await LiveSocket.open(address, { token: reader.token, after: 10 })
    expect(await socket.untilSeq(newest)).toEqual(upTo(newest, newest - CATCH_UP_MAX + 1))
    expect(await socket.until('caught_up')).toEqual([{ type: 'caught_up', seq: newest, truncated: true }])
    socket.close()
  })
})

test('ntf.new-device: it holds nothing and is sent all, or says nothing and is sent what comes', async () => {
  const member = await madang.register()
  await tellMany(madang, member.id, 800)
  const [fresh, silent] = await Promise.all([
    LiveSocket.open(address, { token: member.token, after: 0 }),
    LiveSocket.open(address, { token: member.token }),
  ])
  expect(silent.of('welcome')).toMatchObject([{ seq: 800, unread: 800, actions: 0 }])
  await tellMember(madang, member.id, [deposit()])
  expect(await fresh.untilSeq(801)).toEqual(upTo(801))
  expect(await silent.untilSeq(801)).toEqual([801])
  fresh.close()
  silent.close()
})

test('ntf.sse-ids: only a message has an id, so a stream that was cut goes on after the last one', async () => {
  const member = await madang.register()
  await tellMany(madang, member.id, 4)
  const stream = await LiveStream.open(address, member.token)
  await tellMember(madang, member.id, [deposit(), deposit()])
  expect(await stream.untilSeq(6)).toEqual([5, 6])
  expect((await madang.post('/api/notifications/read-all', { upToSeq: 5 }, member.token)).status).toBe(200)
  const events = await stream.until('state')
  expect(events.map(({ event, id }) => [event, id])).toEqual([
    ['item', '5'],
    ['item', '6'],
    ['state', null],
  ])
  stream.cut()
  expect(stream.lastEventId).toBe('6')
  await tellMember(madang, member.id, [deposit()])
  const again = await LiveStream.open(address, member.token, stream.lastEventId ?? '')
  expect(await again.untilSeq(7)).toEqual([7])
  again.cut()

  const refused = await madang.ask('GET', '/api/notifications/stream', {
    token: member.token,
    headers: { 'last-event-id': 'seven' },
  })
  expect([refused.status, refused.body.errors]).toMatchObject([400, [{ in: 'header', pointer: '/last-event-id' }]])
})

test('ntf.seq-race: of 1,000 messages at once none is skipped by who reads by their numbers', async () => {
  const member = await madang.register()
  const socket = await LiveSocket.open(address, { token: member.token, after: 0 })
  let isOver = false
  const read: number[] = []
  async function readOn(): Promise<void> {
    for (let more = true; more; ) {
      more = !isOver
      const { body } = await madang.get(`/api/notifications?after=${read.at(-1) ?? 0}`, member.token)
      read.push(...body.items.map(({ seq }: { seq: number }) => seq))
      more ||= body.items.length > 0
    }
  }
  const reading = readOn()
  await Promise.all(Array.from({ length: 1_000 }, () => tellMember(madang, member.id, [deposit()])))
  isOver = true
  await reading
  expect(read).toEqual(upTo(1_000))
  expect(await socket.untilSeq(1_000)).toEqual(upTo(1_000))
  socket.close()
})
