/**
 * Reads the outbox of one service in commit-safe order and keeps the newest page in memory for the consumers of this
 * process. A row is served only when no transaction with a smaller xid is in progress, so no row is skipped. Messages
 * that this process wrote are not read back: the table is queried only for which rows exist.
 */
import type { Reader } from '../db/database.ts'
import { comparePositions, type Message, type Position } from '../kit/message.ts'
import { relayLag_s } from '../observability/metrics.ts'
import type { Logger } from '../ports/logger.ts'
import { Loop } from '../ports/loop.ts'
import type { Clock } from '../ports/ports.ts'
import type { CommitWatermark } from './commit-watermark.ts'
import { dataFor, messageOf } from './event-row.ts'

/** Messages of this process that wait to be served. Messages beyond this are read from the table. */
const OWN_MAX = 10_000
/**
 * Messages kept in memory for consumers that keep up, or nearly; other consumers read the table. A message that all
 * consumers of this process have passed is dropped immediately. Beyond the first few thousand only recent messages are
 * kept, so that a burst does not evict what a consumer that is slightly behind needs.
 */
const KEPT_MAX = 50_000
const KEPT_OLD_MAX = 2_000
const KEPT_AGE_MS = 2_000
const PAGE_MAX = 1_000
/** Actors whose last commit is known. */
const ACTORS_MAX = 10_000
/** Commits of this process and activity of other processes wake the loop. The idle time catches what was missed. */
const IDLE_MS = 30_000

/** A consumer of this process. */
export interface Follower {
  /** Its position; null as long as it is not known. */
  readonly offset: () => Position | null
  readonly onNews: () => void
}

export interface Page {
  readonly messages: readonly Message[]
  /** Everything up to this position was read, wanted or not. */
  readonly upTo: Position
}

const READ = `
  with watermark as materialized (select pg_snapshot_xmin(pg_current_snapshot()) as xid)
  select h.xid::text as watermark, e.xid::text as xid, e.seq, e.id, e.kind, e.target, e.type, e.stream, e.version, e.data,
         e.actor, e.correlation_id, e.causation_id, e.traceparent, e.at
  from watermark h left join lateral (
    select * from events
    where (xid, seq) > ($1::xid8, $2::bigint) and xid < h.xid and (target is not null or type = any($3))
    order by xid, seq limit $4) e on true
  order by e.xid, e.seq`

/**
 * The number of rows each transaction wrote, up to the watermark: enough to tell whether they are the rows held in
 * memory.
 */
const COUNT = `
  with watermark as materialized (select pg_snapshot_xmin(pg_current_snapshot()) as xid)
  select h.xid::text as watermark, t.xid::text as xid, t.rows, t.first, t.span
  from watermark h left join lateral (
    select r.xid, count(*)::int as rows, min(r.seq)::float8 as first, (max(r.seq) - min(r.seq) + 1)::int as span
    from (select e.xid, e.seq from events e
          where (e.xid, e.seq) > ($1::xid8, $2::bigint) and e.xid < h.xid order by e.xid, e.seq limit $3) r
    group by r.xid) t on true
  order by t.xid`

interface Counted {
  readonly watermark: string
  /** Null in the only row when nothing was written. */
  readonly xid: string | null
  readonly rows: number
  readonly first: number
  readonly span: number
}

interface Wanted {
  /** The index among the messages of its batch. */
  readonly index: number
  readonly message: Message
}

/** The messages of a batch of this process. Unwanted messages are only counted. */
interface OwnBatch {
  readonly xid: string
  readonly rows: number
  readonly wanted: readonly Wanted[]
}

export interface RelayOptions {
  readonly read: Reader
  readonly watermark: CommitWatermark
  readonly clock: Clock
  readonly log: Logger
}

