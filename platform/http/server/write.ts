/**
 * Handles writes: the route states a command, the writer runs it, and the stored text is the response. Under an
 * idempotency key, a refusal before the command is stored too, so that a repeated request gets the same response.
 */
import type { FastifyRequest } from 'fastify'
import { type Command, isRecordedRefusal, type Outcome } from '../../kit/command.ts'
import { isRefusal, type Refusal } from '../../kit/refusal.ts'
import type { Writer } from '../../kit/writer.ts'
import type { AnyInput, Route } from '../routes/route.ts'
import { JSON_TYPE, type MoreHeaders } from './edge.ts'
import type { Exchange } from './exchange.ts'
import { IDEMPOTENCY_HEADER, idempotencyOf } from './idempotency.ts'
import { keyedHash } from './keyed-hash.ts'
import { preferredWait_ms } from './prefer.ts'
import { PROBLEM_TYPE, textOf } from './problem.ts'
import type { ReplyCheck } from './reply-check.ts'

type AnyWrite = Extract<Route, { readonly write: unknown }>

const REPLAYED: MoreHeaders = ['idempotency-replayed', 'true']
const WAITED: MoreHeaders = ['preference-applied', 'wait']

export interface WriteDeps {
  readonly writer: Writer
  readonly fingerprintKey: Uint8Array
}

export function writeHandler(route: AnyWrite, { writer, fingerprintKey }: WriteDeps, check: ReplyCheck | null) {
  const fingerprintOf = keyedHash(fingerprintKey)
  return (request: FastifyRequest): void => {
    const exchange = request.exchange!
    const { actor, path } = exchange
    const keyed = { actorId: actor.id, method: route.method, path, body: request.body }
    const idempotency = idempotencyOf(request.headers[IDEMPOTENCY_HEADER], keyed, fingerprintOf)
    run(exchange, route, writer, idempotency, check).catch(fault => exchange.fault(fault))
  }
}

async function run(
  exchange: Exchange,
  route: AnyWrite,
  own: Writer,
  idempotency: ReturnType<typeof idempotencyOf>,
  check: ReplyCheck | null,
): Promise<void> {
  if (isRefusal(idempotency)) return exchange.refuse(idempotency)
  const input = exchange.input()
  const writer = route.writer?.(input) ?? own
  const recalled = idempotency === undefined || route.pure ? null : writer.recall(idempotency)
  const stored = recalled === null ? null : await recalled
  if (stored !== null) return answer(exchange, route, writer, input, stored, check)
  const written = route.write(input)
  const stated = written instanceof Promise ? await written : written
  const command = isRefusal(stated) && idempotency !== undefined ? recorded(stated, exchange, route) : stated
  if (isRefusal(command)) return exchange.refuse(command)
  const outcome = await writer.run(command, exchange.origin(), idempotency)
  return answer(exchange, route, writer, input, outcome, check)
}

/**
 * The refusal as a command, which stores it under the key; an answer that is already stored there wins. A temporary
 * refusal (5xx) is not stored.
 */
function recorded(refusal: Refusal, { mounted }: Exchange, { name }: AnyWrite): Command | Refusal {
  if (textOf(refusal.code, mounted.catalogue).status >= 500) return refusal
  return { type: `${name}.refused`, keys: [], decide: () => refusal }
}

function answer(
  exchange: Exchange,
  route: AnyWrite,
  writer: Writer,
  input: AnyInput,
  outcome: Outcome,
  check: ReplyCheck | null,
): void | Promise<void> {
  const more = outcome.replayed ? REPLAYED : undefined
  if (outcome.kind === 'refused') return exchange.refuse(outcome.refusal, more)
  const refused = isRecordedRefusal(outcome)
  if (route.wait !== undefined && !refused) {
    const wait_ms = preferredWait_ms(exchange.request.headers.prefer)
    if (wait_ms > 0) return answerLater(exchange, route, writer, input, outcome, wait_ms, check)
  }
  check?.(outcome.status, outcome.body === '' ? undefined : JSON.parse(outcome.body))
  exchange.answer(outcome.status, outcome.body === '' ? null : outcome.body, refused ? PROBLEM_TYPE : JSON_TYPE, more)
}

async function answerLater(
  exchange: Exchange,
  { wait }: AnyWrite,
  writer: Writer,
  input: AnyInput,
  outcome: Extract<Outcome, { kind: 'accepted' }>,
  wait_ms: number,
  check: ReplyCheck | null,
): Promise<void> {
  const reply: unknown = JSON.parse(outcome.body)
  await writer.waitFor(wait!.stream(reply), wait!.until, wait_ms)
  const resource = await wait!.present(reply, input)
  if (isRefusal(resource)) return exchange.refuse(resource, outcome.replayed ? [...WAITED, ...REPLAYED] : WAITED)
  check?.(outcome.status, resource)
  const more = outcome.replayed ? [...WAITED, ...REPLAYED] : WAITED
  exchange.answer(outcome.status, JSON.stringify(resource), JSON_TYPE, more)
}
