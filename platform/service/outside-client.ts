/** The HTTP client for a server outside: one request, and what its answer means by the table of the operation. */
import type { Static, TSchema } from 'typebox'
import { matches } from '../kit/contract-check.ts'
import { meaningOf, type OutsideAnswer, type OutsideOperation, type OutsideSaid } from '../kit/outside.ts'
import { outsideAnswers, outsideTurnsUsAway } from '../observability/metrics.ts'
import type { Logger } from '../ports/logger.ts'
import type { Clock } from '../ports/ports.ts'

/** After this time the outcome is unknown and is queried later. */
const ANSWER_LIMIT_MS = 5_000
/** Turned away less often than this, it is a new alarm. */
const ALARM_QUIET_MS = 60_000

export interface OutsideOptions {
  /** What metrics and logs call the server: `bank`. */
  readonly peer: string
  readonly url: string
  readonly authorization: string
  readonly answerLimit_ms?: number | undefined
  readonly clock: Clock
  readonly log: Logger
}

export interface OutsideRequest {
  readonly path: string
  readonly body?: unknown
  /** Sent as the idempotency key. */
  readonly key?: string
}

export interface OutsideClient {
  ask<S extends TSchema>(operation: OutsideOperation<S>, request: OutsideRequest): Promise<OutsideAnswer<Static<S>>>
}

export function outsideClient(options: OutsideOptions): OutsideClient {
  return {
    async ask<S extends TSchema>(operation: OutsideOperation<S>, request: OutsideRequest) {
      const answer = await answerTo(options, operation, request)
      outsideAnswers(options.peer, operation.name, answer.kind).add()
      if (answer.kind === 'ours') raiseAlarm(options, operation.name, answer)
      else if (answer.kind !== 'unknown') endAlarm(options)
      return answer
    },
  }
}

async function answerTo<S extends TSchema>(
  { url, authorization, answerLimit_ms = ANSWER_LIMIT_MS }: OutsideOptions,
  operation: OutsideOperation<S>,
  { path, body, key }: OutsideRequest,
): Promise<OutsideAnswer<Static<S>>> {
  try {
    const response = await fetch(`${url}${path}`, {
      method: operation.method,
      headers: {
        authorization,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(key !== undefined && { 'idempotency-key': key }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      // Whoever sends us elsewhere is not the server we have the key for.
      redirect: 'manual',
      signal: AbortSignal.timeout(answerLimit_ms),
    })
    return readAnswer(operation, response.status, response.ok, await response.text())
  } catch (error) {
    return { kind: 'unknown', reason: error instanceof Error ? error.name : 'no answer' }
  }
}

function readAnswer<S extends TSchema>(
  { success, answers }: OutsideOperation<S>,
  status: number,
  ok: boolean,
  text: string,
): OutsideAnswer<Static<S>> {
  const body = jsonIn(text)
  if (ok) {
    return isOf(success, body)
      ? { kind: 'done', value: body }
      : { kind: 'unknown', reason: `${status} of an unknown form` }
  }
  const code = codeIn(body)
  const meaning = meaningOf(answers, { status, code })
  return meaning === 'unknown'
    ? { kind: 'unknown', reason: `${status} ${code}`.trim() }
    : { kind: meaning, status, code }
}

const isOf = <S extends TSchema>(schema: S, body: unknown): body is Static<S> => matches(schema, body)

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function codeIn(body: unknown): string {
  if (typeof body !== 'object' || body === null || !('code' in body)) return ''
  return typeof body.code === 'string' ? body.code : ''
}

/** When each server turned us away last, by its address. There are as many as the settings name. */
const turnedAway = new Map<string, number>()

/** One line in the log when it begins, not one per call; the gauge stays up meanwhile. */
function raiseAlarm({ peer, url, clock, log }: OutsideOptions, operation: string, { status, code }: OutsideSaid): void {
  const now_ms = clock.now().getTime()
  if (!turnedAway.has(url))
    log.error({ peer, operation, status, code }, 'turned away outside: look at our key and our rate')
  turnedAway.set(url, now_ms)
  outsideTurnsUsAway.set({ peer }, 1)
}

function endAlarm({ peer, url, clock, log }: OutsideOptions): void {
  const last_ms = turnedAway.get(url)
  if (last_ms === undefined || clock.now().getTime() - last_ms < ALARM_QUIET_MS) return
  turnedAway.delete(url)
  outsideTurnsUsAway.set({ peer }, 0)
  log.info({ peer }, 'taken again outside')
}
