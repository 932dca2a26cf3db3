/**
 * Drives requests over many connections. Closed loop: a connection sends its next request as soon as it has its answer.
 * Open loop: requests are planned at a fixed rate, whether the server keeps up or not, and count from their planned time.
 */
import { performance } from 'node:perf_hooks'
import { type Address, Connection, type Listener } from './connection.ts'
import { Measured, NO_ANSWER, NOT_SENT } from './measured.ts'

/** Where requests come from; the driver knows nothing else of them. */
export interface Requests {
  /** The next one, whole: an HTTP/1.1 head and body in Latin-1. */
  next(): string
}

export interface LoadOptions {
  readonly address: Address
  readonly connections: number
  readonly warmup_ms: number
  readonly window_ms: number
  /** Requests per second of the open loop (infinite: all at once); null is the closed loop. */
  readonly rate: number | null
  /** Ends after so many requests, if that is before the window ends. */
  readonly total?: number | undefined
  /** What a request began may continue after its answer: no more than so many are begun and not `ended`. */
  readonly begunMax?: number | undefined
  /** A request that found no free connection for so long is not sent any more. */
  readonly giveUp_ms?: number | undefined
  readonly requests: Requests
  /** Called when the window opens and when it closes, to look at clocks and counters. */
  readonly onEdge?: () => void
}

/** Requests planned and not answered by then never will be. */
const DRAIN_LIMIT_MS = 10_000
const RECONNECT_MS = 100
/** How often the closed loop looks whether its window opens or closes when no answer comes. */
const LOOK_MS = 10
const OPEN_LIMIT_MS = 20_000
/** Connections opened at a time, so that none has to knock twice. */
const OPENING_MAX = 128

export class Load implements Listener {
  readonly #options: LoadOptions
  requests: Requests
  readonly #start_ms = performance.now()
  readonly #idle: Connection[] = []
  readonly #all = new Set<Connection>()
  readonly #done = Promise.withResolvers<void>()
  #measured = new Measured(0, 0)
  /** Edges of the window that are still to come. */
  #edges_ms: number[] = []
  #first_ms = Number.POSITIVE_INFINITY
  #sent = 0
  /** Begun and not ended, see `begunMax`. */
  #begun = 0
  #over = false

  constructor(options: LoadOptions) {
    this.#options = options
    this.requests = options.requests
  }

