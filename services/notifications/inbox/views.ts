/** The messages in their table, written in the batch that stores them. */
import {
  inboxForgotten,
  type MessageStored,
  messageStored,
  messagesCollapsed,
  messagesExpired,
  messagesRead,
  messageUnread,
} from '../../../contracts/notifications.ts'
import { textArray } from '../../../platform/db/array-literal.ts'
import { boolean, copyInto, integer, json, text, timestamptz } from '../../../platform/db/copy.ts'
import type { Writing } from '../../../platform/db/database.ts'
import { type MessageOf, view } from '../../../platform/service/handlers.ts'

/** A message as the events of a batch leave it. */
interface Row extends MessageStored {
  readonly at: Date
  readAt: Date | null
  hidden: boolean
}

const insertMessages = copyInto<Row>('messages', {
  member_id: text(({ memberId }) => memberId),
  seq: integer(({ seq }) => seq),
  id: text(({ messageId }) => messageId),
  template: text(({ template }) => template),
  params: json(({ params }) => params),
  link: text(({ link }) => link),
  category: text(({ category }) => category),
  action: boolean(({ action }) => action),
  source_id: text(({ sourceId }) => sourceId),
  more_sources: json(({ moreSources }) => moreSources ?? null),
  collapse_key: text(({ collapseKey }) => collapseKey ?? null),
  created_at: timestamptz(({ at }) => at),
  read_at: timestamptz(({ readAt }) => readAt),
  hidden: boolean(({ hidden }) => hidden),
})

const EVENTS = [messageStored, messagesRead, messageUnread, messagesCollapsed, messagesExpired, inboxForgotten] as const
type InboxEvent = MessageOf<(typeof EVENTS)[number]>

/** What happens to a message that is in the table already. */
interface Change {
  readonly memberId: string
  readonly seq: number
  /** Null: unread again; undefined: as it is. */
  readAt?: Date | null
  hidden?: true
  gone?: true
}

const placeOf = (memberId: string, seq: number): string => `${memberId} ${seq}`

/** The events of a batch, added up: PostgreSQL changes a row once in a statement. */
class Batch {
  readonly rows = new Map<string, Row>()
  readonly changes = new Map<string, Change>()
  readonly forgotten = new Set<string>()

  add(event: InboxEvent): void {
    const { memberId } = event.data
    switch (event.type) {
      case messageStored.type:
        this.rows.set(placeOf(memberId, event.data.seq), { ...event.data, at: event.at, readAt: null, hidden: false })
        return
      case messagesRead.type:
        return this.#each(memberId, event.data.seqs, { readAt: event.at })
      case messageUnread.type:
        return this.#each(memberId, [event.data.seq], { readAt: null })
      case messagesCollapsed.type:
        return this.#each(memberId, event.data.seqs, { hidden: true })
      case messagesExpired.type:
        return this.#each(memberId, event.data.seqs, { gone: true })
      case inboxForgotten.type:
        return this.#forget(memberId)
    }
  }

  #each(memberId: string, seqs: readonly number[], change: Omit<Change, 'memberId' | 'seq'>): void {
    for (const seq of seqs) {
      const place = placeOf(memberId, seq)
      const row = this.rows.get(place)
      if (row === undefined) this.changes.set(place, { ...(this.changes.get(place) ?? { memberId, seq }), ...change })
      else if (change.gone) this.rows.delete(place)
      else Object.assign(row, change)
    }
  }

  #forget(memberId: string): void {
    this.forgotten.add(memberId)
    for (const [place, row] of this.rows) if (row.memberId === memberId) this.rows.delete(place)
    for (const [place, change] of this.changes) if (change.memberId === memberId) this.changes.delete(place)
  }
}

const CHANGE = `
  update messages m set
    read_at = case when c.is_set then c.read_at else m.read_at end,
    hidden = m.hidden or c.hidden
  from unnest($1::text[], $2::integer[], $3::boolean[], $4::timestamptz[], $5::boolean[])
    as c(member_id, seq, is_set, read_at, hidden)
  where m.member_id = c.member_id and m.seq = c.seq`

const REMOVE = `
  delete from messages m using unnest($1::text[], $2::integer[]) as g(member_id, seq)
  where m.member_id = g.member_id and m.seq = g.seq`

function change(tx: Writing, changes: readonly Change[]): Promise<unknown> {
  const columnOf = (pick: (change: Change) => unknown) =>
    textArray(changes, each => {
      const value = pick(each)
      return value === null || value === undefined ? null : String(value)
    })
  return tx.query(CHANGE, [
    columnOf(({ memberId }) => memberId),
    columnOf(({ seq }) => seq),
    columnOf(({ readAt }) => readAt !== undefined),
    columnOf(({ readAt }) => readAt?.toISOString()),
    columnOf(({ hidden }) => hidden === true),
  ])
}

const remove = (tx: Writing, gone: readonly Change[]): Promise<unknown> =>
  tx.query(REMOVE, [textArray(gone, ({ memberId }) => memberId), textArray(gone, ({ seq }) => String(seq))])

export const messagesView = view({
  name: 'messages',
  tables: ['messages'],
  events: EVENTS,
  async apply(tx, events) {
    const batch = new Batch()
    for (const event of events) batch.add(event)
    const changes = [...batch.changes.values()]
    const [gone, kept] = [changes.filter(each => each.gone), changes.filter(each => !each.gone)]
    const { rows, forgotten } = batch
    await Promise.all([
      kept.length > 0 && change(tx, kept),
      gone.length > 0 && remove(tx, gone),
      forgotten.size > 0 &&
        tx.query('delete from messages where member_id = any($1)', [textArray([...forgotten], id => id)]),
      rows.size > 0 && insertMessages(tx, [...rows.values()]),
    ])
  },
})
