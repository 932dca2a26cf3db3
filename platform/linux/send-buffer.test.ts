import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createConnection, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { widenSendBuffer } from './send-buffer.ts'

const SENT_BYTES = 3_000_000
const LIMIT = '/proc/sys/net/core/wmem_max'

/** How much of what is sent at once the system takes from us while the other side reads nothing. */
async function taken(path: string, prepare: (socket: Socket) => void): Promise<number> {
  const socket = createConnection(path)
  await once(socket, 'connect')
  prepare(socket)
  socket.write(Buffer.alloc(SENT_BYTES))
  const { writeQueueSize } = (socket as unknown as { _handle: { writeQueueSize: number } })._handle
  socket.destroy()
  return SENT_BYTES - writeQueueSize
}

test('a wide buffer takes more than the usual one, as far as the system allows', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'madang-send-'))
  const path = join(folder, 'socket')
  const server = createServer(socket => socket.pause()).listen(path)
  await once(server, 'listening')
  const usual = await taken(path, () => {})
  let told = false
  const wide = await taken(path, socket => {
    told = widenSendBuffer(socket)
  })
  server.close()
  rmSync(folder, { recursive: true, force: true })
  const allowed = existsSync(LIMIT) ? Number(readFileSync(LIMIT, 'utf8')) : 0
  expect(wide).toBeGreaterThanOrEqual(usual)
  // The system counts what it needs beside the bytes too.
  if (told && allowed >= 4_000_000) expect(wide).toBeGreaterThan(1_000_000)
})
