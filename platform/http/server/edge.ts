/**
 * Writes all responses. Headers go to Node's response as one flat list (security headers, correlation id, CORS), which
 * costs a fraction of setting headers one by one.
 */
import type { ServerResponse } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Catalogue, type Refusal, refuse } from '../../kit/refusal.ts'
import type { Logger } from '../../ports/logger.ts'
import type { Ports } from '../../ports/ports.ts'
import { type AnswerBody, lengthOf } from '../routes/answer-body.ts'
import { CorkedAnswers } from './corked-answers.ts'
import type { Cors } from './cors.ts'
import { Deadlines } from './deadlines.ts'
import { languageOf } from './language.ts'
import { OpenStreams } from './open-streams.ts'
import { PROBLEM_TYPE, type Problem, problemOf } from './problem.ts'
import type { RateLimit } from './rate-limit.ts'
import { apiHeaders } from './security-headers.ts'

export const JSON_TYPE = 'application/json; charset=utf-8'

/** Sent with every 503: the condition is temporary. */
export const RETRY_AFTER_S = '1'

/** How to prove who one is; every 401 names it (RFC 9110 §15.5.2). */
const CHALLENGE = 'Bearer'

function addIfMissing(headers: string[], name: string, value: string): void {
  if (!headers.includes(name)) headers.push(name, value)
}

/** Further headers of one response: names and values in turn. */
export type MoreHeaders = readonly string[]

export interface Limits {
  /** Per member, or per address for the anonymous. */
  readonly everywhere?: RateLimit | undefined
  /** Per address, on routes that take credentials. */
  readonly credentials?: RateLimit | undefined
}

export interface EdgeOptions {
  readonly ports: Ports
  readonly log: Logger
  readonly cors?: Cors | undefined
  readonly limits?: Limits | undefined
}

export class Edge {
  readonly ports: Ports
  readonly log: Logger
  readonly limits: Limits
  readonly cors: Cors | undefined
  readonly deadlines: Deadlines
  readonly answers = new CorkedAnswers()
  /** Uploads that are read or handled. */
  uploads = 0
  readonly streams = new OpenStreams()
  #isClosing = false

  constructor({ ports, log, cors, limits }: EdgeOptions) {
    this.ports = ports
    this.log = log
    this.cors = cors
    this.limits = limits ?? {}
    this.deadlines = new Deadlines(ports.clock)
  }

  /**
   * From now on every response closes its connection, so that closing does not wait for clients that could send more
   * requests.
   */
  closing(): void {
    this.#isClosing = true
    this.answers.uncork()
    this.streams.endAll()
  }

  /** The headers of every response. */
  headersFor(origin: string | undefined, correlationId: string): string[] {
    const headers = [...apiHeaders, 'x-correlation-id', correlationId]
    if (origin !== undefined && this.cors !== undefined) headers.push(...this.cors.headersFor(origin))
    if (this.#isClosing) headers.push('connection', 'close')
    return headers
  }

  now_ms(): number {
    return this.ports.clock.now().getTime()
  }

  /** Does nothing when the connection is closed or a response was already sent. */
  send(
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    body: AnswerBody,
    type: string,
    more?: MoreHeaders,
  ): void {
    const { raw } = reply
    if (raw.headersSent || raw.destroyed) return
    const headers = this.#headersOf(request, more)
    reply.hijack()
    const hasNoLength = status === 204 || status === 304
    if (body === null || hasNoLength) {
      if (!hasNoLength) headers.push('content-length', '0')
      raw.writeHead(status, headers)
      this.answers.end(raw, null)
    } else {
      headers.push('content-type', type, 'content-length', String(lengthOf(body)))
      raw.writeHead(status, headers)
      this.answers.end(raw, body)
    }
  }

  /** Sends the head of a response that the caller goes on writing; null when the connection is closed. */
  begin(request: FastifyRequest, reply: FastifyReply, more: MoreHeaders): ServerResponse | null {
    const { raw } = reply
    if (raw.headersSent || raw.destroyed) return null
    reply.hijack()
    raw.writeHead(200, this.#headersOf(request, more))
    raw.flushHeaders()
    return raw
  }

  #headersOf(request: FastifyRequest, more: MoreHeaders | undefined): string[] {
    const headers = this.headersFor(request.headers.origin, request.id)
    if (more !== undefined) headers.push(...more)
    if (more === undefined || !more.includes('cache-control')) headers.push('cache-control', 'no-store')
    return headers
  }

  /** Sends a refusal in the caller's language; `retryAfter` (seconds) of its details is a header too. Returns its status. */
  refuse(request: FastifyRequest, reply: FastifyReply, refusal: Refusal, own?: Catalogue, more?: MoreHeaders): number {
    const language = languageOf(request.headers['accept-language'])
    const problem = this.#problem(request, refusal, language, own)
    const headers = ['content-language', language]
    if (more !== undefined) headers.push(...more)
    const retryAfter = problem.status === 503 ? RETRY_AFTER_S : refusal.details?.retryAfter
    if (retryAfter !== undefined) addIfMissing(headers, 'retry-after', String(retryAfter))
    if (problem.status === 401) addIfMissing(headers, 'www-authenticate', CHALLENGE)
    this.send(request, reply, problem.status, problem.body, PROBLEM_TYPE, headers)
    return problem.status
  }

  /** Logs a fault with its correlation id. The caller learns only that it happened. */
  logFault(request: FastifyRequest, fault: unknown): void {
    const { method, url } = request.routeOptions
    this.log.error({ err: fault, correlationId: request.id, method, route: url }, 'a request ended in a fault')
  }

  #problem(request: FastifyRequest, refusal: Refusal, language: 'ko' | 'en', own?: Catalogue): Problem {
    try {
      return problemOf(refusal, language, own)
    } catch (fault) {
      this.logFault(request, fault)
      return problemOf(refuse('internal_fault'), language)
    }
  }
}
