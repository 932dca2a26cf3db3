/** Makes an announcement, and tells it in turns: a stop in between loses no turn and repeats none. */
import { announcementMade, announcementTold, type Scope, tellAnnouncement } from '../../../contracts/notifications.ts'
import { accept, type Command } from '../../../platform/kit/command.ts'
import { refuse } from '../../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { activeMembers } from '../copies/feature.ts'
import { inboxKey, tellingChanges } from '../inbox/feature.ts'
import { announcementTemplates } from '../templates/feature.ts'
import { type Announcement, announcement, announcementKey } from './announcement.ts'

/** Members of one turn. */
export const TURN_MEMBERS_MAX = 500

export interface NewAnnouncement {
  readonly announcementId: string
  readonly ko: string
  readonly en: string
  readonly scope: Scope
  readonly important: boolean
  readonly by: string
}

const turnAfter = (announcementId: string, after: string, now: Date) =>
  tellAnnouncement.timer(`tell/${announcementId}/${after}`, now, { announcementId, after })

/** Refusals: text_missing, department_unknown. */
export function makeAnnouncement(
  made: NewAnnouncement,
  present: (id: string, state: Announcement) => unknown,
): Command {
  const { announcementId, ko, en, scope } = made
  const key = announcementKey(announcementId)
  return {
    type: 'notifications.make-announcement',
    keys: [key],
    fresh: [key],
    decide(states, { now }) {
      if (ko === '' || en === '') return refuse('text_missing')
      if (scope !== 'all') return refuse('department_unknown', { departments: scope })
      const messages = [announcementMade.of(key, made)]
      const reply = present(announcementId, announcement.after(states.of(key), messages, now))
      return accept(messages, { status: 201, reply, setTimers: [turnAfter(announcementId, '', now)] })
    },
  }
}

/** One turn: the members after the one that was told last. A turn that was taken already changes nothing. */
export async function tellTurn(
  { read, catchUp }: Pick<ServiceContext, 'read' | 'catchUp'>,
  { announcementId, after }: { readonly announcementId: string; readonly after: string },
): Promise<Command> {
  // Who has registered before is in the copy.
  await catchUp.withThisProcess(['identity'])
  const members = await activeMembers(read, after, TURN_MEMBERS_MAX)
  const key = announcementKey(announcementId)
  return {
    type: tellAnnouncement.type,
    keys: [key, ...members.map(inboxKey)],
    decide(states, context) {
      const { upTo, important, isDone } = states.of(key)
      if (isDone || upTo !== after) return accept([])
      const source = { sourceId: announcementId, important }
      const notice = announcementTemplates.announcement.notice({ announcementId }, source)
      const changes = members.flatMap(memberId =>
        tellingChanges(states.of(inboxKey(memberId)), memberId, [notice], context),
      )
      const isLast = members.length < TURN_MEMBERS_MAX
      const last = members.at(-1) ?? after
      const told = announcementTold.of(key, { announcementId, upTo: last, told: changes.length, isLast })
      const next = isLast ? [] : [turnAfter(announcementId, last, context.now)]
      return accept([...changes, told], { setTimers: next })
    },
  }
}
