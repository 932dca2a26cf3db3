/** An announcement: its text in both languages, and how far it has been told. */
import { announcementMade, announcementTold, type Scope } from '../../../contracts/notifications.ts'
import { defineAggregate } from '../../../platform/kit/aggregate.ts'

export interface Announcement {
  readonly ko: string
  readonly en: string
  readonly scope: Scope
  readonly important: boolean
  readonly by: string
  readonly madeAt: string
  /** The member that was told last, in the order of their ids. */
  readonly upTo: string
  readonly told: number
  readonly isDone: boolean
}

const none: Announcement = {
  ko: '',
  en: '',
  scope: 'all',
  important: false,
  by: '',
  madeAt: '',
  upTo: '',
  told: 0,
  isDone: false,
}

export const announcement = defineAggregate({
  name: 'announcement',
  shape: 1,
  initial: () => none,
  events: [announcementMade, announcementTold],
  evolve(state: Announcement, event): Announcement {
    switch (event.type) {
      case announcementMade.type: {
        const { announcementId: _, ...made } = event.data
        return { ...state, ...made, madeAt: new Date(event.at).toISOString() }
      }
      case announcementTold.type: {
        const { upTo, told, isLast } = event.data
        return { ...state, upTo, told: state.told + told, isDone: isLast }
      }
    }
  },
})

export const announcementKey = announcement.key
