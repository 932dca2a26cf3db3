/** Old messages leave the list every night: read ones after half a year, unread ones after two years. */
import { expireMessages, expiryDue, notificationsContract } from '../../../contracts/notifications.ts'
import { select, sql } from '../../../platform/db/sql.ts'
import { accept, type Command } from '../../../platform/kit/command.ts'
import type { DataOf } from '../../../platform/kit/contract.ts'
import { dailyJob } from '../../../platform/service/daily-job.ts'
import { defineFeature } from '../../../platform/service/define-service.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { expiring, inboxKey } from '../inbox/feature.ts'

const DAY_MS = 86_400_000
export const READ_AGE_MAX_MS = 180 * DAY_MS
export const UNREAD_AGE_MAX_MS = 2 * 365 * DAY_MS
/** Inboxes of one turn, and messages of each; the rest of a large one goes in the next nights. */
const TURN_INBOXES_MAX = 200
const TURN_MESSAGES_MAX = 500

const turnAfter = (date: string, after: string, now: Date) =>
  expireMessages.timer(`expire/${date}/${after}`, now, { date, after })

const nightly = dailyJob({
  name: 'expiry',
  at: '03:40',
  due: expiryDue,
  run: (date, now) => [turnAfter(date, '', now)],
})

interface Old {
  readonly memberId: string
  readonly read: readonly number[]
  readonly unread: readonly number[]
}

async function oldMessages({ read, ports }: ServiceContext, after: string): Promise<Old[]> {
  const now_ms = ports.clock.now().getTime()
  const readBefore = new Date(now_ms - READ_AGE_MAX_MS)
  const unreadBefore = new Date(now_ms - UNREAD_AGE_MAX_MS)
  return select<Old>(
    read,
    sql`with due as (
          select member_id, seq, read_at is not null or hidden as is_read from messages
          where created_at < ${readBefore}
            and (read_at < ${readBefore} or (read_at is null and created_at < ${unreadBefore}))),
        turn as (select distinct member_id from due where member_id > ${after} order by 1 limit ${TURN_INBOXES_MAX})
        select member_id as "memberId",
          (coalesce(array_agg(seq order by seq) filter (where is_read), '{}'))[1:${TURN_MESSAGES_MAX}] as read,
          (coalesce(array_agg(seq order by seq) filter (where not is_read), '{}'))[1:${TURN_MESSAGES_MAX}] as unread
        from due join turn using (member_id) group by 1 order by 1`,
  )
}

/** One turn; the next one begins after its last inbox. */
async function expireTurn({ date, after }: DataOf<typeof expireMessages>, context: ServiceContext): Promise<Command> {
  const old = await oldMessages(context, after)
  return {
    type: expireMessages.type,
    keys: old.map(({ memberId }) => inboxKey(memberId)),
    decide(states, { now }) {
      const messages = old.flatMap(({ memberId, read, unread }) => {
        const key = inboxKey(memberId)
        return expiring(states.of(key), key, memberId, read, unread)
      })
      const last = old.at(-1)?.memberId
      const next = last === undefined ? [] : [turnAfter(date, last, now)]
      return accept(messages, { setTimers: next })
    },
  }
}

export const expiryFeature = defineFeature(notificationsContract, {
  aggregates: [nightly.aggregate],
  commands: { expiryDue: nightly.runDay, expireMessages: expireTurn },
  start: nightly.start,
})
