/** The inboxes of the demo: what the other commands have led to, most of it read, and an announcement. */
import type { Command } from '../../platform/kit/command.ts'
import type { Application } from '../../platform/runtime/application.ts'
import { makeAnnouncement, tellTurn } from '../../services/notifications/announcements/feature.ts'
import { inboxKey, markReadUpTo } from '../../services/notifications/inbox/feature.ts'

/** The newest messages of each member, which nobody has read yet. */
const UNREAD = 7

const ANNOUNCEMENT = {
  ko: '이번 주 금요일 밤 11시부터 한 시간 동안 점검해요. 그동안 주문과 송금을 쉬어 갈게요.',
  en: 'We are closed for maintenance this Friday from 11 pm for an hour. Orders and transfers pause meanwhile.',
}

/** Runs a command as its actor would. */
type Run = (service: string, command: Command, actor: string) => Promise<unknown>

export async function announce(application: Application, run: Run, operator: string): Promise<void> {
  const { context } = application.service('notifications')
  const announcementId = context.ports.ids.next('ann')
  const made = { announcementId, ...ANNOUNCEMENT, scope: 'all' as const, important: false, by: operator }
  await run(
    'notifications',
    makeAnnouncement(made, () => ({ id: announcementId })),
    operator,
  )
  // The timer that would do it looks at the clock of the machine.
  await run('notifications', await tellTurn(context, { announcementId, after: '' }), 'system:notifications')
}

export async function readMost(application: Application, run: Run, members: readonly string[]): Promise<void> {
  const { writer } = application.service('notifications')
  for (const memberId of members) {
    const seq = (await writer.head(inboxKey(memberId)))?.state.seq ?? 0
    if (seq > UNREAD) await run('notifications', markReadUpTo(memberId, seq - UNREAD), memberId)
  }
}
