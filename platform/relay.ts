/**
 * Reads one service's outbox in commit-safe order and keeps the newest page in memory for the consumers of this
 * process. A row is served only when no transaction with a smaller xid is still under way, so nothing is ever skipped.
 */
import type { Reader } from './database.ts'
import type { Logger } from './logger.ts'
import { Loop } from './loop.ts'
import { comparePositions, type Message, type Position } from './message.ts'
import { relayLag_s } from './metrics.ts'
import type { Clock } from './ports.ts'

/** Messages kept in memory for consumers that keep up; others read the table. */
const KEPT_MAX = 5_000
const PAGE_MAX = 1_000
const IDLE_MS = 500
/** Pause before looking again for rows that are committed but not yet safe to serve. */
const UNSAFE_PAUSE_MS_MIN = 1
const UNSAFE_PAUSE_MS_MAX = 50

export interface Page {
  readonly messages: readonly Message[]
  /** Everything up to here has been seen, wanted or not. */
  readonly upTo: Position
}

const READ = `
  with horizon as materialized (select pg_snapshot_xmin(pg_current_snapshot()) as xid)
  select h.xid::text as horizon, e.xid::text as xid, e.seq, e.id, e.kind, e.target, e.type, e.stream, e.version, e.data,
         e.actor, e.correlation_id, e.causation_id, e.traceparent, e.at
  from horizon h left join lateral (
    select * from events
    where (xid, seq) > ($1::xid8, $2::bigint) and xid < h.xid and (target is not null or type = any($3))
    order by xid, seq limit $4) e on true
  order by e.xid, e.seq`

export class Relay {
  readonly service: string
  readonly loop: Loop
  readonly #read: Reader
  readonly #clock: Clock
  readonly #wanted = new Set<string>()
  readonly #listeners = new Set<() => void>()
  #kept: Message[] = []
  #keptAfter: Position | null = null
  #upTo: Position | null = null
  #newest: Position | null = null
  #committedXid = 0n
  /** When the oldest commit that is not yet served was made here. */
  #unservedSince: Date | null = null
  #unsafePause_ms = UNSAFE_PAUSE_MS_MIN

  constructor(service: string, read: Reader, clock: Clock, log: Logger) {
    this.service = service
    this.#read = read
    this.#clock = clock
    this.loop = new Loop({ name: `relay ${service}`, clock, log, idle_ms: IDLE_MS, step: () => this.#step() })
  }

  /** Facts of these types are read; addressed messages always are. */
  want(types: Iterable<string>): void {
    for (const type of types) this.#wanted.add(type)
  }

  onNews(listener: () => void): void {
    this.#listeners.add(listener)
  }

  /** The writer of this process committed messages under this xid. */
  committed(xid: string): void {
    const value = BigInt(xid)
    if (value > this.#committedXid) this.#committedXid = value
    this.#unsafePause_ms = UNSAFE_PAUSE_MS_MIN
    this.#unservedSince ??= this.#clock.now()
    this.loop.wake()
  }

  /** Position of the newest message served; null before the first look. */
  get newest(): Position | null {
    return this.#newest
  }

  /** True when all that this process committed has been served. */
  get servedAll(): boolean {
    return this.#upTo !== null && BigInt(this.#upTo.xid) > this.#committedXid
  }

  /** True when everything below a transaction number has been served. */
  hasServed(xid: bigint): boolean {
    return this.#upTo !== null && BigInt(this.#upTo.xid) >= xid
  }

  /** The next messages after a position: from memory for a consumer that keeps up, else from the table. */
  async after(position: Position): Promise<Page> {
    if (!this.#keptAfter || !this.#upTo || comparePositions(position, this.#keptAfter) < 0) return this.#page(position)
    if (comparePositions(position, this.#upTo) >= 0) return { messages: [], upTo: position }
    const from = this.#firstAfter(position)
    const messages = this.#kept.slice(from, from + PAGE_MAX)
    const last = messages.at(-1)
    const upTo = last && from + PAGE_MAX < this.#kept.length ? last.position : this.#upTo
    return { messages, upTo }
  }

  #firstAfter(position: Position): number {
    let low = 0
    let high = this.#kept.length
    while (low < high) {
      const middle = (low + high) >> 1
      const candidate = this.#kept[middle]
      if (candidate && comparePositions(candidate.position, position) <= 0) low = middle + 1
      else high = middle
    }
    return low
  }

  async #step(): Promise<boolean> {
    if (!this.#upTo) {
      const { rows } = await this.#read.query('select pg_snapshot_xmin(pg_current_snapshot())::text as xid')
      this.#upTo = { xid: rows[0].xid, seq: '0' }
      this.#keptAfter = this.#upTo
      this.#newest = this.#upTo
      this.#tell()
    }
    const page = await this.#page(this.#upTo)
    this.#keep(page)
    if (page.messages.length > 0) this.#tell()
    this.#measure()
    if (!this.servedAll) this.#lookAgainSoon()
    return page.messages.length === PAGE_MAX
  }

  /** A transaction with a smaller xid is under way; what was committed after it becomes safe when it ends. */
  #lookAgainSoon(): void {
    this.#clock.after(this.#unsafePause_ms, () => this.loop.wake())
    this.#unsafePause_ms = Math.min(this.#unsafePause_ms * 2, UNSAFE_PAUSE_MS_MAX)
  }

  #measure(): void {
    if (this.servedAll) this.#unservedSince = null
    const lag_ms = this.#unservedSince ? this.#clock.now().getTime() - this.#unservedSince.getTime() : 0
    relayLag_s.set({ service: this.service }, lag_ms / 1000)
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }

  #keep(page: Page): void {
    this.#upTo = page.upTo
    for (const message of page.messages) this.#kept.push(message)
    this.#newest = page.messages.at(-1)?.position ?? this.#newest
    if (this.#kept.length <= KEPT_MAX) return
    const dropped = this.#kept.splice(0, this.#kept.length - KEPT_MAX)
    this.#keptAfter = dropped.at(-1)?.position ?? this.#keptAfter
  }

  async #page(after: Position): Promise<Page> {
    const { rows } = await this.#read.query(READ, [after.xid, after.seq, [...this.#wanted], PAGE_MAX])
    const messages = rows.filter(row => row.id !== null).map(row => messageOf(this.service, row))
    const last = messages.at(-1)
    const horizon: Position = { xid: rows[0].horizon, seq: '0' }
    const upTo = messages.length === PAGE_MAX && last ? last.position : later(after, horizon)
    return { messages, upTo }
  }
}

const later = (a: Position, b: Position): Position => (comparePositions(a, b) >= 0 ? a : b)

export function messageOf(service: string, row: any): Message<any> {
  return {
    id: row.id,
    position: { xid: row.xid, seq: row.seq },
    kind: row.kind,
    service,
    to: row.target,
    type: row.type,
    stream: row.stream,
    version: row.version,
    data: row.data,
    actor: row.actor,
    correlationId: row.correlation_id,
    causationId: row.causation_id,
    traceparent: row.traceparent ?? undefined,
    at: row.at,
  }
}
