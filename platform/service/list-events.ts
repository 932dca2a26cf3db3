/**
 * The events of one head as a list, the newest first. It needs no table of its own:
 *
 *     list({
 *       path: '/api/points/entries',
 *       item: EntryResponse,
 *       query: (_filter, page, { actor }) => listEvents(context.read, purse.key(actor.id), [pointsCollected], page),
 *       position: byVersion,
 *       present: rows => rows.map(({ version, data }) => …),
 *       …
 *     })
 */
import { type TInteger, Type } from 'typebox'
import type { Queryable } from '../db/database.ts'
import { select, sql } from '../db/sql.ts'
import type { PageRequest, Position } from '../http/routes/list.ts'
import type { FactOf } from '../kit/aggregate.ts'
import type { AnyEvent } from '../kit/contract.ts'

/** An event of a head: `type` narrows `data`. */
export type ListedEvent<C extends AnyEvent> = FactOf<C> & {
  /** Its place in the stream, from 1. */
  readonly version: number
  readonly at: Date
  /** The id of who did it. */
  readonly actor: string
}

/** What the column can count to. */
const VERSION_MAX = 2 ** 31 - 1

export const byVersion: Position<{ readonly version: number }, TInteger> = {
  schema: Type.Integer({ minimum: 1, maximum: VERSION_MAX }),
  of: ({ version }) => version,
}

export const listEvents = <const C extends AnyEvent>(
  read: Queryable,
  stream: string,
  contracts: readonly C[],
  { after, limit }: PageRequest<number>,
): Promise<ListedEvent<C>[]> =>
  select<ListedEvent<C>>(
    read,
    sql`select type, version, data, at, actor from events
        where stream = ${stream} and type = any(${contracts.map(({ type }) => type)})
          and (${after}::integer is null or version < ${after}) order by version desc limit ${limit}`,
  )
