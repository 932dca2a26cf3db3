/**
 * A WebSocket endpoint of a service (RFC 6455). The gateway takes the upgrade, looks at origin and limits, and hands the
 * connection over; what is said on it is the service's protocol:
 *
 *     sockets: context => [
 *       {
 *         paths: ['/ws'],
 *         limits: { frame_bytes_max: 16_384, frames_max: 20, window_ms: 10_000 },
 *         open: socket => new Conversation(context, socket),
 *       },
 *     ]
 *
 * Frames are text. The token is in a frame, not in the URL: `authenticate` verifies it as routes do, and from then on the
 * socket ends with it.
 */
import type { Verified } from '../../auth/tokens.ts'

/** 4000 to 4999 are for applications (RFC 6455 §7.4.2). Like the HTTP statuses whose last digits they share. */
export const CLOSE_CODES = {
  badFrame: 4400,
  unauthenticated: 4401,
  forbidden: 4403,
  silent: 4408,
  replaced: 4409,
  frameTooLarge: 4413,
  tooManyFrames: 4429,
  /** The application stops or restarts (IANA registry). */
  restarting: 1012,
} as const

export type CloseCode = (typeof CLOSE_CODES)[keyof typeof CLOSE_CODES]

export interface Socket {
  /** Sends a text frame; nothing once it is closed. */
  send(text: string): void
  /** Bytes that the client has not taken yet. */
  readonly unsent: number
  /** Verifies a token. The socket ends with the token that was accepted last. */
  authenticate(token: string): Promise<Verified>
  close(code: CloseCode): void
}

/** What the service does with one socket. */
export interface SocketHandlers {
  /** A text frame has come. */
  received(text: string): void
  /** The client has taken everything that was sent. */
  drained(): void
  /** Whoever closed it. */
  closed(): void
}

export interface SocketLimits {
  /** Bytes of one frame of a client. */
  readonly frame_bytes_max: number
  /** Frames of a client, pings included, within the window. */
  readonly frames_max: number
  readonly window_ms: number
}

export interface SocketEndpoint {
  readonly paths: readonly string[]
  readonly limits: SocketLimits
  readonly open: (socket: Socket) => SocketHandlers
}
