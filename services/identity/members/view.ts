/** The list of members, and its queries. */
import {
  memberActivated,
  memberDeactivated,
  memberForgotten,
  memberRegistered,
  profileChanged,
  type Role,
  rolesChanged,
} from '../../../contracts/identity.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { type MessageOf, view } from '../../../platform/service/handlers.ts'
import type { MemberStatus } from './member.ts'

/** A member as the operators' list has them; sealed fields are null once the member is forgotten. */
export interface MemberCard {
  readonly status: Exclude<MemberStatus, 'unknown'>
  readonly roles: readonly Role[]
  readonly region: string | null
  readonly registeredAt: string
  readonly email: string | null
  readonly name: string | null
}

const CARD_EVENTS = [
  memberRegistered,
  profileChanged,
  rolesChanged,
  memberDeactivated,
  memberActivated,
  memberForgotten,
] as const

function cardChange(event: MessageOf<(typeof CARD_EVENTS)[number]>): Partial<MemberCard> {
  switch (event.type) {
    case memberRegistered.type: {
      const { roles, region, sealed } = event.data
      const { email, name } = sealed
      return { status: 'active', roles, region, registeredAt: event.at.toISOString(), email, name }
    }
    case profileChanged.type: {
      const { region, sealed } = event.data
      return {
        ...(region === undefined ? {} : { region }),
        ...(sealed.name === undefined ? {} : { name: sealed.name }),
      }
    }
    case rolesChanged.type:
      return { roles: event.data.roles }
    case memberDeactivated.type:
      return { status: 'deactivated' }
    case memberActivated.type:
      return { status: 'active' }
    case memberForgotten.type:
      return { status: 'forgotten', region: null, email: null, name: null }
  }
}

export const membersView = view({
  name: 'members',
  tables: ['members'],
  events: CARD_EVENTS,
  async apply(tx, events) {
    const cards = new Map<string, Partial<MemberCard>>()
    for (const event of events) {
      const { memberId } = event.data
      cards.set(memberId, { ...cards.get(memberId), ...cardChange(event) })
    }
    await tx.query(
      `insert into members (id, card) select id, card from unnest($1::text[], $2::jsonb[]) as m(id, card)
       on conflict (id) do update set card = members.card || excluded.card`,
      [[...cards.keys()], [...cards.values()].map(card => JSON.stringify(card))],
    )
  },
})

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
