/** Handles reads: the route returns a value that becomes JSON, or a text of another media type (CSV). */
import type { FastifyRequest } from 'fastify'
import { isRefusal, type Refusal } from '../../kit/refusal.ts'
import { type Answer, type Route, Shared } from '../routes/route.ts'
import type { Copies } from './copies.ts'
import { JSON_TYPE, type MoreHeaders } from './edge.ts'
import type { Exchange } from './exchange.ts'
import type { ReplyCheck } from './reply-check.ts'

type AnyRead = Extract<Route, { readonly read: unknown }>

export function readHandler(route: AnyRead, check: ReplyCheck | null, copies: Copies | null) {
  return (request: FastifyRequest): void => {
    const exchange = request.exchange!
    answer(exchange, route, check, copies).catch(fault => exchange.fault(fault))
  }
}

async function answer(
  exchange: Exchange,
  route: AnyRead,
  check: ReplyCheck | null,
  copies: Copies | null,
): Promise<void> {
  const input = exchange.input()
  const first = await route.read(input)
  const isFinal = copies === null || !isRefusal(first) || !copies.isFromCopy(first)
  const answered = isFinal ? first : ((await copies.notCaughtUp()) ?? (await route.read(input)))
  if (isRefusal(answered)) exchange.refuse(answered)
  else write(exchange, answered, check)
}

function write(exchange: Exchange, answer: Exclude<Answer | Refusal, Refusal>, check: ReplyCheck | null): void {
  const { status, body } = answer
  const { type, more } = headersOf(answer)
  if (type !== undefined && (typeof body === 'string' || body instanceof Uint8Array)) {
    exchange.answer(status, body, type, more)
  } else if (body instanceof Shared) {
    check?.(status, body.body)
    exchange.answer(status, body.octets, JSON_TYPE, more)
  } else {
    check?.(status, body)
    exchange.answer(status, body === undefined ? null : JSON.stringify(body), type ?? JSON_TYPE, more)
  }
}

/** The media type of a body that is not JSON, and the other headers. */
function headersOf({ headers }: Answer): { type?: string | undefined; more?: MoreHeaders } {
  if (headers === undefined) return {}
  const lowerCased = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const)
  const { 'content-type': type, ...others } = Object.fromEntries(lowerCased)
  return { type, more: Object.entries(others).flat() }
}
