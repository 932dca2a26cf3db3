/** Announcements over HTTP: operators and hr make them, every member reads them. */
import { type Static, Type } from 'typebox'
import { Scope } from '../../../contracts/notifications.ts'
import { byId, list } from '../../../platform/http/routes/list.ts'
import { type Language, ok, type Route, read, write } from '../../../platform/http/routes/route.ts'
import { ById, Timestamp } from '../../../platform/http/routes/schemas.ts'
import { paragraph, token } from '../../../platform/http/routes/texts.ts'
import { refuse } from '../../../platform/kit/refusal.ts'
import { listHeads } from '../../../platform/service/list-heads.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { type Announcement, announcement, announcementKey } from './announcement.ts'
import { makeAnnouncement } from './commands.ts'

const TEXT_LENGTH_MAX = 1_000
const DEPARTMENTS_MAX = 100

const AnnouncementResponse = Type.Object(
  {
    id: Type.String(),
    text: Type.String({ description: 'In the language of the request.' }),
    ko: Type.String(),
    en: Type.String(),
    scope: Scope,
    important: Type.Boolean(),
    createdAt: Timestamp,
    told: Type.Integer({ description: 'How many members have it in their inbox so far.' }),
    done: Type.Boolean({ description: 'Everybody has been told.' }),
  },
  { $id: 'Announcement' },
)

const presentIn =
  (language: Language) =>
  (
    id: string,
    { ko, en, scope, important, madeAt, told, isDone }: Announcement,
  ): Static<typeof AnnouncementResponse> => ({
    ...{ id, text: language === 'ko' ? ko : en, ko, en, scope, important, createdAt: madeAt, told, done: isDone },
  })

export const announcementRoutes = ({ read: db, writer, ports }: ServiceContext): readonly Route[] => [
  write({
    method: 'POST',
    path: '/api/notifications/announcements',
    name: 'makeAnnouncement',
    summary: 'Tell everybody something, in both languages',
    description:
      'For operators and hr. It is told to every active member, some hundreds at a time; `told` and `done` say how far that is. Both texts are needed. Departments are refused with `department_unknown` as long as there are none.',
    who: ['operator', 'hr'],
    body: Type.Object({
      ko: paragraph(TEXT_LENGTH_MAX),
      en: paragraph(TEXT_LENGTH_MAX),
      scope: Type.Union([Type.Literal('all'), Type.Array(token(80), { minItems: 1, maxItems: DEPARTMENTS_MAX })], {
        description: 'All members, or the ids of departments.',
      }),
      important: Type.Optional(
        Type.Boolean({ default: false, description: 'Told also to who has switched announcements off.' }),
      ),
    }),
    replies: { 201: AnnouncementResponse },
    refusals: ['text_missing', 'department_unknown'],
    write: ({ actor, body, language }) => {
      const announcementId = ports.ids.next('ann')
      return makeAnnouncement({ important: false, ...body, announcementId, by: actor.id }, presentIn(language))
    },
  }),
  read({
    method: 'GET',
    path: '/api/notifications/announcements/{id}',
    name: 'getAnnouncement',
    summary: 'One announcement',
    description: 'With how many members have been told so far.',
    who: 'member',
    params: ById,
    replies: { 200: AnnouncementResponse },
    refusals: ['announcement_unknown'],
    async read({ params, language }) {
      const head = await writer.head(announcementKey(params.id))
      return head ? ok(presentIn(language)(params.id, head.state)) : refuse('announcement_unknown')
    },
  }),
  list({
    path: '/api/notifications/announcements',
    name: 'listAnnouncements',
    summary: 'Announcements, newest first',
    description:
      'What operators and hr have told everybody, whether or not the caller wants announcements in the inbox.',
    who: 'member',
    item: AnnouncementResponse,
    query: (_filter, page) => listHeads(db, announcement, { table: 'announcements', ...page }),
    position: byId,
    present: (rows, { language }) => rows.map(({ id, state }) => presentIn(language)(id, state)),
  }),
]
