/**
 * One request on a declared route, from its headers to its response: the actor, the time limit, and the guarantee of a
 * single response.
 */
import type { ServerResponse } from 'node:http'
import type { Span } from '@opentelemetry/api'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Actor, anonymous, type TokenVerifier } from '../../auth/tokens.ts'
import { isUnreachable } from '../../db/database.ts'
import type { Origin } from '../../kit/message.ts'
import { type Catalogue, type Refusal, refuse } from '../../kit/refusal.ts'
import type { RouteMeter } from '../../observability/metrics.ts'
import { failSpan, startServerSpan, traceparentOf } from '../../observability/tracing.ts'
import type { AnswerBody } from '../routes/answer-body.ts'
import type { AnyInput, Route } from '../routes/route.ts'
import { causationIdOf, traceparentIn } from './correlation.ts'
import type { Timed } from './deadlines.ts'
import type { Edge, MoreHeaders } from './edge.ts'
import { languageOf } from './language.ts'

/** A mounted route with its service, its catalogue and its meters. */
export interface MountedRoute {
  readonly edge: Edge
  readonly route: Route
  readonly catalogue: Catalogue | undefined
  readonly tokens: TokenVerifier
  readonly meter: RouteMeter
  readonly limit_ms: number
}

export class Exchange implements Timed {
  readonly mounted: MountedRoute
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly started_ms: number
  readonly limit_ms: number
  readonly #span: Span | null
  actor: Actor = anonymous
  answered = false
  #uploading = false
  earlier: Timed | null = null
  later: Timed | null = null

  constructor(mounted: MountedRoute, request: FastifyRequest, reply: FastifyReply, wait_ms: number) {
    this.mounted = mounted
    this.request = request
    this.reply = reply
    this.started_ms = mounted.edge.now_ms()
    this.limit_ms = mounted.limit_ms + wait_ms
    this.#span = startServerSpan(mounted.route.name, traceparentIn(request.headers))
    mounted.edge.deadlines.add(this)
  }

  get path(): string {
    const { url } = this.request
    const question = url.indexOf('?')
    return question === -1 ? url : url.slice(0, question)
  }

  input(): AnyInput {
    const { request } = this
    const input = {
      params: request.params,
      query: request.query,
      body: request.body,
      actor: this.actor,
      language: languageOf(request.headers['accept-language']),
      correlationId: request.id,
      headers: request.headers,
      ip: request.ip,
    }
    return request.rawBody === null ? input : { ...input, raw: request.rawBody }
  }

  origin(): Origin {
    const { headers, id } = this.request
    return {
      actor: this.actor.id,
      correlationId: id,
      causationId: causationIdOf(headers, id, this.mounted.edge.ports.ids),
      traceparent: this.#span === null ? traceparentIn(headers) : traceparentOf(this.#span),
    }
  }

  /** False while there are too many. It ends with the exchange. */
  beginUpload(max: number): boolean {
    const { edge } = this.mounted
    if (this.answered || edge.uploads >= max) return false
    edge.uploads += 1
    this.#uploading = true
    return true
  }

  answer(status: number, body: AnswerBody, type: string, more?: MoreHeaders): void {
    if (this.answered) return
    this.mounted.edge.send(this.request, this.reply, status, body, type, more)
    this.#ended(status)
  }

  refuse(refusal: Refusal, more?: MoreHeaders): void {
    if (this.answered) return
    this.#ended(this.mounted.edge.refuse(this.request, this.reply, refusal, this.mounted.catalogue, more))
  }

  /**
   * Begins a response that stays open, which the caller writes and ends; the time limit is over. Null when there is
   * nobody to answer any more.
   */
  keepOpen(more: MoreHeaders): ServerResponse | null {
    if (this.answered) return null
    const raw = this.mounted.edge.begin(this.request, this.reply, more)
    this.#ended(200)
    return raw
  }

  /** A fault after the response (the time limit was over) is logged too. */
  fault(fault: unknown): void {
    this.mounted.edge.logFault(this.request, fault)
    if (this.#span !== null) failSpan(this.#span, fault)
    this.refuse(refuse(isUnreachable(fault) ? 'unavailable' : 'internal_fault'))
  }

  expire(): void {
    this.refuse(refuse('timed_out'))
  }

  #ended(status: number): void {
    const { edge, meter } = this.mounted
    this.answered = true
    edge.deadlines.remove(this)
    if (this.#uploading) edge.uploads -= 1
    meter.count(status, edge.now_ms() - this.started_ms)
    if (this.#span === null) return
    this.#span.setAttribute('http.response.status_code', status)
    this.#span.end()
  }
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set on declared routes once the headers were read. */
    exchange: Exchange | null
    /** The body as it was received (in UTF-8), on routes that ask for it. */
    rawBody: Buffer | null
  }
}
