/**
 * Load shedding: while a queue is too long, requests are refused before anything of them is read, parsed or verified,
 * so that they take no time from accepted requests.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { refuse } from '../../kit/refusal.ts'
import { RouteMeter } from '../../observability/metrics.ts'
import { correlationIdOf } from './correlation.ts'
import { type Edge, RETRY_AFTER_S } from './edge.ts'
import { languageOf } from './language.ts'
import { PROBLEM_TYPE, problemOf } from './problem.ts'

export type IsOverloaded = (request: IncomingMessage) => boolean

const meter = new RouteMeter('ANY', 'overloaded')
const answers = { ko: answerIn('ko'), en: answerIn('en') }

function answerIn(language: 'ko' | 'en') {
  const { status, body } = problemOf(refuse('overloaded'), language)
  const told = ['content-language', language, 'retry-after', RETRY_AFTER_S, 'cache-control', 'no-store']
  const headers = [...told, 'content-type', PROBLEM_TYPE, 'content-length', String(Buffer.byteLength(body))]
  return { status, body, headers }
}

/** Answers 503 with `Retry-After` instead of calling `handle` for requests that `isOverloaded` selects. */
export function shedding(handle: RequestListener, isOverloaded: IsOverloaded, edge: Edge): RequestListener {
  return (request: IncomingMessage, response: ServerResponse) => {
    if (!isOverloaded(request)) return handle(request, response as never)
    meter.count(503, 0)
    const { status, body, headers } = answers[languageOf(request.headers['accept-language'])]
    const own = edge.headersFor(request.headers.origin, correlationIdOf(request.headers, edge.ports.ids))
    response.writeHead(status, [...own, ...headers])
    edge.answers.end(response, body)
    // The rest of the body is discarded, so that the connection can be reused.
    request.resume()
  }
}
