/** The SQL of a batch: one statement per table, whatever the number of commands. */

import { plainArray, textArray, timeArray } from '../db/array-literal.ts'
import { boolean, copyInto, integer, smallint, text, timestamptz } from '../db/copy.ts'
import type { Writing } from '../db/database.ts'
import { isOf } from '../kit/aggregate.ts'
import { isRecordedRefusal, type ReplyTo } from '../kit/command.ts'
import type { Message } from '../kit/message.ts'
import { type SagaState, sagaAggregate } from '../saga/state.ts'
import type { CommandRecord, DueTimer } from './draft.ts'

export const insertEvents = copyInto<Message>('events', {
  id: text(m => m.id),
  kind: text(m => m.kind),
  target: text(m => m.to),
  type: text(m => m.type),
  stream: text(m => m.stream),
  version: integer(m => m.version),
  data: text(m => JSON.stringify(m.data ?? null)),
  actor: text(m => m.actor),
  correlation_id: text(m => m.correlationId),
  causation_id: text(m => m.causationId),
  traceparent: text(m => m.traceparent ?? null),
  at: timestamptz(m => m.at),
})

export interface HeadRow {
  readonly key: string
  readonly version: number
  readonly shape: number
  readonly state: unknown
}

/** JSON contains no control character, so the states need no array quoting. */
const BETWEEN_STATES = '\x1f'

export function updateHeads(tx: Writing, rows: readonly HeadRow[]): Promise<unknown> {
  return tx.query(
    `update heads set version = h.version, shape = h.shape, state = h.state::json, stuck = h.stuck
     from unnest($1::text[], $2::int[], $3::int[], string_to_array($4, E'\\x1f'), $5::boolean[])
       as h(stream, version, shape, state, stuck)
     where heads.stream = h.stream`,
    [
      textArray(rows, r => r.key),
      plainArray(rows, r => r.version),
      plainArray(rows, r => r.shape),
      rows.map(r => JSON.stringify(r.state)).join(BETWEEN_STATES),
      plainArray(rows, isStuck),
    ],
  )
}

const isStuck = ({ key, state }: HeadRow): boolean =>
  isOf(sagaAggregate.name, key) && (state as SagaState).status === 'stuck'

export const insertHeads = copyInto<HeadRow>('heads', {
  stream: text(r => r.key),
  version: integer(r => r.version),
  shape: integer(r => r.shape),
  state: text(r => JSON.stringify(r.state)),
  stuck: boolean(isStuck),
})

/** Deletes heads that were inserted only to be locked and got no event. */
export function deleteEmptyHeads(tx: Writing, streams: readonly string[]): Promise<unknown> {
  return tx.query('delete from heads where stream = any($1) and version = 0', [streams])
}

interface StoredAnswer {
  readonly body: string
  readonly sealedFor: string | null
}

/** An answer without an idempotency key cannot be requested again and is not stored. Refusals hold no personal data. */
function storedAnswer({ entry, outcome }: CommandRecord): StoredAnswer {
  if (!entry.idempotency || outcome.kind === 'refused') return { body: '', sealedFor: null }
  const { sealed } = entry.command
  if (!sealed || outcome.body === '' || isRecordedRefusal(outcome)) return { body: outcome.body, sealedFor: null }
  return { body: sealed.seal(outcome.body), sealedFor: sealed.subject }
}

const copyCommands = copyInto<CommandRecord & { readonly answer: StoredAnswer }>('commands', {
  key: text(r => r.key),
  fingerprint: text(r => r.fingerprint),
  type: text(r => r.entry.command.type),
  actor: text(r => r.entry.origin.actor),
  correlation_id: text(r => r.entry.origin.correlationId),
  causation_id: text(r => r.entry.origin.causationId),
  at: timestamptz(r => r.at),
  status: smallint(r => (r.outcome.kind === 'accepted' ? r.outcome.status : 0)),
  body: text(r => r.answer.body),
  sealed_for: text(r => r.answer.sealedFor),
  refusal: text(r => (r.outcome.kind === 'refused' ? JSON.stringify(r.outcome.refusal) : null)),
})

export const insertCommands = (tx: Writing, records: readonly CommandRecord[]): Promise<unknown> =>
  copyCommands(
    tx,
    records.map(record => ({ ...record, answer: storedAnswer(record) })),
  )

export function insertTimers(tx: Writing, timers: readonly DueTimer[]): Promise<unknown> {
  return tx.query(
    `insert into timers (id, due_at, type, input, actor, correlation_id, causation_id)
     select id, due_at, type, input::json, actor, correlation_id, causation_id
     from unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
       as t(id, due_at, type, input, actor, correlation_id, causation_id)
     on conflict (id) do update set due_at = excluded.due_at, type = excluded.type, input = excluded.input, attempts = 0`,
    [
      textArray(timers, t => t.id),
      timeArray(timers, t => t.at),
      textArray(timers, t => t.type),
      textArray(timers, t => JSON.stringify(t.input ?? null)),
      textArray(timers, t => t.origin.actor),
      textArray(timers, t => t.origin.correlationId),
      textArray(timers, t => t.origin.causationId),
    ],
  )
}

export function deleteTimers(tx: Writing, ids: readonly string[]): Promise<unknown> {
  return tx.query('delete from timers where id = any($1)', [ids])
}

/** The data of a message of kind `call`. */
interface CallData {
  readonly command: string
  readonly input: unknown
  readonly replyTo: ReplyTo
  readonly step: string
  readonly phase: string
  /** The number of this attempt at the step. */
  readonly attempt: number
  /** The attempt whose idempotency key the call uses. */
  readonly keyAttempt: number
}

export const isCall = (message: Message): message is Message<CallData> => message.kind === 'call'

/** The same for every attempt whose outcome is not known; a new one after a refusal. */
const keyOfCall = ({ data }: Message<CallData>): string =>
  `${data.replyTo.saga}/${data.step}/${data.phase}/${data.keyAttempt}`

/** A message of kind `call` is an intent: it gets a row, which the call runner processes. */
export function insertCalls(tx: Writing, messages: readonly Message<CallData>[]): Promise<unknown> {
  return tx.query(
    `insert into calls (id, key, ask_first, call, input, reply_to, actor, correlation_id, causation_id, traceparent, due_at)
     select id, key, ask_first, call, input::json, reply_to::json, actor, correlation_id, causation_id, traceparent, at
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                 $9::timestamptz[], $10::text[], $11::boolean[])
       as c(id, call, input, reply_to, actor, correlation_id, causation_id, traceparent, at, key, ask_first)`,
    [
      textArray(messages, m => m.id),
      textArray(messages, m => m.data.command),
      textArray(messages, m => JSON.stringify(m.data.input)),
      textArray(messages, m => JSON.stringify(m.data.replyTo)),
      textArray(messages, m => m.actor),
      textArray(messages, m => m.correlationId),
      textArray(messages, m => m.id),
      textArray(messages, m => m.traceparent ?? null),
      timeArray(messages, m => m.at),
      textArray(messages, keyOfCall),
      plainArray(messages, m => m.data.attempt > 1),
    ],
  )
}
