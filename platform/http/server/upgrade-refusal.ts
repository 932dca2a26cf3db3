/** Refuses an upgrade: there is no response object, so the answer is written to the connection. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { refuse } from '../../kit/refusal.ts'
import { RETRY_AFTER_S } from './edge.ts'
import { languageOf } from './language.ts'
import { STATUS_CODES } from './node-http.ts'
import { PROBLEM_TYPE, problemOf } from './problem.ts'

export function answerUpgrade(
  connection: Duplex,
  code: 'not_found' | 'overloaded' | 'rate_limited',
  { headers }: IncomingMessage,
  retryAfter_s: number | string = RETRY_AFTER_S,
): void {
  const language = languageOf(headers['accept-language'])
  const { status, body } = problemOf(refuse(code), language)
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    `content-type: ${PROBLEM_TYPE}`,
    `content-language: ${language}`,
    `content-length: ${Buffer.byteLength(body)}`,
    ...(code === 'not_found' ? [] : [`retry-after: ${retryAfter_s}`]),
    'connection: close',
  ]
  // The client may be gone.
  connection.on('error', () => {})
  connection.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}
