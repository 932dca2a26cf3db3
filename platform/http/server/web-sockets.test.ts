import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { edgeWith, type TestEdge } from '../../../test/harness/http-edge.ts'
import { metricsText } from '../../observability/metrics.ts'
import { CLOSE_CODES, type Socket } from '../routes/socket.ts'
import { Cors } from './cors.ts'
import { RateLimit } from './rate-limit.ts'

let edge: TestEdge
let address: string
/** Of the test that is running: sockets of the one before may end a moment later. */
let seen: { readonly sockets: Socket[]; closed: number; drained: number }

const LIMITS = { frame_bytes_max: 1_000, frames_max: 5, window_ms: 10_000 }
const UPGRADES_MAX = 20

beforeEach(async () => {
  const own = { sockets: [] as Socket[], closed: 0, drained: 0 }
  seen = own
  edge = edgeWith([], undefined, clock => ({
    cors: new Cors({ origins: ['https://shop.example.com'], localhost: false }),
    limits: { everywhere: new RateLimit(clock, UPGRADES_MAX, 60_000) },
  }))
  edge.server.sockets.mount(
    {
      paths: ['/ws', '/ws/echo'],
      limits: LIMITS,
      open: socket => {
        own.sockets.push(socket)
        return {
          received(text) {
            if (text === 'fault') throw new Error('a fault')
            if (text.startsWith('token '))
              void socket.authenticate(text.slice(6)).then(({ valid }) => socket.send(String(valid)))
            else socket.send(`${text}!`)
          },
          drained() {
            own.drained += 1
          },
          closed() {
            own.closed += 1
          },
        }
      },
    },
    edge.tokens,
  )
  address = await edge.server.listen({ host: '127.0.0.1', port: 0 })
})
afterEach(() => edge.server.close())

async function open(path = '/ws', headers: Record<string, string> = {}): Promise<WebSocket> {
  const socket = new WebSocket(address.replace('http', 'ws') + path, { headers })
  await once(socket, 'open')
  return socket
}

async function answerTo(socket: WebSocket, text: string): Promise<string> {
  socket.send(text)
  const [data] = await once(socket, 'message')
  return String(data)
}

const codeOf = async (socket: WebSocket): Promise<number> => (await once(socket, 'close'))[0]

/** The status of an upgrade that is refused. */
async function statusOf(path: string, headers: Record<string, string> = {}): Promise<number> {
  const socket = new WebSocket(address.replace('http', 'ws') + path, { headers })
  const [, answer] = await once(socket, 'unexpected-response')
  return answer.statusCode
}

