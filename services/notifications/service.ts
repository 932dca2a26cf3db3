/** Notifications: what members are told, and the connections on which it arrives. */
import { notificationsContract } from '../../contracts/notifications.ts'
import { composeService } from '../../platform/service/define-service.ts'
import { announcementsFeature } from './announcements/feature.ts'
import { copiesFeature } from './copies/feature.ts'
import { expiryFeature } from './expiry/feature.ts'
import { inboxFeature } from './inbox/feature.ts'
import { liveFeature } from './live/feature.ts'
import { messagesFeature } from './messages/feature.ts'
import { refusals } from './refusals.ts'
import { tellingFeature } from './telling/feature.ts'

/** Inboxes in memory: one of a busy member remembers hundreds of messages. */
const HEADS_MAX = 2_000

export const notifications = composeService(notificationsContract, {
  migrations: new URL('./migrations/', import.meta.url),
  refusals,
  headsMax: HEADS_MAX,
  features: [
    messagesFeature,
    announcementsFeature,
    tellingFeature,
    copiesFeature,
    inboxFeature,
    expiryFeature,
    liveFeature,
  ],
})
