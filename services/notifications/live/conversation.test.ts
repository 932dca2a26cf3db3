import { beforeEach, describe, expect, test } from 'vitest'
import type { Verified } from '../../../platform/auth/tokens.ts'
import { CLOSE_CODES, type Socket } from '../../../platform/http/routes/socket.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { HandClock, HeldLog } from '../../../test/harness/http-edge.ts'
import { Conversation, HELLO_LIMIT_MS, PING_EVERY_MS, TOKEN_WARNING_MS } from './conversation.ts'
import type { Follower } from './follower.ts'
import type { Hub } from './hub.ts'
import { Places } from './places.ts'

/** The protocol by itself: time moves by hand, and tokens are the names of members. */
const TOKEN_MS = 600_000

class FakeSocket implements Socket {
  readonly sent: { type: string; [field: string]: unknown }[] = []
  readonly #clock: HandClock
  code: number | null = null
  unsent = 0
  isAway = false

  constructor(clock: HandClock) {
    this.#clock = clock
  }

  send(text: string): void {
    if (this.code === null) this.sent.push(JSON.parse(text))
  }

  async authenticate(token: string): Promise<Verified> {
    if (this.isAway) return { valid: false, reason: 'unavailable' }
    if (token === 'bad') return { valid: false, reason: 'invalid' }
    const now_ms = this.#clock.now().getTime()
    const actor = { id: token, roles: ['customer'], session: `ses_${token}` }
    return { valid: true, actor, expires_ms: now_ms + TOKEN_MS, issued_ms: now_ms }
  }

  close(code: number): void {
    this.code ??= code
  }
}

let clock: HandClock
let socket: FakeSocket
let joined: (number | null)[]
let conversation: Conversation

const counts = { version: 1, seq: 7, unread: 2, actions: 1, language: 'ko' } as const
const turn = () => new Promise(resolve => setImmediate(resolve))

async function say(...frames: object[]): Promise<void> {
  for (const frame of frames) conversation.received(JSON.stringify(frame))
  await turn()
}
const hello = (more: object = {}) => say({ type: 'hello', v: 1, token: 'mem_a', ...more })

beforeEach(() => {
  clock = new HandClock()
  socket = new FakeSocket(clock)
  joined = []
  const hub: Pick<Hub, 'join' | 'leave' | 'drained'> = {
    join: async (_peer, after, welcome) => {
      joined.push(after)
      welcome(counts)
      return {} as Follower
    },
    leave: () => {},
    drained: () => {},
  }
  const context = { ports: { clock }, log: new HeldLog().log } as unknown as ServiceContext
  conversation = new Conversation(socket, { context, hub: hub as Hub, places: new Places() })
})

describe('the first frame', () => {
  test('has the token; it is welcomed', async () => {
    await hello()
    const expiresAt = new Date(clock.now().getTime() + TOKEN_MS).toISOString()
    expect(socket.sent).toEqual([{ type: 'welcome', seq: 7, unread: 2, actions: 1, expiresAt }])
    expect(joined).toEqual([null])
  })

  test('says what the client holds', async () => {
    await hello({ after: 0 })
    expect(joined).toEqual([0])
  })

  test.each([
    ['no token', { token: undefined }, CLOSE_CODES.unauthenticated],
    ['a bad token', { token: 'bad' }, CLOSE_CODES.unauthenticated],
    ['another version', { v: 2 }, CLOSE_CODES.badFrame],
    ['a number below nothing', { after: -1 }, CLOSE_CODES.badFrame],
  ])('with %s closes', async (_, more, code) => {
    await hello(more)
    expect([socket.code, socket.sent]).toEqual([code, []])
  })

  test('comes in time', () => {
    clock.advance(HELLO_LIMIT_MS)
    expect(socket.code).toBe(CLOSE_CODES.unauthenticated)
  })

  test('is hello, and no other one is', async () => {
    await hello()
    await hello()
    expect(socket.code).toBe(CLOSE_CODES.badFrame)
  })

  test('is no other', async () => {
    await say({ type: 'pong' })
    expect(socket.code).toBe(CLOSE_CODES.badFrame)
  })

  test('is asked for again when tokens cannot be verified', async () => {
    socket.isAway = true
    await hello()
    expect(socket.code).toBe(CLOSE_CODES.restarting)
  })
})

describe('silence', () => {
  test('of two pings ends it', async () => {
    await hello()
    clock.advance(PING_EVERY_MS)
    expect(socket.sent.at(-1)).toEqual({ type: 'ping' })
    clock.advance(PING_EVERY_MS)
    expect(socket.code).toBeNull()
    clock.advance(PING_EVERY_MS)
    expect(socket.code).toBe(CLOSE_CODES.silent)
  })

  test('is ended by any frame', async () => {
    await hello()
    for (let times = 0; times < 10; times += 1) {
      clock.advance(PING_EVERY_MS * 2)
      await say({ type: 'pong' })
    }
    expect(socket.code).toBeNull()
  })
})

describe('the token', () => {
  const warnings = () => socket.sent.filter(({ type }) => type === 'token_expiring')

  test('is warned of before it expires, and a new one of the same member continues', async () => {
    await hello()
    for (let left_ms = TOKEN_MS - TOKEN_WARNING_MS; left_ms > 0; left_ms -= 30_000) {
      expect(warnings()).toEqual([])
      clock.advance(30_000)
      await say({ type: 'pong' })
    }
    expect(warnings()).toHaveLength(1)
    await say({ type: 'token', token: 'mem_a' })
    clock.advance(TOKEN_WARNING_MS / 2)
    await say({ type: 'pong' })
    clock.advance(TOKEN_WARNING_MS / 2)
    expect([socket.code, warnings()]).toEqual([null, [expect.anything()]])
  })

  test('of somebody else ends it, and so does a bad one', async () => {
    await hello()
    await say({ type: 'token', token: 'mem_b' })
    expect(socket.code).toBe(CLOSE_CODES.forbidden)
  })

  test('that is bad ends it', async () => {
    await hello()
    await say({ type: 'token', token: 'bad' })
    expect(socket.code).toBe(CLOSE_CODES.unauthenticated)
  })
})
