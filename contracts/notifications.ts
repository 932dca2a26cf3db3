/**
 * The contract of notifications. A message names a template and the facts it is about: ids, amounts in minor units, dates
 * and codes. Its text is made when it is read.
 */
import { type Static, Type } from 'typebox'
import { command, defineContract, event } from '../platform/kit/contract.ts'
import { namedEnum } from '../platform/kit/named-enum.ts'
import { Nullable } from '../platform/kit/schemas.ts'
import { Language } from './identity.ts'

/** What a message is about; each is a choice of members in `identity`. */
const CATEGORY = {
  orders: { ko: '주문', en: 'Orders and their deliveries.' },
  money: { ko: '돈', en: 'Payments, transfers, the wallet.' },
  settlements: { ko: '정산', en: 'What franchises are paid out.' },
  approvals: { ko: '결재', en: 'What is to be approved, and was.' },
  leave: { ko: '휴가', en: 'Leave.' },
  attendance: { ko: '근태', en: 'Attendance.' },
  quests: { ko: '퀘스트', en: 'Quests.' },
  recruiting: { ko: '채용', en: 'Recruiting.' },
  announcements: { ko: '공지', en: 'Announcements.' },
} as const
export const Category = namedEnum('NotificationCategory', CATEGORY, { description: 'What a notification is about.' })
export const CATEGORIES = Category.enum
export type Category = Static<typeof Category>

const MemberId = Type.String()
/** The place of a message among all of its member: 1, 2, 3 … */
const Seq = Type.Integer({ minimum: 1 })
const Seqs = Type.Array(Seq, { minItems: 1 })

/** Facts of a template, without any text that people wrote. */
export const MessageParams = Type.Record(
  Type.String(),
  Type.Union([Type.String(), Type.Integer(), Type.Boolean(), Type.Null()]),
)
export type MessageParams = Static<typeof MessageParams>

export const messageStored = event(
  'notifications.message-stored',
  Type.Object({
    memberId: MemberId,
    seq: Seq,
    messageId: Type.String(),
    template: Type.String(),
    params: MessageParams,
    /** A path of the web app. */
    link: Nullable(Type.String()),
    category: Category,
    /** It asks the member to do something. */
    action: Type.Boolean(),
    /** The event or saga it is from. One source tells a member of one template once. */
    sourceId: Type.String(),
    /** Where it stands for many, the others. */
    moreSources: Type.Optional(Type.Array(Type.String())),
    /** A newer message of the same key takes its place, and so does the end of what it is about. */
    collapseKey: Type.Optional(Type.String()),
  }),
)
export type MessageStored = Static<typeof messageStored.schema>
/** `because` is there where it was not the member who read them: there were too many. */
export const messagesRead = event(
  'notifications.messages-read',
  Type.Object({ memberId: MemberId, seqs: Seqs, because: Type.Optional(Type.Literal('limit')) }),
)
export const messageUnread = event(
  'notifications.message-unread',
  Type.Object({ memberId: MemberId, seq: Seq, action: Type.Boolean() }),
)
/** They are kept and not shown any more. */
export const messagesCollapsed = event(
  'notifications.messages-collapsed',
  Type.Object({ memberId: MemberId, seqs: Seqs }),
)
/** They leave the list. */
export const messagesExpired = event('notifications.messages-expired', Type.Object({ memberId: MemberId, seqs: Seqs }))
/** What this service has copied of a member's profile, from the event of this version. */
export const choicesCopied = event(
  'notifications.choices-copied',
  Type.Object({
    memberId: MemberId,
    version: Type.Integer({ minimum: 1 }),
    language: Type.Optional(Language),
    /** Categories that are switched off. */
    off: Type.Optional(Type.Array(Category)),
  }),
)
/** The member has left for good: their messages are gone, and there will be no more. */
export const inboxForgotten = event('notifications.inbox-forgotten', Type.Object({ memberId: MemberId }))

const AnnouncementId = { announcementId: Type.String() }
export const Scope = Type.Union([Type.Literal('all'), Type.Array(Type.String(), { minItems: 1, maxItems: 100 })])
export type Scope = Static<typeof Scope>
export const announcementMade = event(
  'notifications.announcement-made',
  Type.Object({
    ...AnnouncementId,
    ko: Type.String(),
    en: Type.String(),
    /** All members, or those of departments. */
    scope: Scope,
    /** Told regardless of what members have switched off. */
    important: Type.Boolean(),
    by: MemberId,
  }),
)
/** One turn of telling: all members up to this one have been told. */
export const announcementTold = event(
  'notifications.announcement-told',
  Type.Object({ ...AnnouncementId, upTo: Type.String(), told: Type.Integer({ minimum: 0 }), isLast: Type.Boolean() }),
)

/** From a saga of another service: tells one member. Telling again with the same source changes nothing. */
export const send = command(
  'notifications.send',
  Type.Object({
    memberId: MemberId,
    template: Type.String(),
    params: MessageParams,
    sourceId: Type.String(),
    collapseKey: Type.Optional(Type.String()),
  }),
  { refusals: ['template_unknown', 'params_invalid'] },
)
/** From its own timers. */
export const tellAnnouncement = command(
  'notifications.tell-announcement',
  Type.Object({ ...AnnouncementId, after: Type.String() }),
)
export const expiryDue = command('notifications.expiry-due', Type.Object({ date: Type.String({ format: 'date' }) }))
export const expireMessages = command(
  'notifications.expire-messages',
  Type.Object({ date: Type.String({ format: 'date' }), after: Type.String() }),
)

export const notificationsContract = defineContract('notifications', {
  summary: 'What members are told: their messages, announcements, and the connections on which they arrive.',
  events: {
    messageStored,
    messagesRead,
    messageUnread,
    messagesCollapsed,
    messagesExpired,
    choicesCopied,
    inboxForgotten,
    announcementMade,
    announcementTold,
  },
  commands: { send, tellAnnouncement, expiryDue, expireMessages },
})
