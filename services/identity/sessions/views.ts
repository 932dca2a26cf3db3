/** Where a refresh token belongs, and which sessions have ended while their access tokens could still be about. */
import {
  type SessionRefreshed,
  sessionRefreshed,
  sessionStarted,
  sessionsRevoked,
} from '../../../contracts/identity.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { type MessageOf, view } from '../../../platform/service/handlers.ts'

type TokenEvent = MessageOf<typeof sessionStarted | typeof sessionRefreshed | typeof sessionsRevoked>

const endedBy = (event: TokenEvent): readonly string[] => {
  switch (event.type) {
    case sessionStarted.type:
      return event.data.ended
    case sessionRefreshed.type:
      return []
    case sessionsRevoked.type:
      return event.data.sessions
  }
}

/** The tokens that the events add, by hash, and the log-ins they end. */
function tokensIn(events: readonly TokenEvent[]) {
  const added = new Map<string, SessionRefreshed & { readonly at: Date }>()
  for (const event of events)
    if (event.type !== sessionsRevoked.type) added.set(event.data.refreshHash, { ...event.data, at: event.at })
  return { added, ended: new Set(events.flatMap(endedBy)) }
}

/** From a refresh token to its log-in. Tokens leave with their log-in, and used ones once they would have run out. */
export const refreshTokensView = view({
  name: 'refresh-tokens',
  tables: ['refresh_tokens'],
  events: [sessionStarted, sessionRefreshed, sessionsRevoked],
  async apply(tx, events) {
    const { added, ended } = tokensIn(events)
    const kept = [...added.values()].filter(token => !ended.has(token.sessionId))
    await tx.query(
      `with ended as (delete from refresh_tokens where session_id = any($1)),
            ran_out as (delete from refresh_tokens t using unnest($4::text[], $6::timestamptz[]) as s(session_id, at)
                        where t.session_id = s.session_id and t.expires_at < s.at)
       insert into refresh_tokens (hash, member_id, session_id, expires_at)
       select * from unnest($2::text[], $3::text[], $4::text[], $5::timestamptz[])`,
      [
        [...ended],
        kept.map(token => token.refreshHash),
        kept.map(token => token.memberId),
        kept.map(token => token.sessionId),
        kept.map(token => token.expiresAt),
        kept.map(token => token.at),
      ],
    )
  },
})

export interface KnownToken {
  readonly memberId: string
  readonly sessionId: string
}

export async function findRefreshToken(read: Queryable, hash: string): Promise<KnownToken | null> {
  const { rows } = await read.query<KnownToken>(
    'select member_id as "memberId", session_id as "sessionId" from refresh_tokens where hash = $1',
    [hash],
  )
  return rows[0] ?? null
}

/** Log-ins whose access tokens could still be about. Rows of another batch that is deleting them are left to it. */
export const revokedSessionsView = view({
  name: 'revoked-sessions',
  tables: ['revoked_sessions'],
  events: [sessionsRevoked],
  async apply(tx, events) {
    const last = events.at(-1)?.at ?? new Date(0)
    // What is over by the end of the batch has no row, whether or not it was there before.
    const revoked = events
      .flatMap(({ data }) => data.sessions.map(sessionId => ({ sessionId, until: data.until })))
      .filter(({ until }) => Date.parse(until) >= last.getTime())
    await tx.query(
      `with over as (delete from revoked_sessions where session_id in (
                       select session_id from revoked_sessions where until < $3 for update skip locked))
       insert into revoked_sessions (session_id, until) select * from unnest($1::text[], $2::timestamptz[])
       on conflict (session_id) do nothing`,
      [revoked.map(({ sessionId }) => sessionId), revoked.map(({ until }) => until), last],
    )
  },
})

export async function listRevokedSessions(
  read: Queryable,
  endAfter: Date,
): Promise<{ sessionId: string; until: string }[]> {
  const { rows } = await read.query<{ session_id: string; until: Date }>(
    'select session_id, until from revoked_sessions where until > $1',
    [endAfter],
  )
  return rows.map(row => ({ sessionId: row.session_id, until: row.until.toISOString() }))
}
