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
import { select, sql } from '../../../platform/db/sql.ts'
import type { PageRequest } from '../../../platform/http/routes/list.ts'
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

interface MembersQuery extends PageRequest<string> {
  readonly status: string | null
  readonly role: string | null
}

/** Newest first. */
export const listMembers = (read: Queryable, { after, limit, status, role }: MembersQuery) =>
  select<ListedMember>(
    read,
    sql`select id, card from members
        where (${after}::text is null or id < ${after}) and (${status}::text is null or status = ${status})
          and (${role}::text is null or card -> 'roles' ? ${role})
        order by id desc limit ${limit}`,
  )

export const findMembers = (read: Queryable, ids: readonly string[]) =>
  select<ListedMember>(read, sql`select id, card from members where id = any(${ids})`)
