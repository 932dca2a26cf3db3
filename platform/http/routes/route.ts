/**
 * A route declares who may call it, its input, its replies and its refusals. A read returns the reply; a write states a
 * command, which the write path runs; a stream (`stream.ts`) stays open.
 */
import type { Static, TSchema } from 'typebox'
import type { Actor } from '../../auth/tokens.ts'
import type { Command } from '../../kit/command.ts'
import type { Refusal } from '../../kit/refusal.ts'
import type { Writer } from '../../kit/writer.ts'
import { Octets } from './answer-body.ts'
import type { Edit } from './etag.ts'
import type { Opened } from './event-stream.ts'
import type { Accepts } from './uploaded-file.ts'

export type Language = 'ko' | 'en'

export interface RequestInput<P = unknown, Q = unknown, B = unknown> {
  readonly params: P
  readonly query: Q
  readonly body: B
  readonly actor: Actor
  readonly language: Language
  readonly correlationId: string
  /** Lower-case header names. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** The body as it was received, for signatures; only for routes with `rawBody`. */
  readonly raw?: Buffer
  readonly ip: string
}

/** The input of a route of any schemas. */
export type AnyInput = RequestInput<any, any, any>

export interface Answer {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** A stored reply as it is sent: what only a header may carry is taken out of the body. */
export interface Response {
  readonly body?: unknown
  readonly headers: readonly (readonly [name: string, value: string])[]
}

/** Waits for a later state of the resource that the write created, when the caller sent `Prefer: wait=N`. */
export interface Waiting {
  /** The stream to watch, from the stored reply. */
  readonly stream: (reply: any) => string
  readonly until: (state: any) => boolean
  /** The resource after the wait, also when the time is up; or a refusal, for what became of it. */
  readonly present: (reply: any, input: AnyInput) => Promise<unknown>
}

/** `anyone` needs no token; `member` needs a valid token; a list needs one of its roles. */
export type Who = 'anyone' | 'member' | readonly string[]

interface RouteBase<P extends TSchema, Q extends TSchema, B extends TSchema> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** OpenAPI style: `/api/orders/{id}`. */
  readonly path: string
  /** Operation id, `placeOrder`; unique over all services. */
  readonly name: string
  readonly summary: string
  /** What it does and changes, for whom, and what its important refusals mean; in Markdown. */
  readonly description?: string
  readonly who: Who
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  readonly replies: Readonly<Record<number, TSchema | null>>
  /** The media type of a reply that is not JSON. */
  readonly produces?: string
  readonly refusals?: readonly string[]
  /** Rate-limited by address, in addition to the general limit. */
  readonly limit?: 'credentials'
  /** It goes by a cookie, so only pages of this origin may call it; see `server/own-page.ts`. */
  readonly ownPage?: true
  readonly rawBody?: boolean
  /** The body is a file; see `upload`. */
  readonly accepts?: Accepts
  /** Time limit of the route in ms; default 10,000. */
  readonly limit_ms?: number
}

/** `any` stays `any`, so that a route of any schemas is a `Route`. */
type In<S> = 0 extends 1 & S ? any : S extends TSchema ? Static<S> : undefined

export interface ReadRoute<P extends TSchema, Q extends TSchema, B extends TSchema> extends RouteBase<P, Q, B> {
  /** The answer has an `ETag`. */
  readonly tagged?: boolean
  readonly read: (input: RequestInput<In<P>, In<Q>, In<B>>) => Promise<Answer | Refusal> | Answer | Refusal
}

export interface WriteRoute<P extends TSchema, Q extends TSchema, B extends TSchema> extends RouteBase<P, Q, B> {
  /**
   * States the command. It may read or call outside first; a stored answer is looked up before that, if this process
   * has seen the idempotency key. Mark it `pure` when it does neither, so that the look-up happens once, in the batch.
   */
  readonly write: (input: RequestInput<In<P>, In<Q>, In<B>>) => Promise<Command | Refusal> | Command | Refusal
  readonly pure?: boolean
  /**
   * Where what it makes can be read, for the `Location` of a 201: `/api/orders/{orderId}`, filled in from the answer. Its
   * own path with the answer's `id`, unless said. See `location.ts`.
   */
  readonly location?: string
  /** The writer that runs it, for a route over several services; that of its own service unless said. */
  readonly writer?: (input: RequestInput<In<P>, In<Q>, In<B>>) => Writer | undefined
  readonly wait?: Waiting
  /** Makes the response from the stored reply, also when it is replayed. Without it the reply is the body. */
  readonly respond?: (reply: any) => Response
  /** What it changes; it obeys `If-Match`. */
  readonly edits?: (input: RequestInput<In<P>, In<Q>, In<B>>) => Edit
}

/** See `stream.ts`. */
export interface StreamRoute<Q extends TSchema> extends RouteBase<TSchema, Q, TSchema> {
  readonly method: 'GET'
  /** `lastEventId` is null if the client has not been here before. */
  readonly open: (
    input: RequestInput<undefined, In<Q>, undefined> & { readonly lastEventId: string | null },
  ) => Promise<Opened | Refusal>
}

export type Route = (ReadRoute<any, any, any> | WriteRoute<any, any, any> | StreamRoute<any>) & {
  readonly service?: string
}

export function read<P extends TSchema, Q extends TSchema, B extends TSchema>(route: ReadRoute<P, Q, B>): Route {
  return route
}

export function write<P extends TSchema, Q extends TSchema, B extends TSchema>(route: WriteRoute<P, Q, B>): Route {
  return route
}

export const ok = (body: unknown): Answer => ({ status: 200, body })

/** An answer with the `ETag` of what can be edited. */
export const tagged = (body: unknown, tag: string): Answer => ({ status: 200, body, headers: { etag: tag } })

/** A body that is shared by many responses: it is serialized and encoded once. */
export class Shared {
  readonly body: unknown
  readonly octets: Octets

  constructor(body: unknown) {
    this.body = body
    this.octets = new Octets(JSON.stringify(body))
  }
}