export class Relay {
  readonly service: string
  readonly loop: Loop
  readonly #read: Reader
  readonly #watermark: CommitWatermark
  readonly #clock: Clock
  readonly #wanted = new Set<string>()
  readonly #followers = new Set<Follower>()
  #kept: Message[] = []
  #keptAfter: Position | null = null
  #upTo: Position | null = null
  #newest: Position | null = null
  #committedXid = 0n
  /** The last commit of this process with a wanted event, by its type, and by its actor. */
  readonly #lastOf = new Map<string, bigint>()
  readonly #lastBy = new Map<string, bigint>()
  /** Batches that this process has committed and not served yet, in the order of their transactions. */
  #own: OwnBatch[] = []
  #ownCount = 0
  /** The time of the oldest commit of this process that is not served yet. */
  #unservedSince: Date | null = null

  constructor(service: string, { read, watermark, clock, log }: RelayOptions) {
    this.service = service
    this.#read = read
    this.#watermark = watermark
    this.#clock = clock
    this.loop = new Loop({ name: `relay ${service}`, clock, log, idle_ms: IDLE_MS, step: () => this.#step() })
  }

  /** Events of these types are read. Addressed messages are always read. */
  want(types: Iterable<string>): void {
    for (const type of types) this.#wanted.add(type)
    // The batches in memory hold only the messages that were wanted so far.
    this.#forgetOwn()
  }

  follow(follower: Follower): void {
    this.#followers.add(follower)
  }

  /** The writer of this process committed messages under this xid, in the order of their rows. */
  committed(xid: string, messages: readonly Message[]): void {
    const value = BigInt(xid)
    if (value > this.#committedXid) this.#committedXid = value
    const wanted: Wanted[] = []
    for (const [index, message] of messages.entries()) {
      if (!this.#isWanted(message)) continue
      wanted.push({ index, message })
      this.#note(value, message)
    }
    const isRead = this.#upTo !== null && value < BigInt(this.#upTo.xid)
    if (!isRead && messages.length > 0) {
      this.#ownCount += messages.length
      this.#own.push({ xid, rows: messages.length, wanted })
      if (this.#ownCount > OWN_MAX) this.#forgetOwn()
    }
    // A batch without listeners is passed when the loop runs for another reason.
    if (wanted.length === 0) return
    this.#unservedSince ??= this.#clock.now()
    this.#watermark.ended(value, () => this.loop.wake())
  }

  #note(xid: bigint, { type, actor }: Message): void {
    this.#lastOf.set(type, xid)
    // Who wrote last is the last of the map, and who has written nothing for the longest is the first to be forgotten.
    this.#lastBy.delete(actor)
    this.#lastBy.set(actor, xid)
    if (this.#lastBy.size <= ACTORS_MAX) return
    for (const oldest of this.#lastBy.keys()) {
      this.#lastBy.delete(oldest)
      return
    }
  }

  /** The number of the last commit of this process with an event of one of these types; 0 if there was none. */
  lastOf(types: readonly string[]): bigint {
    let last = 0n
    for (const type of types) {
      const xid = this.#lastOf.get(type) ?? 0n
      if (xid > last) last = xid
    }
    return last
  }

  /** The number of the last commit of this process that an actor caused; 0 if there was none lately. */
  lastBy(actor: string): bigint {
    return this.#lastBy.get(actor) ?? 0n
  }

  /** The position of the newest message served; null before the first query. */
  get newest(): Position | null {
    return this.#newest
  }

  /** Messages in memory for consumers of this process. */
  get kept(): number {
    return this.#kept.length
  }

  /** True when everything that this process committed has been served. */
  get servedAll(): boolean {
    return this.#upTo !== null && BigInt(this.#upTo.xid) > this.#committedXid
  }

  /** True when everything below a transaction number has been served. */
  hasServed(xid: bigint): boolean {
    return this.#upTo !== null && BigInt(this.#upTo.xid) >= xid
  }

  /** The next messages after a position: from memory for a consumer that keeps up, otherwise from the table. */
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
    const page = (await this.#ownPage(this.#upTo)) ?? (await this.#page(this.#upTo))
    this.#keep(page)
    if (page.messages.length > 0) this.#tell()
    this.#measure()
    return page.messages.length === PAGE_MAX
  }

  #measure(): void {
    if (this.servedAll) this.#unservedSince = null
    const lag_ms = this.#unservedSince ? this.#clock.now().getTime() - this.#unservedSince.getTime() : 0
    relayLag_s.set({ service: this.service }, lag_ms / 1000)
  }

  #tell(): void {
    for (const { onNews } of this.#followers) onNews()
  }

  #keep(page: Page): void {
    this.#upTo = page.upTo
    for (const message of page.messages) this.#kept.push(message)
    this.#newest = page.messages.at(-1)?.position ?? this.#newest
    this.#forgetKept()
  }

  #forgetKept(): void {
    const young_ms = this.#clock.now().getTime() - KEPT_AGE_MS
    const { length } = this.#kept
    let count = Math.max(0, length - KEPT_MAX, this.#passedByAll())
    while (length - count > KEPT_OLD_MAX && (this.#kept[count]?.at.getTime() ?? 0) < young_ms) count += 1
    if (count === 0) return
    const dropped = this.#kept.splice(0, count)
    this.#keptAfter = dropped.at(-1)?.position ?? this.#keptAfter
  }

  /** The number of kept messages that no consumer here needs any more. */
  #passedByAll(): number {
    let least: Position | null = null
    for (const { offset } of this.#followers) {
      const at = offset()
      if (at === null) return 0
      if (least === null || comparePositions(at, least) < 0) least = at
    }
    return least === null ? 0 : this.#firstAfter(least)
  }

  /** The next page if this process wrote all of it; null if the table has to be read. */
  async #ownPage(after: Position): Promise<Page | null> {
    this.#dropServed(BigInt(after.xid))
    if (this.#own.length === 0) return null
    const { rows } = await this.#read.query<Counted>(COUNT, [after.xid, after.seq, OWN_MAX])
    const messages: Message[] = []
    let served = 0
    for (const { xid, rows: count, first, span } of rows) {
      if (xid === null) break
      const own = this.#own[served]
      if (own?.xid !== xid || own.rows !== count || span !== count) {
        this.#forgetOwn()
        return null
      }
      for (const { index, message } of own.wanted) messages.push(asRead(message, { xid, seq: String(first + index) }))
      served += 1
      this.#ownCount -= count
    }
    this.#own.splice(0, served)
    return { messages, upTo: later(after, { xid: rows[0]?.watermark ?? after.xid, seq: '0' }) }
  }

  /** Drops batches that were committed while the table was read, and that were read with it. */
  #dropServed(below: bigint): void {
    while (this.#own[0] && BigInt(this.#own[0].xid) < below) this.#ownCount -= this.#own.shift()?.rows ?? 0
  }

  #isWanted({ kind, to, type }: Message): boolean {
    return to !== null || (kind === 'event' && this.#wanted.has(type))
  }

  #forgetOwn(): void {
    this.#own = []
    this.#ownCount = 0
  }

  async #page(after: Position): Promise<Page> {
    const { rows } = await this.#read.query(READ, [after.xid, after.seq, [...this.#wanted], PAGE_MAX])
    const messages = rows.filter(row => row.id !== null).map(row => messageOf(this.service, row))
    const last = messages.at(-1)
    const watermark: Position = { xid: rows[0].watermark, seq: '0' }
    const upTo = messages.length === PAGE_MAX && last ? last.position : later(after, watermark)
    return { messages, upTo }
  }
}

/** The message as read from the table: values that JSON does not carry are gone. */
const asRead = (message: Message, position: Position): Message => ({
  ...message,
  position,
  data: JSON.parse(JSON.stringify(dataFor(message.to, message.data ?? null))),
})

const later = (a: Position, b: Position): Position => (comparePositions(a, b) >= 0 ? a : b)
