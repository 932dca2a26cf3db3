/** A member's own messages over HTTP. */
import { type Static, Type } from 'typebox'
import { Category } from '../../../contracts/notifications.ts'
import { pageReader } from '../../../platform/http/routes/list.ts'
import { pageQuery } from '../../../platform/http/routes/paging.ts'
import {
  type Answer,
  type AnyInput,
  type Language,
  ok,
  type Route,
  read,
  write,
} from '../../../platform/http/routes/route.ts'
import { ById, Nullable, Timestamp } from '../../../platform/http/routes/schemas.ts'
import { isRefusal, type Refusal, refuse } from '../../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import {
  countsOf,
  markRead,
  markReadUpTo,
  markUnread,
  messageOf,
  messagesAfter,
  newestMessages,
} from '../inbox/feature.ts'
import { presentAll } from '../presentation/feature.ts'

const SEQ_MAX = 2 ** 31 - 1
/** Messages of one page when a client catches up. */
const CATCH_UP_MAX = 100

export const Item = Type.Object(
  {
    id: Type.String(),
    seq: Type.Integer({ description: 'Its place among all messages of the member: 1, 2, 3 …' }),
    category: Category,
    action: Type.Boolean({ description: 'It asks for something to be done.' }),
    text: Type.String({ description: 'In the language of the request, otherwise in the member’s.' }),
    link: Nullable(Type.String({ description: 'A path of the web app.' })),
    createdAt: Timestamp,
    readAt: Nullable(Timestamp),
  },
  { $id: 'Notification' },
)

const Counts = {
  unread: Type.Integer(),
  actions: Type.Integer({ description: 'How many of the unread ones ask for something to be done.' }),
  seq: Type.Integer({ description: 'Of the newest message; 0 before the first.' }),
}

const filter = { unread: Type.Boolean(), category: Category, action: Type.Boolean() }
const Query = Type.Object({
  ...pageQuery,
  unread: Type.Optional(filter.unread),
  category: Type.Optional(filter.category),
  action: Type.Optional(filter.action),
  after: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: SEQ_MAX,
      description: 'To catch up: what has a higher `seq`, the oldest first, at most 100. Instead of `cursor`.',
    }),
  ),
})

const Changed = Type.Object({ changed: Type.Integer(), unread: Type.Integer() })
const SeqCursor = { schema: Type.Integer({ minimum: 1, maximum: SEQ_MAX }), of: ({ seq }: { seq: number }) => seq }

/** The one that was asked for, otherwise the member's own. */
const languageOf = ({ headers, language }: Pick<AnyInput, 'headers' | 'language'>, own: Language): Language =>
  headers['accept-language'] === undefined ? own : language

function pages(context: ServiceContext) {
  const newest = pageReader({
    filter,
    query: (asked, page, { actor }) => newestMessages(context.read, actor.id, asked, page),
    position: SeqCursor,
    present: async (rows, input) => {
      const { language } = await countsOf(context.read, input.actor.id)
      return presentAll(context, rows, languageOf(input, language))
    },
  })
  async function catchUp(input: AnyInput, { after, unread, category, action }: Static<typeof Query>) {
    const { language } = await countsOf(context.read, input.actor.id)
    const asked = { unread: unread ?? null, category: category ?? null, action: action ?? null }
    const page = { after: after ?? 0, limit: CATCH_UP_MAX }
    const rows = await messagesAfter(context.read, input.actor.id, asked, page)
    return ok({ items: await presentAll(context, rows, languageOf(input, language)), nextCursor: null })
  }
  return async (input: AnyInput): Promise<Answer | Refusal> => {
    // Before the page: a message that comes in between is in the page and not counted, and its `seq` says so.
    const { unread, actions, seq } = await countsOf(context.read, input.actor.id)
    const page = await (input.query.after === undefined ? newest(input) : catchUp(input, input.query))
    return isRefusal(page) ? page : ok({ ...(page.body as object), seq, unread, actions })
  }
}

export const messageRoutes = (context: ServiceContext): readonly Route[] => [
  read({
    method: 'GET',
    path: '/api/notifications',
    name: 'listNotifications',
    summary: 'My notifications, newest first; with `after`, those I have missed, oldest first',
    description:
      'What the caller was told. With `after`, everything with a higher `seq` in its order, so that a client that was away skips nothing; with `cursor`, page by page into the past. The counts are of the whole inbox.',
    who: 'member',
    query: Query,
    replies: {
      200: Type.Object({ items: Type.Array(Item), nextCursor: Nullable(Type.String()), ...Counts }),
    },
    read: pages(context),
  }),
  read({
    method: 'GET',
    path: '/api/notifications/unread-count',
    name: 'countUnreadNotifications',
    summary: 'How many of my notifications are unread',
    description: 'For a badge. `seq` says whether there is anything that a client does not hold.',
    who: 'member',
    replies: { 200: Type.Object(Counts) },
    async read({ actor }) {
      const { unread, actions, seq } = await countsOf(context.read, actor.id)
      return ok({ unread, actions, seq })
    },
  }),
  ...readingRoutes(context),
]

const changing = { method: 'POST', who: 'member', replies: { 200: Changed } } as const

const readingRoutes = ({ read: db }: ServiceContext): readonly Route[] => [
  write({
    ...changing,
    path: '/api/notifications/{id}/read',
    name: 'readNotification',
    summary: 'Mark one of my notifications as read',
    description: 'One that is read already stays so. Other tabs and devices are told.',
    params: ById,
    refusals: ['notification_unknown'],
    async write({ actor, params }) {
      const message = await messageOf(db, actor.id, params.id)
      return message ? markRead(actor.id, [message.seq]) : refuse('notification_unknown')
    },
  }),
  write({
    ...changing,
    path: '/api/notifications/{id}/unread',
    name: 'unreadNotification',
    summary: 'Mark one of my notifications as unread again',
    description: 'One that is unread already stays so, and one that was replaced by a newer one stays as it is.',
    params: ById,
    refusals: ['notification_unknown'],
    async write({ actor, params }) {
      const message = await messageOf(db, actor.id, params.id)
      return message ? markUnread(actor.id, message) : refuse('notification_unknown')
    },
  }),
  write({
    ...changing,
    path: '/api/notifications/read-all',
    name: 'readAllNotifications',
    summary: 'Mark all my notifications up to one of them as read',
    description: 'What came later stays unread. Refused with `seq_in_future` for a number that nothing has yet.',
    body: Type.Object({ upToSeq: Type.Integer({ minimum: 0, maximum: SEQ_MAX }) }),
    refusals: ['seq_in_future'],
    pure: true,
    write: ({ actor, body }) => markReadUpTo(actor.id, body.upToSeq),
  }),
]