describe('a socket', () => {
  it('is opened at each of its paths, and is counted', async () => {
    for (const path of ['/ws', '/ws/echo', '/ws?x=1']) expect(await answerTo(await open(path), 'hello')).toBe('hello!')
    expect(await metricsText()).toMatch(/^madang_sockets 3$/m)
  })

  it('is opened by pages of this origin, of one that is allowed, and by who is no page', async () => {
    for (const origin of [address, 'https://shop.example.com'])
      expect(await answerTo(await open('/ws', { origin }), 'a')).toBe('a!')
    for (const origin of ['https://evil.example.com', 'null', 'nonsense', 'http://127.0.0.1:1'])
      expect(await codeOf(await open('/ws', { origin }))).toBe(CLOSE_CODES.forbidden)
    expect(seen.sockets).toHaveLength(2)
  })

  it('ends with its token, that of the last authentication', async () => {
    const socket = await open()
    const token = (sid: string) => `token ${edge.mint.issue({ sid })}`
    expect(await answerTo(socket, 'token nonsense')).toBe('false')
    expect(await answerTo(socket, token('ses_1'))).toBe('true')
    expect(await answerTo(socket, token('ses_2'))).toBe('true')
    const until = new Date(edge.clock.now().getTime() + 600_000)
    edge.tokens.revoke('ses_1', until)
    expect(await answerTo(socket, 'still')).toBe('still!')
    edge.tokens.revoke('ses_2', until)
    expect(await codeOf(socket)).toBe(CLOSE_CODES.unauthenticated)
    await expect.poll(() => seen.closed).toBe(1)
  })

  it.each([
    ['more frames than allowed', (socket: WebSocket) => '123456'.split('').map(text => socket.send(text)), 4429],
    ['more pings than allowed', (socket: WebSocket) => '123456'.split('').map(text => socket.ping(text)), 4429],
    ['a frame that is too large', (socket: WebSocket) => socket.send('x'.repeat(1_001)), 4413],
    ['a frame that is no text', (socket: WebSocket) => socket.send(Buffer.from('a')), 4400],
    ['a frame that leads to a fault', (socket: WebSocket) => socket.send('fault'), 4400],
  ])('that sends %s is closed', async (_, act, code) => {
    const socket = await open()
    act(socket)
    expect(await codeOf(socket)).toBe(code)
  })

  it('may send as much as allowed, again and again', async () => {
    const socket = await open()
    for (let times = 0; times < 12; times += 1) {
      expect(await answerTo(socket, 'x'.repeat(999))).toHaveLength(1_000)
      edge.clock.advance(2_000)
    }
  })

  it('tells how much the client has not taken, and when it has', async () => {
    const client = await open()
    client.pause()
    const [socket] = seen.sockets
    const text = 'x'.repeat(100_000)
    for (let times = 0; times < 200; times += 1) socket?.send(text)
    expect(socket?.unsent).toBeGreaterThan(1_000_000)
    let taken = 0
    client.on('message', data => {
      taken += String(data).length
    })
    client.resume()
    await expect.poll(() => taken).toBe(200 * 100_000)
    await expect.poll(() => seen.drained).toBeGreaterThan(0)
    expect(socket?.unsent).toBe(0)
  })

  it('is told when the server restarts', async () => {
    const [kind, deaf] = await Promise.all([open(), open()])
    deaf.pause()
    const [code] = await Promise.all([codeOf(kind), edge.server.close(), passTime()])
    expect(code).toBe(CLOSE_CODES.restarting)
    await expect.poll(metricsText).toMatch(/^madang_sockets 0$/m)
  })

  /** Who does not answer the close is cut off after a second. */
  async function passTime(): Promise<void> {
    await expect.poll(() => seen.closed).toBe(1)
    edge.clock.advance(1_000)
  }
})

describe('an upgrade', () => {
  it('of another path is answered like any request', async () => {
    expect(await statusOf('/other')).toBe(404)
  })

  it('to another protocol is not one: the request is answered as usual', async () => {
    const asked = request(`${address}/ws`, { headers: { connection: 'upgrade', upgrade: 'h2c' } }).end()
    const [answer] = await once(asked, 'response')
    expect(answer.statusCode).toBe(404)
    answer.resume()
  })

  it('that comes too often is refused', async () => {
    for (let times = 0; times < UPGRADES_MAX; times += 1) (await open()).terminate()
    expect(await statusOf('/ws')).toBe(429)
  })

  it('that is malformed is refused', async () => {
    const headers = { connection: 'upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' }
    const [answer] = await once(request(`${address}/ws`, { headers }).end(), 'response')
    expect(answer.statusCode).toBe(400)
    answer.resume()
  })

  it('of a client that is gone harms nobody', async () => {
    const { port } = new URL(address)
    const socket = connect(Number(port), '127.0.0.1')
    socket.end('GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
    socket.destroy()
    expect(await answerTo(await open(), 'a')).toBe('a!')
  })

  it('is for one service', () => {
    const twice = { paths: ['/ws'], limits: LIMITS, open: () => ({ received() {}, drained() {}, closed() {} }) }
    expect(() => edge.server.sockets.mount(twice, edge.tokens)).toThrow('/ws')
  })
})
