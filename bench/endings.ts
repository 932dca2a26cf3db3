/**
 * Sees in the database when what a request began has ended. Every so often one query reads what was committed
 * since the last; so nothing asks the server, and an ending counts from the moment it was decided to begin (before its
 * commit, before its answer) to the moment it was seen by somebody else: never less than it was.
 */
import pg from 'pg'
import { latencies, recordLatency } from './driver/measured.ts'
import { type Latency, latencyOf } from './latency.ts'

export interface Endings {
  /**
   * Gives `begun_ms` (since 1970) and `kind` of each ending that transactions from `$1` up to, without, `$2` committed.
   * These numbers grow, and all below `$2` are over: no ending is missed and none is seen twice.
   */
  readonly sql: string
  /** Kinds of endings that are wanted; they make the rate and the latency. */
  readonly wanted: readonly string[]
}

export interface Tail {
  /** Wanted endings in the window. */
  readonly ended: number
  readonly perSecond: number
  readonly slowestSecond: number
  readonly latency: Latency
  /** All endings of the run, by kind. */
  readonly kinds: Readonly<Record<string, number>>
  /** From the opening of the window to the last ending of all. */
  readonly lasted_ms: number
}

interface Ending {
  readonly begun_ms: number
  readonly seen_ms: number
  readonly kind: string
}

/** Each look costs the machine that is measured half a millisecond. */
export const LOOK_MS = 20
const EARLY_MS = 100
const FINISH_LIMIT_MS = 60_000

const HORIZON = { name: 'watermark', text: 'select pg_snapshot_xmin(pg_current_snapshot())::text as xid' }

export class Watcher {
  readonly #client: pg.Client
  readonly #endings: Endings
  readonly #seen: Ending[] = []
  #listener: (count: number) => void = () => {}
  #from: string
  #window: [number, number] = [0, 0]
  #closed = false
  #fault: unknown = null
  readonly #watching: Promise<void>

  private constructor(client: pg.Client, endings: Endings, from: string) {
    this.#client = client
    this.#endings = endings
    this.#from = from
    this.#watching = this.#watch().catch(fault => {
      this.#fault = fault
    })
  }

  static async open(databaseUrl: string, endings: Endings): Promise<Watcher> {
    const client = new pg.Client({ connectionString: databaseUrl, application_name: 'bench, endings' })
    client.on('error', () => {})
    await client.connect()
    // The newest transactions are always found by an index, also in a table that was empty when the query was planned.
    await client.query('set enable_seqscan = off')
    const { rows } = await client.query(HORIZON)
    return new Watcher(client, endings, rows[0].xid)
  }

  onEnded(listener: (count: number) => void): void {
    this.#listener = listener
  }

  beginWindow(window_ms: number): void {
    const now_ms = Date.now()
    this.#window = [now_ms, now_ms + window_ms]
  }

  /** Comes early if there was nothing more to send; then the window is over when everything has ended. */
  endWindow(): void {
    if (Date.now() < this.#window[1] - EARLY_MS) this.#window[1] = Number.POSITIVE_INFINITY
  }

  /** Waits for the end of everything that was begun, for a minute at most, and gives the figures. */
  async finish(begun: number): Promise<Tail> {
    const deadline_ms = Date.now() + FINISH_LIMIT_MS
    while (this.#seen.length < begun && Date.now() < deadline_ms && !this.#fault) await pause()
    if (this.#fault) throw new Error('endings could not be watched', { cause: this.#fault })
    return this.#tail()
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#watching
    await this.#client.end()
  }

  async #watch(): Promise<void> {
    while (!this.#closed) {
      const { rows: watermarks } = await this.#client.query(HORIZON)
      const { xid } = watermarks[0]
      const query = { name: 'endings', text: this.#endings.sql, values: [this.#from, xid] }
      const { rows } = xid === this.#from ? { rows: [] } : await this.#client.query(query)
      this.#from = xid
      const seen_ms = Date.now()
      for (const { begun_ms, kind } of rows) this.#seen.push({ begun_ms: Number(begun_ms), seen_ms, kind })
      if (rows.length > 0) this.#listener(rows.length)
      await pause()
    }
  }

  #tail(): Tail {
    const over_ms = this.#seen.reduce((most, ending) => Math.max(most, ending.seen_ms), 0)
    const [from_ms, end_ms] = this.#window
    const until_ms = Number.isFinite(end_ms) ? end_ms : Math.max(over_ms, from_ms) + 1
    const seconds = (until_ms - from_ms) / 1000
    const perSecond = Array.from({ length: Math.max(1, Math.round(seconds)) }, () => 0)
    const histogram = latencies()
    const kinds: Record<string, number> = {}
    for (const { begun_ms, seen_ms, kind } of this.#seen) {
      kinds[kind] = (kinds[kind] ?? 0) + 1
      if (!this.#endings.wanted.includes(kind)) continue
      if (begun_ms >= from_ms && begun_ms < until_ms) recordLatency(histogram, seen_ms - begun_ms)
      if (seen_ms < from_ms || seen_ms >= until_ms) continue
      perSecond[Math.min(perSecond.length - 1, Math.floor((seen_ms - from_ms) / 1000))]! += 1
    }
    const ended = perSecond.reduce((sum, count) => sum + count, 0)
    return {
      ended,
      perSecond: ended / seconds,
      slowestSecond: Math.min(...perSecond),
      latency: latencyOf(histogram),
      kinds,
      lasted_ms: Math.max(0, over_ms - from_ms),
    }
  }
}

const pause = () => new Promise(resolve => setTimeout(resolve, LOOK_MS))
