/** What is read of inboxes and their messages. */
import type { Language } from '../../../contracts/identity.ts'
import {
  type Category,
  type MessageParams,
  messagesCollapsed,
  messagesRead,
  messageUnread,
} from '../../../contracts/notifications.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { allOf, type Sql, select, sql, verbatim } from '../../../platform/db/sql.ts'

export interface StoredMessage {
  readonly memberId: string
  readonly id: string
  readonly seq: number
  readonly template: string
  readonly params: MessageParams
  readonly link: string | null
  readonly category: Category
  readonly action: boolean
  readonly collapseKey: string | null
  readonly createdAt: Date
  readonly readAt: Date | null
}

const MESSAGE = verbatim(
  `m.member_id as "memberId", m.id, m.seq, m.template, m.params, m.link, m.category, m.action,
   m.collapse_key as "collapseKey", m.created_at as "createdAt", m.read_at as "readAt"`,
)

export interface InboxCounts {
  readonly version: number
  readonly seq: number
  readonly unread: number
  readonly actions: number
  readonly language: Language
}

const EMPTY: InboxCounts = { version: 0, seq: 0, unread: 0, actions: 0, language: 'ko' }

export async function countsOfAll(
  read: Queryable,
  memberIds: readonly string[],
): Promise<ReadonlyMap<string, InboxCounts>> {
  const rows = await select<InboxCounts & { memberId: string }>(
    read,
    sql`select member_id as "memberId", version, seq, unread, actions, language from inboxes
        where member_id = any(${memberIds})`,
  )
  return new Map(rows.map(row => [row.memberId, row]))
}

export const countsOf = async (read: Queryable, memberId: string): Promise<InboxCounts> =>
  (await countsOfAll(read, [memberId])).get(memberId) ?? EMPTY

export interface MessageFilter {
  readonly unread: boolean | null
  readonly category: Category | null
  readonly action: boolean | null
}

const matching = (memberId: string, { unread, category, action }: MessageFilter): Sql =>
  allOf([
    sql`m.member_id = ${memberId} and not hidden`,
    unread === null ? null : unread ? sql`read_at is null` : sql`read_at is not null`,
    category === null ? null : sql`category = ${category}`,
    action === null ? null : sql`action = ${action}`,
  ])

interface Page {
  readonly after: number | null
  readonly limit: number
}

/** The newest first. */
export const newestMessages = (read: Queryable, memberId: string, filter: MessageFilter, { after, limit }: Page) =>
  select<StoredMessage>(
    read,
    sql`select ${MESSAGE} from messages m
        where ${matching(memberId, filter)} and (${after}::integer is null or seq < ${after})
        order by seq desc limit ${limit}`,
  )

/** The oldest first, after a number. */
export const messagesAfter = (read: Queryable, memberId: string, filter: MessageFilter, { after, limit }: Page) =>
  select<StoredMessage>(
    read,
    sql`select ${MESSAGE} from messages m
        where ${matching(memberId, filter)} and seq > ${after ?? 0} order by seq limit ${limit}`,
  )

/** For which of those that were given a row is, from 1: a member may be there more than once. */
interface Nth {
  readonly nth: number
}

export interface Reached {
  readonly memberId: string
  /** Of the last message that is known. */
  readonly seq: number
}

/** For each of many, so many of the messages after the one it knows; the oldest first. */
export const messagesAfterEach = (read: Queryable, reached: readonly Reached[], limit: number) =>
  select<StoredMessage & Nth>(
    read,
    sql`select ${MESSAGE}, nth::integer
        from unnest(${reached.map(({ memberId }) => memberId)}::text[], ${reached.map(({ seq }) => seq)}::integer[])
          with ordinality as r(member_id, seq, nth)
        cross join lateral (select * from messages n where n.member_id = r.member_id and n.seq > r.seq and not n.hidden
                            order by n.seq limit ${limit}) m
        order by nth, m.seq`,
  )

/** The number before the newest so many messages; 0 if there are no more than those. */
export async function seqBeforeNewest(read: Queryable, memberId: string, count: number): Promise<number> {
  const [row] = await select<{ seq: number }>(
    read,
    sql`select seq from messages where member_id = ${memberId} and not hidden order by seq desc offset ${count} limit 1`,
  )
  return row?.seq ?? 0
}

/** Only if it is the member's. */
export async function messageOf(read: Queryable, memberId: string, id: string): Promise<StoredMessage | null> {
  const [row] = await select<StoredMessage>(
    read,
    sql`select ${MESSAGE} from messages m where m.id = ${id} and m.member_id = ${memberId} and not hidden`,
  )
  return row ?? null
}

/** The numbers of those that are the member's. */
export async function seqsOf(read: Queryable, memberId: string, ids: readonly string[]): Promise<number[]> {
  const rows = await select<{ seq: number }>(
    read,
    sql`select seq from messages where id = any(${ids}) and member_id = ${memberId} and not hidden`,
  )
  return rows.map(({ seq }) => seq)
}

export interface StoredChange {
  readonly memberId: string
  readonly version: number
  /** The messages that it changed. */
  readonly seqs: readonly number[]
}

interface ReachedVersion {
  readonly memberId: string
  readonly version: number
}

/** Events of messages that were stored before. */
const CHANGES = [messagesRead, messageUnread, messagesCollapsed].map(({ type }) => type)

/** Which messages were changed, for each of many inboxes after the version that it knows; so many events of each. */
export const changesAfterEach = (read: Queryable, reached: readonly ReachedVersion[], limit: number) =>
  select<StoredChange & Nth>(
    read,
    sql`select r.member_id as "memberId", e.version, nth::integer,
          coalesce(e.data -> 'seqs', json_build_array(e.data -> 'seq')) as seqs
        from unnest(${reached.map(({ memberId }) => memberId)}::text[], ${reached.map(({ version }) => version)}::integer[])
          with ordinality as r(member_id, version, nth)
        cross join lateral (select version, data from events
                            where stream = 'inbox:' || r.member_id and version > r.version and type = any(${CHANGES})
                            order by version limit ${limit}) e
        order by nth, e.version`,
  )

export interface MessageState {
  readonly memberId: string
  readonly seq: number
  readonly id: string
  readonly readAt: Date | null
  readonly hidden: boolean
}

/** As they are now; those that have left the list are missing. */
export async function statesOf(read: Queryable, changes: readonly StoredChange[]): Promise<MessageState[]> {
  const places = changes.flatMap(({ memberId, seqs }) => seqs.map(seq => ({ memberId, seq })))
  return select<MessageState>(
    read,
    sql`select distinct m.member_id as "memberId", m.seq, m.id, m.read_at as "readAt", m.hidden
        from unnest(${places.map(({ memberId }) => memberId)}::text[], ${places.map(({ seq }) => seq)}::integer[])
          as p(member_id, seq)
        join messages m on m.member_id = p.member_id and m.seq = p.seq`,
  )
}
