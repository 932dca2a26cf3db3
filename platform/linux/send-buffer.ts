/** The size of a socket's send buffer. A large one lets the other side continue to read while this thread is busy. */
import type { Duplex } from 'node:stream'
import { systemCall } from './system-call.ts'

/** A commit of some two hundred purchases. The system may allow less (`net.core.wmem_max`). */
const SEND_BUFFER_BYTES = 4 * 1024 * 1024
/** `socket(7)` */
const SOL_SOCKET = 1n
const SO_SNDBUF = 7n

/** Returns whether the size was set. Systems other than Linux keep their own. */
export function widenSendBuffer(socket: Duplex): boolean {
  const fd = (socket as { _handle?: { fd?: number } })._handle?.fd
  if (fd === undefined || fd < 0) return false
  const size = Buffer.alloc(4)
  size.writeInt32LE(SEND_BUFFER_BYTES)
  return systemCall('setsockopt', BigInt(fd), SOL_SOCKET, SO_SNDBUF, size, BigInt(size.length))
}