  async run(): Promise<Measured> {
    const { connections, warmup_ms, window_ms, rate } = this.#options
    for (let count = 0; count < Math.min(OPENING_MAX, connections); count += 1) this.#connect()
    await this.#whenOpen()
    this.#first_ms = performance.now()
    const from_ms = this.#first_ms + warmup_ms
    this.#measured = new Measured(from_ms, from_ms + window_ms)
    this.#edges_ms = [from_ms, from_ms + window_ms]
    const pump = setInterval(() => this.#pump(performance.now()), rate === null ? LOOK_MS : 1)
    const limit = setTimeout(() => this.#end(), warmup_ms + window_ms + DRAIN_LIMIT_MS)
    await this.#done.promise
    clearInterval(pump)
    clearTimeout(limit)
    return this.#measured
  }

  /** Begun and not ended. */
  get begun(): number {
    return this.#begun
  }

  /** So many of the things that were begun have ended. */
  ended(count: number): void {
    this.#begun -= count
    this.#pump(performance.now())
  }

  opened(connection: Connection): void {
    this.#idle.push(connection)
    if (this.#all.size < this.#options.connections) this.#connect()
  }

  answered(connection: Connection, status: number, text: string): void {
    const now_ms = performance.now()
    if (status >= 400) this.#begun -= 1
    this.#measured.record(kindOf(status, text), status, connection, now_ms)
    this.#idle.push(connection)
    this.#pump(now_ms)
  }

  lost(connection: Connection): void {
    this.#all.delete(connection)
    const idle = this.#idle.indexOf(connection)
    if (idle !== -1) this.#idle.splice(idle, 1)
    if (this.#over) return
    if (connection.busy) this.#unanswered(connection)
    setTimeout(() => this.#connect(), RECONNECT_MS)
  }

  #unanswered(connection: Connection): void {
    this.#begun -= 1
    this.#measured.record(NO_ANSWER, 0, connection, performance.now())
  }

  #connect(): void {
    if (!this.#over) this.#all.add(new Connection(this.#options.address, this))
  }

  async #whenOpen(): Promise<void> {
    while (this.#idle.length < this.#options.connections) {
      if (performance.now() - this.#start_ms > OPEN_LIMIT_MS) {
        this.#end()
        throw new Error(`only ${this.#idle.length} of ${this.#options.connections} connections could be opened`)
      }
      await new Promise(resolve => setTimeout(resolve, 1))
    }
  }

  /** Sends what is due over the connections that are free, the one that waited longest first. */
  #pump(now_ms: number): void {
    while (now_ms >= this.#edges_ms[0]!) this.#passEdge()
    for (;;) {
      const planned_ms = this.#nextPlanned(now_ms)
      if (planned_ms === null) break
      if (this.#isTooLate(planned_ms, now_ms)) continue
      const connection = this.#idle.shift()
      if (connection === undefined) return
      this.#sent += 1
      this.#begun += 1
      connection.send(this.requests.next(), planned_ms, now_ms)
    }
    const allSent = now_ms >= this.#measured.until_ms || this.#sent === this.#options.total
    if (allSent && this.#idle.length === this.#all.size) this.#end()
  }

  #passEdge(): void {
    this.#edges_ms.shift()
    this.#options.onEdge?.()
  }

  /** When the next request was planned; null if none is due. */
  #nextPlanned(now_ms: number): number | null {
    const { rate, total, begunMax } = this.#options
    if (this.#sent === total || (begunMax !== undefined && this.#begun >= begunMax)) return null
    const planned_ms = rate === null ? now_ms : this.#first_ms + (this.#sent * 1000) / rate
    return planned_ms <= now_ms && planned_ms < this.#measured.until_ms ? planned_ms : null
  }

  #isTooLate(planned_ms: number, now_ms: number): boolean {
    if (now_ms - planned_ms <= (this.#options.giveUp_ms ?? Number.POSITIVE_INFINITY)) return false
    this.#sent += 1
    this.#measured.record(NOT_SENT, 0, { planned_ms, sent_ms: now_ms }, now_ms)
    return true
  }

  #end(): void {
    if (this.#over) return
    const now_ms = performance.now()
    this.#over = true
    for (const connection of this.#all) {
      if (connection.busy) this.#unanswered(connection)
      connection.close()
    }
    this.#recordNeverSent(now_ms)
    if (this.#sent === this.#options.total) this.#measured.endAt(now_ms)
    while (this.#edges_ms.length > 0) this.#passEdge()
    this.#done.resolve()
  }

  /** The open loop may have planned more than it could send. */
  #recordNeverSent(now_ms: number): void {
    if (this.#options.rate === null) return
    for (let planned_ms = this.#nextPlanned(now_ms); planned_ms !== null; planned_ms = this.#nextPlanned(now_ms)) {
      this.#sent += 1
      this.#measured.record(NO_ANSWER, 0, { planned_ms, sent_ms: now_ms }, now_ms)
    }
  }
}

const texts: string[] = []

/** The status, and with an error the code of its problem; a 503 that does not say when to come back is counted apart. */
function kindOf(status: number, text: string): string {
  if (status < 400) {
    texts[status] ??= String(status)
    return texts[status]
  }
  const head = text.indexOf('\r\n\r\n')
  const unsaid = status === 503 && !/\r\nretry-after: /i.test(text.slice(0, head + 2)) ? ' without Retry-After' : ''
  try {
    return `${status} ${(JSON.parse(text.slice(head + 4)) as { code?: string }).code}${unsaid}`
  } catch {
    return `${status}${unsaid}`
  }
}
