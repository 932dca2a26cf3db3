/** A row of an outbox as the message that it carries. */
import type { Message, MessageKind } from '../kit/message.ts'

/** A row of the table `events`. */
export interface EventRow {
  readonly id: string
  readonly xid: string
  readonly seq: string
  readonly kind: MessageKind
  readonly target: string | null
  readonly type: string
  readonly stream: string
  readonly version: number
  readonly data: unknown
  readonly actor: string
  readonly correlation_id: string
  readonly causation_id: string
  readonly traceparent: string | null
  readonly at: Date
}

export function messageOf(service: string, row: EventRow): Message {
  return {
    id: row.id,
    position: { xid: row.xid, seq: row.seq },
    kind: row.kind,
    service,
    to: row.target,
    type: row.type,
    stream: row.stream,
    version: row.version,
    data: dataFor(row.target, row.data),
    actor: row.actor,
    correlationId: row.correlation_id,
    causationId: row.causation_id,
    traceparent: row.traceparent ?? undefined,
    at: row.at,
    isRead: true,
  }
}

/** The notes that a saga keeps in the row of a request are not for the service that receives the request. */
export function dataFor(to: string | null, data: unknown): unknown {
  if (to === null || typeof data !== 'object' || data === null || !('before' in data)) return data
  const { before: _, ...request } = data
  return request
}
