/** Server-sent events (HTML Living Standard §9.2), as a route writes them. */
export interface ServerSentEvent {
  /** Its kind. One line. */
  readonly event: string
  /** Becomes JSON. */
  readonly data: unknown
  /** What the client sends as `Last-Event-ID` when it comes back. Left out, the id of the event before stays. */
  readonly id?: string
}

/** An open stream. */
export interface EventStream {
  send(event: ServerSentEvent): void
  /** Bytes that the client has not taken yet. */
  readonly unsent: number
  /** `listener` is called when the client has taken everything. */
  onDrain(listener: () => void): void
  /** `listener` is called once, whoever ends it. */
  onEnd(listener: () => void): void
  end(): void
}

/** Goes on once the answer has begun. */
export type Opened = (stream: EventStream) => void

export const EVENT_STREAM_TYPE = 'text/event-stream'
