import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { Type } from 'typebox'
import { expect, it } from 'vitest'
import { edgeWith } from '../../../test/harness/http-edge.ts'
import { ok, read } from '../routes/route.ts'
import { listenAt } from './listen.ts'

/** More than Node would let wait, and than come in a bad moment. */
const CROWD = 2_000
const REQUEST = 'GET /api/hello HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'

const hello = read({
  method: 'GET',
  path: '/api/hello',
  name: 'getHello',
  summary: 'Says hello',
  who: 'anyone',
  replies: { 200: Type.Unknown() },
  read: async () => ok({ hello: true }),
})

/** How often the system had no room for a connection since it was started; null where it does not tell. */
function dropped(): number | null {
  try {
    const lines = readFileSync('/proc/net/netstat', 'utf8').split('\n')
    const [names = [], counts = []] = lines.filter(line => line.startsWith('TcpExt:')).map(line => line.split(' '))
    return Number(counts[names.indexOf('ListenDrops')])
  } catch {
    return null
  }
}

const answered = (socket: Socket): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = ''
    socket.on('data', chunk => {
      text += chunk
    })
    socket.on('end', () => resolve(text.slice(0, 'HTTP/1.1 200'.length)))
    socket.on('error', reject)
    socket.write(REQUEST)
  })

it('a crowd that connects while the process is busy is let in, and everybody is answered', async () => {
  const { server } = edgeWith([hello])
  const url = new URL(await listenAt(server, { host: '127.0.0.1', port: 0 }))
  const before = dropped()
  const sockets = Array.from({ length: CROWD }, () => connect(Number(url.port), url.hostname))
  // They connect at the end of this turn of the event loop, all of them before the first is taken.
  const answers = await Promise.all(sockets.map(answered))
  expect(answers).toEqual(sockets.map(() => 'HTTP/1.1 200'))
  expect(dropped()).toBe(before)
  await server.close()
})
