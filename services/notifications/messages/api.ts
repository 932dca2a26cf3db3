/** A member's own messages over HTTP. */
import { type Static, Type } from 'typebox'
import { sampleId } from '../../../contracts/api-fields.ts'
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
    id: Type.String({ examples: ['ntf_01a1f851-b6f3-7000-8b1e-ad0fa1bad788'] }),
    seq: Type.Integer({ description: 'Its place among all messages of the member: 1, 2, 3 …', examples: [42] }),
    category: Category,
    action: Type.Boolean({ description: 'It asks for something to be done.' }),
    text: Type.String({
      description: 'In the language of the request, otherwise in the member’s.',
      examples: ['주문 2026-11-0000020이 발송됐어요.'],
    }),
    link: Nullable(Type.String({ examples: [`/orders/${sampleId('order')}`] }), {
      description: 'A path of the web app.',
    }),
    createdAt: Timestamp,
    readAt: Nullable(Timestamp, { example: null }),
  },
  { $id: 'Notification' },
)

const Unread = Type.Integer({ description: 'How many are unread.', examples: [3] })
const Counts = {
  unread: Unread,
  actions: Type.Integer({
    description: 'How many of the unread ones ask for something to be done.',
    examples: [1],
  }),
  seq: Type.Integer({ description: 'Of the newest message; 0 before the first.', examples: [42] }),
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

const Changed = Type.Object(
  { changed: Type.Integer({ description: 'How many were changed.', examples: [1] }), unread: Unread },
  { $id: 'ReadChange' },
)
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
      'The inbox of the caller, in the language of the request or their own. `after` is for catching up after the stream was lost: what has a higher `seq`, the oldest first. Each page tells how many are unread.',
    who: 'member',
    query: Query,
    replies: {
      200: Type.Object({ items: Type.Array(Item), nextCursor: Nullable(Type.String(), { example: null }), ...Counts }),
    },
    read: pages(context),
  }),
  read({
    method: 'GET',
    path: '/api/notifications/unread-count',
    name: 'countUnreadNotifications',
    summary: 'How many of my notifications are unread',
    description:
      'For a badge: how many are unread, how many of them ask for something to be done, and the `seq` of the newest one.',
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
    description:
      'The caller has seen it. One that was read already stays as it is. The answer tells how many are unread now.',
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
    description:
      'Puts it back among the unread ones, to come back to it later. The answer tells how many are unread now.',
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
    description:
      'All up to `upToSeq` are read: name the newest one that was shown, so that one which has come meanwhile stays unread. A number that no notification has yet is refused with `seq_in_future`.',
    body: Type.Object({ upToSeq: Type.Integer({ minimum: 0, maximum: SEQ_MAX, examples: [42] }) }),
    refusals: ['seq_in_future'],
    pure: true,
    write: ({ actor, body }) => markReadUpTo(actor.id, body.upToSeq),
  }),
]
