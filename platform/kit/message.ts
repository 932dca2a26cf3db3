/**
 * What is written to an outbox and carried by the bus. Everything that happens is a message: facts (`event`), requests
 * from a saga to a service (`command`), their answers (`reply`), and intents to call the outside world (`call`).
 */
export type MessageKind = 'event' | 'command' | 'reply' | 'call'

/** Where a message stands in its outbox: the writing transaction, then the row. Order of commit-safe reading. */
export interface Position {
  readonly xid: string
  readonly seq: string
}

export const START: Position = { xid: '0', seq: '0' }

export function comparePositions(a: Position, b: Position): number {
  const byXid = BigInt(a.xid) - BigInt(b.xid)
  const order = byXid === 0n ? BigInt(a.seq) - BigInt(b.seq) : byXid
  return order < 0n ? -1 : order > 0n ? 1 : 0
}

/** Who caused something: a member's id, `system:<what>` or `anonymous`. */
export interface Origin {
  readonly actor: string
  readonly correlationId: string
  /** The id of the message that caused this one, or of the request. */
  readonly causationId: string
  /** W3C trace context, so that a span goes on across outbox and bus. */
  readonly traceparent?: string | undefined
}

export interface Message<D = unknown> extends Origin {
  readonly id: string
  readonly position: Position
  readonly kind: MessageKind
  /** The service that wrote it. */
  readonly service: string
  /** The service it is meant for; null for facts, which anyone may hear. */
  readonly to: string | null
  readonly type: string
  readonly stream: string
  readonly version: number
  readonly data: D
  readonly at: Date
  /** It was read from the outbox: another process may have written it, so it is checked against its contract. */
  readonly isRead?: boolean
}

/** A message as a decision states it; the write path adds id, version, origin and time. */
export interface NewMessage<D = unknown> {
  readonly stream: string
  readonly type: string
  readonly data: D
  readonly kind?: MessageKind
  readonly to?: string
  /** Further heads whose state this fact changes, such as the two accounts of a transfer. */
  readonly touches?: readonly string[]
  /**
   * The stream of an answer that is deferred, of which this is only a note: where the answer is taken in the same commit, it is not
   * written. What the answer goes with must leave the state as if the note had never been.
   */
  readonly deferredReply?: string
}

/** What people call it: of a request, what it asks for. */
export const titleOf = ({ kind, type, data }: Message): string =>
  kind === 'command' ? (data as { command: string }).command : type
