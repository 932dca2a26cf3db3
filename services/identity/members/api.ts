/** Members as operators see and change them: personal data masked. */
import { type Static, Type } from 'typebox'
import { Role } from '../../../contracts/identity.ts'
import { hasRole } from '../../../platform/auth/tokens.ts'
import {
  defineCursor,
  PAGE_LIMIT_DEFAULT,
  PageSchema,
  pageOf,
  pageQuery,
} from '../../../platform/http/routes/paging.ts'
import { ok, type Route, read, write } from '../../../platform/http/routes/route.ts'
import { isRefusal, refuse } from '../../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { activateCommand, deactivateCommand, setRolesCommand } from './commands.ts'
import { maskEmail, maskName } from './personal-data.ts'
import { MaskedMember, MemberId } from './schemas.ts'
import { findMembers, type ListedMember, listMembers } from './view.ts'

const cursor = defineCursor(MemberId)
const Changed = Type.Object({ id: Type.String(), status: Type.String() })
const OfMember = Type.Object({ id: MemberId })

async function masked(context: ServiceContext, { id, card }: ListedMember): Promise<Static<typeof MaskedMember>> {
  const { status, roles, region, registeredAt } = card
  const open = (field: string | null) => (field === null ? null : context.vault.open(id, field))
  const [email, name] = await Promise.all([open(card.email), open(card.name)])
  return {
    id,
    email: email && maskEmail(email),
    name: name && maskName(name),
    roles: [...roles],
    region,
    status,
    registeredAt,
  }
}

export const memberRoutes = (context: ServiceContext): readonly Route[] => [
  ...lookingRoutes(context),
  ...changingRoutes,
]

function lookingRoutes(context: ServiceContext): readonly Route[] {
  return [
    read({
      method: 'GET',
      path: '/api/users',
      name: 'listUsers',
      summary: 'Members, newest first, masked',
      who: ['operator'],
      query: Type.Object({
        ...pageQuery,
        status: Type.Optional(MaskedMember.properties.status),
        role: Type.Optional(Role),
      }),
      replies: { 200: PageSchema(MaskedMember) },
      async read({ query }) {
        const before = cursor.decode(query.cursor)
        if (isRefusal(before)) return before
        const { limit = PAGE_LIMIT_DEFAULT, status = null, role = null } = query
        const rows = await listMembers(context.read, { before, status, role, limit })
        const { items, nextCursor } = pageOf(
          rows,
          limit,
          cursor,
          row => row.id,
          row => row,
        )
        return ok({ items: await Promise.all(items.map(item => masked(context, item))), nextCursor })
      },
    }),
    read({
      method: 'GET',
      path: '/api/users/{id}',
      name: 'getUser',
      summary: 'One member, masked',
      who: 'member',
      params: OfMember,
      replies: { 200: MaskedMember },
      refusals: ['member_unknown', 'forbidden'],
      async read({ actor, params }) {
        if (params.id !== actor.id && !hasRole(actor, 'operator')) return refuse('forbidden')
        const [found] = await findMembers(context.read, [params.id])
        return found ? ok(await masked(context, found)) : refuse('member_unknown')
      },
    }),
  ]
}

const changingRoutes: readonly Route[] = [
  write({
    method: 'PUT',
    path: '/api/users/{id}/roles',
    name: 'setUserRoles',
    summary: 'Set the roles of a member; everyone stays a customer',
    who: ['operator'],
    params: OfMember,
    body: Type.Object({ roles: Type.Array(Role, { maxItems: 20 }) }),
    replies: { 200: Type.Object({ id: Type.String(), roles: Type.Array(Role) }) },
    refusals: ['member_unknown', 'member_forgotten', 'own_account'],
    pure: true,
    write: ({ actor, params, body }) => setRolesCommand(params.id, body.roles, actor.id),
  }),
  write({
    method: 'POST',
    path: '/api/users/{id}/deactivate',
    name: 'deactivateUser',
    summary: 'Deactivate a member: every log-in ends, nothing can be done',
    who: ['operator'],
    params: OfMember,
    replies: { 200: Changed },
    refusals: ['member_unknown', 'member_forgotten', 'already_deactivated', 'own_account'],
    pure: true,
    write: ({ actor, params }) => deactivateCommand(params.id, actor.id),
  }),
  write({
    method: 'POST',
    path: '/api/users/{id}/activate',
    name: 'activateUser',
    summary: 'Let a deactivated member back in',
    who: ['operator'],
    params: OfMember,
    replies: { 200: Changed },
    refusals: ['member_unknown', 'member_forgotten', 'already_active'],
    pure: true,
    write: ({ params }) => activateCommand(params.id),
  }),
]
