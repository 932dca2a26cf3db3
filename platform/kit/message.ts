/**
 * A message is a row of an outbox: events, requests of a saga to a service (`command`), their replies (`reply`), and
 * intents to call the outside world (`call`).
 */
export type MessageKind = 'event' | 'command' | 'reply' | 'call'

/** The position of a message in its outbox: the writing transaction, then the row. The order of commit-safe reading. */
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

/** The actor: the id of a member, `system:<what>` or `anonymous`. */
export interface Origin {
  readonly actor: string
  readonly correlationId: string
  /** The id of the message that caused this one, or of the request. */
  readonly causationId: string
  /** W3C trace context: a span continues across outbox and bus. */
  readonly traceparent?: string | undefined
}

export interface Message<D = unknown> extends Origin {
  readonly id: string
  readonly position: Position
  readonly kind: MessageKind
  /** The service that wrote it. */
  readonly service: string
  /** The service it is addressed to; null for events, which any service may read. */
  readonly to: string | null
  readonly type: string
  readonly stream: string
  readonly version: number
  readonly data: D
  readonly at: Date
  /** It was read from the outbox: another process may have written it, so it is checked against its contract. */
  readonly isRead?: boolean
}

/** A message as a decision states it. The write path adds id, version, origin and time. */
export interface NewMessage<D = unknown> {
  readonly stream: string
  readonly type: string
  readonly data: D
  readonly kind?: MessageKind
  readonly to?: string
  /** Further heads whose state this event changes, such as the two accounts of a transfer. */
  readonly touches?: readonly string[]
  /**
   * The stream of a deferred reply, which this message only notes. If the reply is handled inline in the same commit,
   * the note is not written. The events with the reply must leave the state as if the note had never existed.
   */
  readonly deferredReply?: string
}

/** The display name: the type of an event, or the command of a request. */
export const titleOf = ({ kind, type, data }: Message): string =>
  kind === 'command' ? (data as { command: string }).command : type
