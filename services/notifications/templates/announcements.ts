/** What operators and hr tell everybody. */
import { Type } from 'typebox'
import { template } from './template.ts'

export const announcementTemplates = {
  announcement: template('announcement', {
    category: 'announcements',
    params: Type.Object({ announcementId: Type.String() }),
    link: () => null,
    mentions: ({ announcementId }) => ({ announcements: [announcementId] }),
    ko: ({ announcementId }, names) => names.announcement(announcementId),
    en: ({ announcementId }, names) => names.announcement(announcementId),
  }),
}
