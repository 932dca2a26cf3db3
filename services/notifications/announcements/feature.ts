/** Announcements: what operators and hr tell everybody, and how it reaches every inbox. */
import { notificationsContract } from '../../../contracts/notifications.ts'
import { timestamptz } from '../../../platform/db/copy.ts'
import { defineFeature } from '../../../platform/service/define-service.ts'
import { headView } from '../../../platform/service/head-view.ts'
import { announcement } from './announcement.ts'
import { announcementRoutes } from './api.ts'
import { checks } from './checks.ts'
import { tellTurn } from './commands.ts'

export { type Announcement, announcementKey } from './announcement.ts'
export { makeAnnouncement, TURN_MEMBERS_MAX, tellTurn } from './commands.ts'

const announcementsView = headView(announcement, {
  table: 'announcements',
  columns: { made_at: timestamptz(({ madeAt }) => madeAt) },
  keep: ['made_at'],
})

export const announcementsFeature = defineFeature(notificationsContract, {
  aggregates: [announcement],
  views: [announcementsView],
  checks,
  commands: { tellAnnouncement: (input, context) => tellTurn(context, input) },
  routes: announcementRoutes,
})
