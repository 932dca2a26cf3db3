/** Announcements over HTTP: operators and hr make them, every member reads them. */
import { type Static, Type } from 'typebox'
import { Scope } from '../../../contracts/notifications.ts'
import { byId, list } from '../../../platform/http/routes/list.ts'
import { type Language, ok, type Route, read, write } from '../../../platform/http/routes/route.ts'
import { annotated, ById, Timestamp } from '../../../platform/http/routes/schemas.ts'
import { paragraph, token } from '../../../platform/http/routes/texts.ts'
import { refuse } from '../../../platform/kit/refusal.ts'
import { listHeads } from '../../../platform/service/list-heads.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { type Announcement, announcement, announcementKey } from './announcement.ts'
import { makeAnnouncement } from './commands.ts'

const TEXT_LENGTH_MAX = 1_000
const DEPARTMENTS_MAX = 100
const SAMPLE = { ko: '내일 새벽 2시부터 10분 동안 점검해요.', en: 'We are away for ten minutes from 2 a.m. tomorrow.' }

const AnnouncementResponse = Type.Object(
  {
    id: Type.String({ examples: ['ann_01a1f851-b5e2-7000-9c0d-fcafb0a9c677'] }),
    text: Type.String({ description: 'In the language of the request.', examples: [SAMPLE.en] }),
    ko: Type.String({ examples: [SAMPLE.ko] }),
    en: Type.String({ examples: [SAMPLE.en] }),
    scope: annotated(Scope, { description: 'All members, or the ids of departments.' }),
    important: Type.Boolean(),
    createdAt: Timestamp,
    told: Type.Integer({ description: 'How many members have it in their inbox so far.', examples: [120] }),
    done: Type.Boolean({ description: 'Everybody has been told.', examples: [true] }),
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

export const announcementRoutes = ({ read: database, writer, ports }: ServiceContext): readonly Route[] => [
  write({
    method: 'POST',
    path: '/api/notifications/announcements',
    name: 'makeAnnouncement',
    location: '/api/announcements/{id}',
    summary: 'Tell everybody something, in both languages',
    description:
      'An operator or somebody of hr writes to all members, or to some departments, in Korean and English. It comes into the inbox of each. `important` reaches those too who have switched announcements off. It cannot be taken back.',
    who: ['operator', 'hr'],
    body: Type.Object({
      ko: paragraph(TEXT_LENGTH_MAX, { examples: [SAMPLE.ko] }),
      en: paragraph(TEXT_LENGTH_MAX, { examples: [SAMPLE.en] }),
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
    path: '/api/announcements/{id}',
    name: 'getAnnouncement',
    summary: 'One announcement',
    description: 'With its text in the language of the request, and how many members have it so far.',
    who: 'member',
    params: ById,
    replies: { 200: AnnouncementResponse },
    refusals: ['announcement_unknown'],
    async read({ params, language }) {
      const found = (await writer.head(announcementKey(params.id)))?.state
      return found?.madeAt ? ok(presentIn(language)(params.id, found)) : refuse('announcement_unknown')
    },
  }),
  list({
    path: '/api/notifications/announcements',
    name: 'listAnnouncements',
    summary: 'Announcements, newest first',
    description:
      'Every announcement, also those to departments of others, in the language of the request. `told` says how many members have it so far.',
    who: 'member',
    item: AnnouncementResponse,
    query: (_filter, page) => listHeads(database, announcement, { table: 'announcements', ...page }),
    position: byId,
    present: (rows, { language }) => rows.map(({ id, state }) => presentIn(language)(id, state)),
  }),
]
