/** Answers bytes that are not an HTTP request. There is no response object, so the answer is written to the socket. */
import type { Socket } from 'node:net'
import { DEFAULT_LANGUAGE } from './language.ts'
import { STATUS_CODES } from './node-http.ts'

interface ConnectionError extends Error {
  readonly code?: string
}

const statuses: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
}

export function answerBrokenConnection(error: ConnectionError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const status = statuses[error.code ?? ''] ?? 400
  if (!socket.writable) {
    socket.destroy(error)
    return
  }
  const title = STATUS_CODES[status]
  const body = JSON.stringify({ type: '/problems/invalid_request', title, status, code: 'invalid_request' })
  const head = [
    `HTTP/1.1 ${status} ${title}`,
    'content-type: application/problem+json',
    `content-language: ${DEFAULT_LANGUAGE}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}
