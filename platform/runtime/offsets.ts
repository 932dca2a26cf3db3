/**
 * The offsets of handlers in one source. Most handlers share one offset, in one row. A handler that is ahead of it has
 * a row of its own until the others arrive: a message was applied handler by handler, or a new handler has to read the
 * whole past.
 */
import { textArray } from '../db/array-literal.ts'
import type { Queryable, Writing } from '../db/database.ts'
import { comparePositions, type Position, START } from '../kit/message.ts'

export interface OffsetsOptions {
  /** The row of the shared offset. */
  readonly name: string
  readonly source: string
  /** Names of the handlers, and of their own rows. */
  readonly handlers: readonly string[]
}

interface Row {
  readonly name: string
  readonly xid: string
  readonly seq: string
  readonly handlers: readonly string[]
  readonly writes: number
}

/** What was read or written last. If another process has written since, the next commit fails. */
interface Stored {
  readonly at: Position
  readonly handlers: readonly string[]
  readonly writes: number
}

type Statement = (tx: Pick<Writing, 'query'>) => Promise<unknown>

const NOTHING: Stored = { at: START, handlers: [], writes: 0 }

/** Moves the shared row if no other process has written since; otherwise `must_change` fails the transaction. */
const MOVE = `
  with moved as (
    insert into consumers as c (name, source, xid, seq, handlers, writes) values ($1, $2, $3, $4, $5, $6::bigint + 1)
    on conflict (name, source) do update
      set xid = excluded.xid, seq = excluded.seq, handlers = excluded.handlers, writes = excluded.writes
    where c.writes = $6::bigint returning 1)
  select must_change((select count(*) from moved))`

const KEEP = `
  insert into consumers as c (name, source, xid, seq)
  select t.name, $2, t.xid, t.seq from unnest($1::text[], $3::xid8[], $4::bigint[]) as t(name, xid, seq)
  on conflict (name, source) do update set xid = excluded.xid, seq = excluded.seq`

export class Offsets {
  readonly #options: OffsetsOptions
  #stored: Stored = NOTHING
  /** The position to read from; null until it is loaded. */
  #at: Position | null = null
  /** Handlers that are ahead of it. */
  #ahead = new Map<string, Position>()
  /** Handlers that have a row of their own. */
  #rows = new Set<string>()

  constructor(options: OffsetsOptions) {
    this.#options = options
  }

  get at(): Position | null {
    return this.#at
  }

  get stored(): Position {
    return this.#stored.at
  }

  /** Another process has moved the offset: the loaded state is dropped. */
  forget(): void {
    this.#at = null
  }

  async load(from: Queryable): Promise<Position> {
    const { name, source, handlers } = this.#options
    const { rows } = await from.query<Row>(
      'select name, xid::text as xid, seq, handlers, writes::float8 as writes from consumers where source = $1 and name = any($2)',
      [source, [name, ...handlers]],
    )
    const shared = rows.find(row => row.name === name)
    this.#stored = shared ? { at: positionOf(shared), handlers: shared.handlers, writes: shared.writes } : NOTHING
    this.#rows = new Set(rows.map(row => row.name).filter(each => each !== name))
    const positions = new Map(handlers.map(handler => [handler, this.#positionIn(rows, handler)]))
    this.#at = [...positions.values()].reduce((least, each) => (comparePositions(each, least) < 0 ? each : least))
    this.#ahead = new Map([...positions].filter(([, each]) => comparePositions(each, this.#at!) > 0))
    return this.#at
  }

  /** A new handler begins at the start. */
  #positionIn(rows: readonly Row[], handler: string): Position {
    const own = rows.find(row => row.name === handler)
    if (own) return positionOf(own)
    return this.#stored.handlers.includes(handler) ? this.#stored.at : START
  }

  /** Whether the handler has not applied the message at this position. */
  isBefore(handler: string, position: Position): boolean {
    const ahead = this.#ahead.get(handler)
    return ahead === undefined || comparePositions(ahead, position) < 0
  }

  /** No handler wants a message up to here: the position need not be written immediately. */
  pass(to: Position): void {
    this.#at = to
    for (const [handler, position] of this.#ahead) if (comparePositions(position, to) <= 0) this.#ahead.delete(handler)
  }

  /** All handlers have applied everything up to `to`; call `done` once it is committed. */
  move(to: Position): { readonly write: Statement; readonly done: () => void } {
    const ahead = new Map([...this.#ahead].filter(([, position]) => comparePositions(position, to) > 0))
    return this.#change(to, ahead)
  }

  /** One handler has applied the message at this position, the others have not. */
  moveOne(handler: string, to: Position): { readonly write: Statement; readonly done: () => void } {
    return this.#change(this.#at ?? START, new Map([...this.#ahead, [handler, to]]))
  }

  #change(to: Position, ahead: ReadonlyMap<string, Position>) {
    const { name, source, handlers } = this.#options
    const { at, writes, handlers: known } = this.#stored
    // One that this release does not declare keeps its place, should a later one (or the one before) declare it.
    const gone = known.filter(handler => !handlers.includes(handler))
    const own = new Map([...ahead, ...gone.map(handler => [handler, at] as const)])
    const next: Stored = { at: to, handlers: handlers.filter(handler => !ahead.has(handler)), writes: writes + 1 }
    const joined = [...this.#rows].filter(handler => !ahead.has(handler))
    return {
      write: (tx: Pick<Writing, 'query'>): Promise<unknown> =>
        Promise.all([
          tx.query(MOVE, [...[name, source, to.xid, to.seq, textArray(next.handlers, each => each), writes]]),
          joined.length > 0 && tx.query('delete from consumers where source = $1 and name = any($2)', [source, joined]),
          own.size > 0 &&
            tx.query(KEEP, [
              [...own.keys()],
              source,
              [...own.values()].map(({ xid }) => xid),
              [...own.values()].map(({ seq }) => seq),
            ]),
        ]),
      done: () => {
        this.#stored = next
        this.#at = to
        this.#ahead = new Map(ahead)
        this.#rows = new Set(ahead.keys())
      },
    }
  }
}

const positionOf = ({ xid, seq }: Row): Position => ({ xid, seq })
