/** Requests as ready bytes: every microsecond of the driver is taken from the server beside it. */
import { randomUUID } from 'node:crypto'

/** A member as the driver knows one. */
export interface Caller {
  readonly memberId: string
  readonly token: string
}

export const get = (path: string): string => `GET ${path} HTTP/1.1\r\nhost: localhost\r\n\r\n`

/** `body` is ASCII. */
export const post = (path: string, body: string, headers = ''): string =>
  `POST ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n${headers}content-length: ${body.length}\r\n\r\n${body}`

/** The headers of a member's write under an idempotency key of its own. */
export const keyed = ({ token }: Caller, key: string): string =>
  `authorization: Bearer ${token}\r\nidempotency-key: ${key}\r\n`

/** Keys that nobody used before. */
export class Keys {
  readonly #run = randomUUID().slice(0, 24)
  #count = 0

  next(): string {
    this.#count += 1
    return this.#run + this.#count.toString(16).padStart(12, '0')
  }
}

export const oneOf = <T>(all: readonly T[]): T => all[Math.floor(Math.random() * all.length)]!
