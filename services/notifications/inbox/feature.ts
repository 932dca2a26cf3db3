/** Inboxes: what members were told, and what of it they have read. */
import { notificationsContract } from '../../../contracts/notifications.ts'
import { defineFeature } from '../../../platform/service/define-service.ts'
import { checks } from './checks.ts'
import { inbox } from './inbox.ts'
import { messagesView } from './views.ts'

export {
  copyChoices,
  expiring,
  forgetInbox,
  markRead,
  markReadUpTo,
  markUnread,
  tell,
  tellingChanges,
} from './commands.ts'
export { inbox, inboxKey } from './inbox.ts'
export type { Inbox } from './inbox-state.ts'
export type { Ending, Merging, Notice } from './notice.ts'
export {
  changesAfterEach,
  countsOf,
  countsOfAll,
  type InboxCounts,
  type MessageState,
  messageOf,
  messagesAfter,
  messagesAfterEach,
  newestMessages,
  type StoredMessage,
  seqBeforeNewest,
  seqsOf,
  statesOf,
} from './queries.ts'

export const inboxFeature = defineFeature(notificationsContract, { aggregates: [inbox], views: [messagesView], checks })
