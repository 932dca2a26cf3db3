/** Handles streams: refuses, or begins an answer that stays open as long as its token counts. */
import type { FastifyRequest } from 'fastify'
import type { TokenVerifier } from '../../auth/tokens.ts'
import { invalidField } from '../../kit/invalid.ts'
import { isRefusal, refuse } from '../../kit/refusal.ts'
import { EVENT_STREAM_TYPE } from '../routes/event-stream.ts'
import type { Route } from '../routes/route.ts'
import type { Exchange } from './exchange.ts'
import { bearerOf } from './guard.ts'
import { OpenStream } from './open-streams.ts'

type AnyStream = Extract<Route, { readonly open: unknown }>

/** The longest id that is passed on. */
const LAST_EVENT_ID_LENGTH_MAX = 100

/** Proxies must neither keep an answer that does not end nor collect it before they pass it on. */
const HEADERS = [
  'content-type',
  EVENT_STREAM_TYPE,
  'cache-control',
  'no-store, no-transform',
  'x-accel-buffering',
  'no',
]

/** Undefined for one that is too long. */
function lastEventIdOf(given: string | string[] | undefined): string | null | undefined {
  if (typeof given !== 'string' || given === '') return null
  return given.length <= LAST_EVENT_ID_LENGTH_MAX ? given : undefined
}

export function streamHandler(route: AnyStream, tokens: TokenVerifier) {
  return (request: FastifyRequest): void => {
    const exchange = request.exchange!
    open(exchange, route, tokens).catch(fault => exchange.fault(fault))
  }
}

async function open(exchange: Exchange, route: AnyStream, tokens: TokenVerifier): Promise<void> {
  const { request, mounted } = exchange
  const { edge } = mounted
  if (edge.streams.isFull) return exchange.refuse(refuse('overloaded'))
  const token = bearerOf(request.headers.authorization)
  const verified = token === null ? null : await tokens.verify(token)
  const lastEventId = lastEventIdOf(request.headers['last-event-id'])
  if (lastEventId === undefined) return exchange.refuse(invalidField('header', 'last-event-id', 'too_long'))
  const begin = await route.open({ ...exchange.input(), lastEventId })
  if (isRefusal(begin)) return exchange.refuse(begin)
  const raw = exchange.keepOpen(HEADERS)
  if (raw === null) return
  const opened = new OpenStream(raw, edge.ports.clock)
  edge.streams.add(opened)
  if (verified?.valid) opened.onEnd(tokens.watch(verified, () => opened.end()))
  begin(opened)
}
