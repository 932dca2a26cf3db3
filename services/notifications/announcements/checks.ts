/** The part of announcements in `verify`. */
import type { Check } from '../../../platform/service/service.ts'

export const checks: readonly Check[] = [
  {
    name: 'an announcement is in as many inboxes as it was told to',
    property: 8,
    differences: async read =>
      (
        await read.query(
          `select h.stream, (h.state ->> 'told')::integer as told, m.count
           from heads h
           left join lateral (
             select count(*)::integer as count from events e
             where e.type = 'notifications.message-stored' and e.data ->> 'template' = 'announcement'
               and e.data -> 'params' ->> 'announcementId' = substr(h.stream, 14)) m on true
           where h.stream like 'announcement:%' and (h.state ->> 'told')::integer <> m.count limit 100`,
        )
      ).rows,
  },
]
