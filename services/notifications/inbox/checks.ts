/** The part of inboxes in `verify`: nothing was told twice, nothing is missing, and what is counted is there. */
import type { Check } from '../../../platform/service/service.ts'

const check = (name: string, property: number, sql: string): Check => ({
  name,
  property,
  differences: async read => (await read.query(sql)).rows,
})

export const checks: readonly Check[] = [
  check(
    'every inbox stands at the last version of its stream',
    10,
    `select i.member_id, i.version, e.version as last from inboxes i
     left join lateral (select max(version) as version from events where stream = 'inbox:' || i.member_id) e on true
     where i.version is distinct from e.version limit 100`,
  ),
  check(
    'messages are numbered without a hole, up to what their inbox says',
    8,
    `select coalesce(i.member_id, e.member_id) as member_id, i.seq, e.last, e.count
     from inboxes i full join
       (select substr(stream, 7) as member_id, max((data ->> 'seq')::integer) as last, count(*)::integer as count
        from events where type = 'notifications.message-stored' group by 1) e using (member_id)
     where coalesce(i.seq, -1) <> coalesce(e.last, 0) or coalesce(e.last, 0) <> coalesce(e.count, 0) limit 100`,
  ),
  check(
    'an inbox counts what is unread in it',
    10,
    `select i.member_id, i.unread, m.unread as found, i.actions, m.actions as found_actions from inboxes i
     left join lateral (select count(*)::integer as unread, count(*) filter (where action)::integer as actions
                        from messages where member_id = i.member_id and read_at is null and not hidden) m on true
     where i.unread <> m.unread or i.actions <> m.actions limit 100`,
  ),
  check(
    'nobody is told the same thing twice',
    8,
    `select member_id, template, source_id, count(*) from messages group by 1, 2, 3 having count(*) > 1 limit 100`,
  ),
]
