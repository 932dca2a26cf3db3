/**
 * Handles writes: the route states a command, the writer runs it, and the stored text is the response. Under an
 * idempotency key, a refusal before the command is stored too, so that a repeated request gets the same response.
 */
import { hash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { anonymous } from '../../auth/tokens.ts'
import {
  type Command,
  type IdempotencyKey,
  isRecordedRefusal,
  type Outcome,
  recordedRefusal,
} from '../../kit/command.ts'
import { isRefusal, type Refusal } from '../../kit/refusal.ts'
import type { Writer } from '../../kit/writer.ts'
import { CREATED, LOCATION_HEADER, type Locate, locateOf } from '../routes/location.ts'
import { networkOf } from '../routes/network.ts'
import type { AnyInput, Route } from '../routes/route.ts'
import type { Copies } from './copies.ts'
import { JSON_TYPE, type MoreHeaders } from './edge.ts'
import type { Exchange } from './exchange.ts'
import { IDEMPOTENCY_HEADER, idempotencyOf } from './idempotency.ts'
import { conditionIn, IF_MATCH_HEADER, onlyIf } from './if-match.ts'
import { keyedHash } from './keyed-hash.ts'
import { preferredWait_ms } from './prefer.ts'
import { isTemporary, textOf } from './problem.ts'
import type { ReplyCheck } from './reply-check.ts'

type AnyWrite = Extract<Route, { readonly write: unknown }>

const REPLAYED: MoreHeaders = ['idempotency-replayed', 'true']
const WAITED: MoreHeaders = ['preference-applied', 'wait']

/** What was asked for again after it came to a temporary refusal is done anew, so many times under one key. */
const ANEW_MAX = 20

export interface WriteDeps {
  readonly writer: Writer
  readonly fingerprintKey: Uint8Array
}

/** What is done with an answer before it is sent. */
interface Replies {
  readonly check: ReplyCheck | null
  readonly locate: Locate | null
}

export function writeHandler(
  route: AnyWrite,
  { writer, fingerprintKey }: WriteDeps,
  check: ReplyCheck | null,
  copies: Copies | null,
) {
  const fingerprintOf = keyedHash(fingerprintKey)
  const replies: Replies = { check, locate: locateOf(route) }
  return (request: FastifyRequest): void => {
    const exchange = request.exchange!
    const condition = route.edits === undefined ? null : conditionIn(request.headers[IF_MATCH_HEADER])
    if (isRefusal(condition)) return exchange.refuse(condition)
    const [owner, path] = [ownerOf(exchange, route), exchange.path]
    const keyed = { owner, method: route.method, path, body: writtenBy(request, route), condition }
    const idempotency = idempotencyOf(request.headers[IDEMPOTENCY_HEADER], keyed, fingerprintOf)
    const conditional = condition === null ? route : onlyToThe(condition, route)
    run(exchange, conditional, writer, idempotency, replies, copies).catch(fault => exchange.fault(fault))
  }
}

/** Beside a file the query says what is to be done with it. */
const writtenBy = ({ body, query }: FastifyRequest, { accepts }: AnyWrite): unknown =>
  accepts === undefined ? body : { file: body, query }

/** The route, whose command changes only the version that the caller has seen. */
function onlyToThe(condition: string, route: AnyWrite): AnyWrite {
  const { edits } = route
  if (edits === undefined) return route
  const write: AnyWrite['write'] = async input => {
    const stated = await route.write(input)
    return isRefusal(stated) ? stated : onlyIf(condition, edits(input), stated)
  }
  return { ...route, write }
}

/**
 * Members have their keys to themselves. Who is not logged in shares a name with everyone: their address and the route tell
 * them apart, and the cookies where the route goes by them.
 */
function ownerOf({ actor, request }: Exchange, { name, ownPage }: AnyWrite): string {
  if (actor !== anonymous) return actor.id
  const known = `${actor.id} ${networkOf(request.ip)} ${name}`
  return ownPage ? `${known} ${request.headers.cookie ?? ''}` : known
}

const writerOf = (route: AnyWrite, input: AnyInput, own: Writer): Writer => route.writer?.(input) ?? own

async function run(
  exchange: Exchange,
  route: AnyWrite,
  own: Writer,
  idempotency: ReturnType<typeof idempotencyOf>,
  replies: Replies,
  copies: Copies | null,
  anew = 0,
): Promise<void> {
  if (isRefusal(idempotency)) return exchange.refuse(idempotency)
  const next = successorOf(idempotency, anew)
  const again = next && (() => run(exchange, route, writer, next, replies, copies, anew + 1))
  const input = exchange.input()
  const writer = writerOf(route, input, own)
  const recalled = idempotency === undefined || route.pure ? null : writer.recall(idempotency)
  const stored = recalled === null ? null : await recalled
  if (stored !== null) return answer(exchange, route, writer, input, stored, replies, again)
  const attempt = { exchange, route, writer, idempotency, input }
  const first = await tried(attempt, copies)
  const outcome = copies !== null && isProvisional(first) ? await triedAgain(attempt, copies) : first
  if (isRefusal(outcome)) return exchange.refuse(outcome)
  return answer(exchange, route, writer, input, outcome, replies, again)
}

interface Attempt {
  readonly exchange: Exchange
  readonly route: AnyWrite
  readonly writer: Writer
  readonly idempotency: IdempotencyKey | undefined
  readonly input: AnyInput
}

/** What the command came to, or the refusal to state one. Refusals from a copy are provisional if there are `copies`. */
async function tried(
  { exchange, route, writer, idempotency, input }: Attempt,
  copies: Copies | null,
): Promise<Outcome | Refusal> {
  const written = route.write(input)
  const stated = written instanceof Promise ? await written : written
  if (isRefusal(stated) && copies?.isFromCopy(stated)) return { ...stated, isProvisional: true }
  const command = isRefusal(stated) && idempotency !== undefined ? recorded(stated, exchange, route) : stated
  if (isRefusal(command)) return command
  return writer.run(copies === null ? command : copies.provisional(command), exchange.origin(), idempotency)
}

const isProvisional = (outcome: Outcome | Refusal): boolean => {
  const refusal = isRefusal(outcome) ? outcome : outcome.kind === 'refused' ? outcome.refusal : null
  return refusal?.isProvisional === true
}

/** Once the service has caught up, the refusal is final. */
const triedAgain = async (attempt: Attempt, copies: Copies): Promise<Outcome | Refusal> =>
  (await copies.notCaughtUp()) ?? tried(attempt, null)

/** The key of the next try of the same request; null where there is none, or no more. */
function successorOf(idempotency: IdempotencyKey | undefined, anew: number): IdempotencyKey | null {
  if (idempotency === undefined || anew === ANEW_MAX) return null
  const { key, fingerprint } = idempotency
  return { key: hash('sha256', `${key} anew`, 'base64url').slice(0, key.length), fingerprint }
}

/**
 * The refusal as a command, which stores it under the key; an answer that is already stored there wins. A temporary
 * refusal (5xx, 429) is not stored.
 */
function recorded(refusal: Refusal, { mounted }: Exchange, { name }: AnyWrite): Command | Refusal {
  if (isTemporary(textOf(refusal.code, mounted.catalogue))) return refusal
  return { type: `${name}.refused`, keys: [], decide: () => refusal }
}

function answer(
  exchange: Exchange,
  route: AnyWrite,
  writer: Writer,
  input: AnyInput,
  outcome: Outcome,
  replies: Replies,
  again: (() => Promise<void>) | null,
): void | Promise<void> {
  const replayed = outcome.replayed ? REPLAYED : undefined
  if (outcome.kind === 'refused') return exchange.refuse(outcome.refusal, replayed)
  if (isRecordedRefusal(outcome)) return exchange.refuse(recordedRefusal(outcome.body), replayed)
  if (route.wait !== undefined) {
    const wait_ms = preferredWait_ms(exchange.request.headers.prefer)
    if (wait_ms > 0) return answerLater(exchange, route, writer, input, outcome, wait_ms, replies, again)
  }
  if (route.respond !== undefined) return answerWith(route.respond, exchange, outcome, replies)
  replies.check?.(outcome.status, replyOf(outcome))
  exchange.answer(outcome.status, outcome.body === '' ? null : outcome.body, JSON_TYPE, headersOf(outcome, replies))
}

type Stored = Extract<Outcome, { kind: 'accepted' }>

const replyOf = ({ body }: Stored): unknown => (body === '' ? undefined : JSON.parse(body))

function headersOf({ status, body, replayed }: Stored, { locate }: Replies): MoreHeaders | undefined {
  if (locate === null || status !== CREATED) return replayed ? REPLAYED : undefined
  const location = [LOCATION_HEADER, locate(body)]
  return replayed ? [...location, ...REPLAYED] : location
}

function answerWith(
  respond: NonNullable<AnyWrite['respond']>,
  exchange: Exchange,
  outcome: Stored,
  replies: Replies,
): void {
  const { body, headers } = respond(replyOf(outcome))
  replies.check?.(outcome.status, body)
  const more = [...headers.flat(), ...(headersOf(outcome, replies) ?? [])]
  exchange.answer(outcome.status, body === undefined ? null : JSON.stringify(body), JSON_TYPE, more)
}

async function answerLater(
  exchange: Exchange,
  { wait }: AnyWrite,
  writer: Writer,
  input: AnyInput,
  outcome: Stored,
  wait_ms: number,
  replies: Replies,
  again: (() => Promise<void>) | null,
): Promise<void> {
  const reply: unknown = JSON.parse(outcome.body)
  await writer.waitFor(wait!.stream(reply), wait!.until, wait_ms)
  const resource = await wait!.present(reply, input)
  if (isRefusal(resource)) {
    const mayPass = isTemporary(textOf(resource.code, exchange.mounted.catalogue))
    const more = outcome.replayed ? [...WAITED, ...REPLAYED] : WAITED
    return outcome.replayed && mayPass && again !== null ? again() : exchange.refuse(resource, more)
  }
  replies.check?.(outcome.status, resource)
  const more = [...WAITED, ...(headersOf(outcome, replies) ?? [])]
  exchange.answer(outcome.status, JSON.stringify(resource), JSON_TYPE, more)
}
