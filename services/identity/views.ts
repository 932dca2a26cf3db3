/** Read models of identity, written set-wise in the batch that writes the events, and their queries. */
import {
  type MemberRegistered,
  memberActivated,
  memberDeactivated,
  memberForgotten,
  memberRegistered,
  type ProfileChanged,
  profileChanged,
  type Role,
  type RolesChanged,
  rolesChanged,
  type SessionRefreshed,
  type SessionStarted,
  type SessionsRevoked,
  sessionRefreshed,
  sessionStarted,
  sessionsRevoked,
} from '../../contracts/identity.ts'
import type { Queryable } from '../../platform/db/database.ts'
import type { Message } from '../../platform/kit/message.ts'
import type { InlineView } from '../../platform/service/service.ts'
import type { MemberStatus } from './member.ts'

/** A member as the operators' list has them; sealed fields are null once the member is forgotten. */
export interface MemberCard {
  readonly status: MemberStatus
  readonly roles: readonly Role[]
  readonly region: string | null
  readonly registeredAt: string
  readonly email: string | null
  readonly name: string | null
}

function cardChange({ type, data, at }: Message): Partial<MemberCard> {
  switch (type) {
    case memberRegistered.type: {
      const { roles, region, sealed } = data as MemberRegistered
      const { email, name } = sealed
      return { status: 'active', roles, region, registeredAt: at.toISOString(), email, name }
    }
    case profileChanged.type: {
      const { region, sealed } = data as ProfileChanged
      return {
        ...(region === undefined ? {} : { region }),
        ...(sealed.name === undefined ? {} : { name: sealed.name }),
      }
    }
    case rolesChanged.type:
      return { roles: (data as RolesChanged).roles }
    case memberDeactivated.type:
      return { status: 'deactivated' }
    case memberActivated.type:
      return { status: 'active' }
    case memberForgotten.type:
      return { status: 'forgotten', region: null, email: null, name: null }
    default:
      return {}
  }
}

export const membersView: InlineView = {
  name: 'members',
  tables: ['members'],
  types: [memberRegistered, profileChanged, rolesChanged, memberDeactivated, memberActivated, memberForgotten].map(
    event => event.type,
  ),
  async apply(tx, events) {
    const cards = new Map<string, Partial<MemberCard>>()
    for (const event of events as readonly Message<{ memberId: string }>[]) {
      const { memberId } = event.data
      cards.set(memberId, { ...cards.get(memberId), ...cardChange(event) })
    }
    await tx.query(
      `insert into members (id, card) select id, card from unnest($1::text[], $2::jsonb[]) as m(id, card)
       on conflict (id) do update set card = members.card || excluded.card`,
      [[...cards.keys()], [...cards.values()].map(card => JSON.stringify(card))],
    )
  },
}

export interface ListedMember {
  readonly id: string
  readonly card: MemberCard
}

export interface MemberQuery {
  /** The last id of the page before. */
  readonly before: string | null
  readonly status: string | null
  readonly role: string | null
  readonly limit: number
}

/** Newest first, one more than `limit` if there are more. */
export async function listMembers(
  read: Queryable,
  { before, status, role, limit }: MemberQuery,
): Promise<ListedMember[]> {
  const { rows } = await read.query<ListedMember>(
    `select id, card from members
     where ($1::text is null or id < $1) and ($2::text is null or status = $2)
       and ($3::text is null or card -> 'roles' ? $3)
     order by id desc limit $4`,
    [before, status, role, limit + 1],
  )
  return rows
}

export async function findMembers(read: Queryable, ids: readonly string[]): Promise<ListedMember[]> {
  const { rows } = await read.query<ListedMember>('select id, card from members where id = any($1)', [ids])
  return rows
}

/** New tokens by hash, and the log-ins that ended. */
function tokensIn(events: readonly Message[]) {
  const added = new Map<string, SessionRefreshed & { readonly at: Date }>()
  const ended = new Set<string>()
  for (const { type, data, at } of events) {
    const isRevoked = type === sessionsRevoked.type
    const token = data as SessionRefreshed & Partial<SessionStarted>
    const sessions = isRevoked ? (data as SessionsRevoked).sessions : token.ended
    for (const id of sessions ?? []) ended.add(id)
    if (!isRevoked) added.set(token.refreshHash, { ...token, at })
  }
  return { added, ended }
}

/** From a refresh token to its log-in. Tokens leave with their log-in, and used ones once they would have run out. */
export const refreshTokensView: InlineView = {
  name: 'refresh-tokens',
  tables: ['refresh_tokens'],
  types: [sessionStarted.type, sessionRefreshed.type, sessionsRevoked.type],
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
}

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
export const revokedSessionsView: InlineView = {
  name: 'revoked-sessions',
  tables: ['revoked_sessions'],
  types: [sessionsRevoked.type],
  async apply(tx, events) {
    const revoked = (events as readonly Message<SessionsRevoked>[]).flatMap(({ data }) =>
      data.sessions.map(sessionId => ({ sessionId, until: data.until })),
    )
    await tx.query(
      `with over as (delete from revoked_sessions where session_id in (
                       select session_id from revoked_sessions where until < $3 for update skip locked))
       insert into revoked_sessions (session_id, until) select * from unnest($1::text[], $2::timestamptz[])
       on conflict (session_id) do nothing`,
      [revoked.map(({ sessionId }) => sessionId), revoked.map(({ until }) => until), events.at(-1)?.at],
    )
  },
}

export async function listRevokedSessions(read: Queryable, now: Date): Promise<{ sessionId: string; until: string }[]> {
  const { rows } = await read.query<{ session_id: string; until: Date }>(
    'select session_id, until from revoked_sessions where until > $1',
    [now],
  )
  return rows.map(row => ({ sessionId: row.session_id, until: row.until.toISOString() }))
}
