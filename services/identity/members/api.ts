/** Members as operators see and change them: personal data masked. */
import { Type } from 'typebox'
import { idOf } from '../../../contracts/api-fields.ts'
import { Role } from '../../../contracts/identity.ts'
import { hasRole } from '../../../platform/auth/tokens.ts'
import { contentTag, editOf } from '../../../platform/http/routes/etag.ts'
import { list } from '../../../platform/http/routes/list.ts'
import { ok, type Route, read, tagged, write } from '../../../platform/http/routes/route.ts'
import { EmailAddress } from '../../../platform/http/routes/texts.ts'
import { refuse } from '../../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { activateCommand, deactivateCommand, setRolesCommand } from './commands.ts'
import { type Member, memberKey } from './member.ts'
import { maskEmail, maskName, openerOf } from './personal-data.ts'
import { infoByEmail } from './rpc.ts'
import { MaskedMember, MemberId, MemberStatus } from './schemas.ts'
import { findMembers, type ListedMember, listMembers } from './view.ts'

const Changed = Type.Object({ id: idOf('member'), status: MemberStatus }, { $id: 'MemberChange' })
const OfMember = Type.Object({ id: MemberId })

/** Of what an operator edits. */
const rolesTag = ({ roles }: Pick<Member, 'roles'>): string => contentTag(roles)

async function masked({ vault }: ServiceContext, { id, card }: ListedMember) {
  const { roles, region, status, registeredAt } = card
  const [email, name] = await Promise.all([card.email, card.name].map(openerOf(vault, id)))
  return {
    id,
    email: email && maskEmail(email),
    name: name && maskName(name),
    roles,
    region,
    status,
    registeredAt,
  }
}

export const memberRoutes = (context: ServiceContext): readonly Route[] => [
  list({
    path: '/api/users',
    name: 'listUsers',
    summary: 'Members, newest first, masked',
    description:
      'All members with their roles and status. Names and e-mail addresses are masked, and `null` once a member has left. Filters by status and role can be combined.',
    who: ['operator'],
    filter: { status: MemberStatus, role: Role },
    item: MaskedMember,
    query: (filter, page) => listMembers(context.read, { ...filter, ...page }),
    position: { schema: MemberId, of: ({ id }) => id },
    present: rows => Promise.all(rows.map(row => masked(context, row))),
  }),
  read({
    method: 'GET',
    path: '/api/users/{id}',
    name: 'getUser',
    summary: 'One member, masked',
    description:
      'For members themselves and for operators; names and e-mail addresses are masked for both, `getMe` shows one’s own in full. The `ETag` is of the roles, which an operator may edit.',
    who: 'member',
    params: OfMember,
    replies: { 200: MaskedMember },
    refusals: ['member_unknown', 'forbidden'],
    tagged: true,
    async read({ actor, params }) {
      if (params.id !== actor.id && !hasRole(actor, 'operator')) return refuse('forbidden')
      const [found] = await findMembers(context.read, [params.id])
      return found ? tagged(await masked(context, found), rolesTag(found.card)) : refuse('member_unknown')
    },
  }),
  findRoute(context),
  ...changingRoutes,
]

/** An address is sealed, so that it is found whole or not at all; it is no part of a path, which would be logged. */
const findRoute = (context: ServiceContext): Route =>
  read({
    method: 'POST',
    path: '/api/users/find',
    name: 'findUser',
    summary: 'The member with an e-mail address, masked',
    description:
      'An address is kept encrypted, so it is found whole or not at all; there is one item or none. It is sent in a body because addresses of requests are logged.',
    who: ['operator'],
    body: Type.Object({ email: EmailAddress }),
    replies: { 200: Type.Object({ items: Type.Array(MaskedMember) }) },
    async read({ body }) {
      const known = await infoByEmail(context, body.email)
      const found = known ? await findMembers(context.read, [known.memberId]) : []
      return ok({ items: await Promise.all(found.map(each => masked(context, each))) })
    },
  })

/** What an operator does to a member. */
const byOperator = { who: ['operator'], params: OfMember, pure: true } as const

const changingRoutes: readonly Route[] = [
  write({
    ...byOperator,
    method: 'PUT',
    path: '/api/users/{id}/roles',
    name: 'setUserRoles',
    summary: 'Set the roles of a member; everyone stays a customer',
    description:
      'Replaces the roles of a member; the role `customer` stays in any case. Tokens that are out keep the old roles until they expire, ten minutes at most. Operators cannot change their own roles: `own_account`.',
    body: Type.Object({ roles: Type.Array(Role, { maxItems: 20 }) }),
    replies: { 200: Type.Object({ id: idOf('member'), roles: Type.Array(Role) }) },
    refusals: ['member_unknown', 'member_forgotten', 'own_account'],
    edits: ({ params }) => editOf(memberKey(params.id), ({ state }) => rolesTag(state)),
    write: ({ actor, params, body }) => setRolesCommand(params.id, body.roles, actor.id),
  }),
  write({
    ...byOperator,
    method: 'POST',
    path: '/api/users/{id}/deactivate',
    name: 'deactivateUser',
    summary: 'Deactivate a member: every log-in ends, nothing can be done',
    description:
      'Every log-in of the member ends at once, and they can neither log in nor pay, send, receive or order. Their money stays where it is. Operators cannot deactivate themselves: `own_account`.',
    replies: { 200: Changed },
    refusals: ['member_unknown', 'member_forgotten', 'already_deactivated', 'own_account'],
    write: ({ actor, params }) => deactivateCommand(params.id, actor.id),
  }),
  write({
    ...byOperator,
    method: 'POST',
    path: '/api/users/{id}/activate',
    name: 'activateUser',
    summary: 'Let a deactivated member back in',
    description: 'Ends a deactivation: the member can log in again, with the roles and the money they had.',
    replies: { 200: Changed },
    refusals: ['member_unknown', 'member_forgotten', 'already_active'],
    write: ({ params }) => activateCommand(params.id),
  }),
]
