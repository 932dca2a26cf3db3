/**
 * WebSockets of the services: the upgrade, and what every socket has to obey. An upgrade is answered with a refusal over
 * HTTP where the server has no room. An origin that may not connect gets a socket that closes with its code, since a page
 * cannot read the answer to a failed upgrade.
 */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocket, WebSocketServer } from 'ws'
import type { TokenVerifier } from '../../auth/tokens.ts'
import { socketsOpen } from '../../observability/metrics.ts'
import { networkOf } from '../routes/network.ts'
import { CLOSE_CODES, type SocketEndpoint } from '../routes/socket.ts'
import type { Edge } from './edge.ts'
import { OpenSocket } from './open-socket.ts'
import { answerUpgrade } from './upgrade-refusal.ts'

/** Sockets of one process. */
export const SOCKETS_MAX = 10_000
/** Time for the clients to answer the close of the server. */
const CLOSE_LIMIT_MS = 1_000
const MESSAGE_TOO_BIG = 1009

/** The library's code for a frame beyond `maxPayload` becomes the application's. */
class LimitedSocket extends WebSocket {
  override close(code?: number, reason?: string | Buffer): void {
    super.close(code === MESSAGE_TOO_BIG ? CLOSE_CODES.frameTooLarge : code, reason)
  }
}

interface Mounted {
  readonly endpoint: SocketEndpoint
  readonly server: WebSocketServer
  readonly tokens: TokenVerifier
}

const pathOf = (url = ''): string => url.split('?', 1)[0] ?? ''

export class WebSockets {
  readonly #edge: Edge
  readonly #endpoints = new Map<string, Mounted>()
  readonly #open = new Set<OpenSocket>()
  #isClosing = false

  constructor(edge: Edge) {
    this.#edge = edge
  }

  mount(endpoint: SocketEndpoint, tokens: TokenVerifier): void {
    const server = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: endpoint.limits.frame_bytes_max,
      WebSocket: LimitedSocket,
    })
    for (const path of endpoint.paths) {
      if (this.#endpoints.has(path)) throw new Error(`two services have sockets at ${path}`)
      this.#endpoints.set(path, { endpoint, server, tokens })
    }
  }

  /** Whether Node is to hand the connection over; any other request is answered as usual. */
  wants({ method, url, headers }: IncomingMessage): boolean {
    return method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket' && this.#endpoints.has(pathOf(url))
  }

  upgrade(request: IncomingMessage, connection: Duplex, head: Buffer): void {
    const mounted = this.#endpoints.get(pathOf(request.url))
    if (mounted === undefined) return answerUpgrade(connection, 'not_found', request)
    if (this.#isClosing || this.#open.size >= SOCKETS_MAX) return answerUpgrade(connection, 'overloaded', request)
    const wait_s = this.#edge.limits.everywhere?.take(networkOf(request.socket.remoteAddress ?? '')) ?? 0
    if (wait_s > 0) return answerUpgrade(connection, 'rate_limited', request, wait_s)
    mounted.server.handleUpgrade(request, connection, head, accepted => this.#accept(mounted, request, accepted))
  }

  #accept({ endpoint, tokens }: Mounted, request: IncomingMessage, accepted: WebSocket): void {
    const { clock } = this.#edge.ports
    const socket = new OpenSocket(accepted, { tokens, clock, limits: endpoint.limits, log: this.#edge.log })
    if (!this.#mayConnect(request)) return socket.close(CLOSE_CODES.forbidden)
    this.#open.add(socket)
    socketsOpen.set(this.#open.size)
    socket.begin(endpoint, () => {
      this.#open.delete(socket)
      socketsOpen.set(this.#open.size)
    })
  }

  /** A page of this origin or of one that CORS allows; whoever is no page sends no origin. */
  #mayConnect({ headers: { origin, host } }: IncomingMessage): boolean {
    if (origin === undefined) return true
    if (this.#edge.cors?.allows(origin)) return true
    return URL.parse(origin)?.host === host
  }

  /** Tells every client that the application restarts; who has not closed in time is cut off. */
  closeAll(): void {
    this.#isClosing = true
    for (const socket of [...this.#open]) socket.close(CLOSE_CODES.restarting)
    this.#edge.ports.clock.after(CLOSE_LIMIT_MS, () => {
      for (const socket of [...this.#open]) socket.cut()
    })
  }
}
