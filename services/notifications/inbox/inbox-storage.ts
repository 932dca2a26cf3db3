/**
 * Inboxes in a table of their own. A row says how much is unread; which messages that are is in their table, where each is
 * anyway, and is read with the row. So a message costs a short row however full the inbox is.
 */
import type { Language } from '../../../contracts/identity.ts'
import type { Category } from '../../../contracts/notifications.ts'
import { boolean, copyInto, integer, json, text } from '../../../platform/db/copy.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { updateIn } from '../../../platform/db/update.ts'
import { type Head, type HeadStorage, insertOrUpdate } from '../../../platform/kit/aggregate.ts'
import { idOf } from '../../../platform/kit/head-key.ts'
import { COLLAPSIBLE_MAX, type Inbox, SOURCES_MIN } from './inbox-state.ts'
import { sourcesFrom } from './sources.ts'

interface Row {
  readonly id: string
  readonly version: number
  readonly seq: number
  readonly language: Language
  readonly switchedOff: readonly Category[]
  readonly choicesVersion: number
  readonly forgotten: boolean
  readonly unread: readonly number[]
  readonly actions: readonly number[]
  readonly collapsible: Readonly<Record<string, number>> | null
  readonly sources: readonly string[]
}

const columns = {
  member_id: text<Head<Inbox>>(({ key }) => idOf(key)),
  version: integer<Head<Inbox>>(({ version }) => version),
  seq: integer<Head<Inbox>>(({ state }) => state.seq),
  unread: integer<Head<Inbox>>(({ state }) => state.unread.length),
  actions: integer<Head<Inbox>>(({ state }) => state.actions.length),
  language: text<Head<Inbox>>(({ state }) => state.language),
  switched_off: json<Head<Inbox>>(({ state }) => state.switchedOff),
  choices_version: integer<Head<Inbox>>(({ state }) => state.choicesVersion),
  forgotten: boolean<Head<Inbox>>(({ state }) => state.forgotten),
}

const LOCK = 'select from inboxes where member_id = any($1) order by member_id for update'

const LOAD = `
  select i.member_id as id, version, i.seq, language, switched_off as "switchedOff", choices_version as "choicesVersion",
    forgotten,
    array(select m.seq from messages m
          where m.member_id = i.member_id and read_at is null and not hidden order by m.seq) as unread,
    array(select m.seq from messages m
          where m.member_id = i.member_id and read_at is null and not hidden and action order by m.seq) as actions,
    (select json_object_agg(k.collapse_key, k.seq) from
      (select collapse_key, m.seq from messages m
       where m.member_id = i.member_id and collapse_key is not null and not hidden
       order by m.seq desc limit ${COLLAPSIBLE_MAX}) k) as collapsible,
    array(select template || ' ' || s.source from messages m
          cross join lateral (select m.source_id union all
                              select json_array_elements_text(m.more_sources)) as s(source)
          where m.member_id = i.member_id and m.seq > i.seq - ${SOURCES_MIN} order by m.seq) as sources
  from inboxes i where i.member_id = any($1)`

const headOf = ({ id, version, collapsible, sources, ...state }: Row): Head<Inbox> => ({
  key: `inbox:${id}`,
  version,
  state: { ...state, collapsible: collapsible ?? {}, sources: sourcesFrom(sources, SOURCES_MIN) },
})

/** A statement that waits for a lock sees the other tables as they were before: the messages are read by another one. */
async function load(from: Queryable, keys: readonly string[], lock: boolean): Promise<Head<Inbox>[]> {
  const ids = [keys.map(idOf)]
  if (lock) await from.query(LOCK, ids)
  const { rows } = await from.query<Row>(LOAD, ids)
  return rows.map(headOf)
}

export const inboxStorage: HeadStorage<Inbox> = {
  load,
  save: insertOrUpdate(copyInto('inboxes', columns), updateIn('inboxes', columns, 'member_id')),
}
