/** What members see and change of themselves. */
import { type Static, Type } from 'typebox'
import { balanceIsZero } from '../../contracts/money.ts'
import { ok, type Route, read, write } from '../../platform/http/routes/route.ts'
import { isRefusal, type Refusal, refuse } from '../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { check } from './log-in-check.ts'
import type { Member } from './member.ts'
import { changePasswordCommand, changeProfileCommand, forgetCommand } from './member-commands.ts'
import { partsOf } from './parts.ts'
import { openProfile, type Profile, plainText, sealFields } from './profile.ts'
import { invalid } from './registration.ts'
import { AnyPassword, Me, NewPassword, Problem, ProfilePatch } from './schemas.ts'
import { memberKey } from './session.ts'

interface ProfileVersion {
  readonly member: Member
  readonly profile: Profile
}

/** Refusal: inactive, also for who has left. */
async function known(context: ServiceContext, memberId: string): Promise<ProfileVersion | Refusal> {
  const head = await context.writer.head(memberKey(memberId))
  const sealed = head?.state.sealed
  const profile = sealed ? await openProfile(context.vault, memberId, sealed) : null
  if (!head || !profile || head.state.status !== 'active') return refuse('inactive')
  return { member: head.state, profile }
}

function presentMe(id: string, member: Member, { email, name, phone, address }: Profile): Static<typeof Me> {
  const { roles, region, language, notifications, registeredAt } = member
  return { id, email, name, roles: [...roles], region, language, phone, address, notifications, registeredAt }
}

/** The patch with its texts in one form, or what is wrong with it. */
function cleaned(patch: Static<typeof ProfilePatch>): Static<typeof ProfilePatch> | Refusal {
  const name = patch.name === undefined ? undefined : plainText(patch.name)
  if (name === null) return invalid('name')
  const region = patch.region == null ? patch.region : plainText(patch.region)
  if (patch.region != null && region === null) return invalid('region')
  return { ...patch, ...(name === undefined ? {} : { name }), ...(region === undefined ? {} : { region }) }
}

async function changeOf(context: ServiceContext, memberId: string, patch: Static<typeof ProfilePatch>) {
  const now = await known(context, memberId)
  if (isRefusal(now)) return now
  const clean = cleaned(patch)
  if (isRefusal(clean)) return clean
  const sealer = await context.vault.sealer(memberId)
  if (!sealer) return refuse('inactive')
  const { region, language, notifications, ...personal } = clean
  const fields: Record<string, string | null> = {}
  for (const [name, value] of Object.entries(personal)) {
    fields[name] = value === null || typeof value === 'string' ? value : JSON.stringify(value)
  }
  const changed = {
    memberId,
    ...(region === undefined ? {} : { region }),
    ...(language === undefined ? {} : { language }),
    ...(notifications === undefined ? {} : { notifications: { ...now.member.notifications, ...notifications } }),
    sealed: sealFields(sealer, fields),
  }
  const profile: Profile = { ...now.profile, ...personal }
  return changeProfileCommand(changed, member => presentMe(memberId, member, profile), sealer)
}

export function profileRoutes(context: ServiceContext): readonly Route[] {
  return [
    read({
      method: 'GET',
      path: '/api/users/me',
      name: 'getMe',
      summary: 'My profile',
      who: 'member',
      replies: { 200: Me },
      refusals: ['inactive'],
      async read({ actor }) {
        const me = await known(context, actor.id)
        return isRefusal(me) ? me : ok(presentMe(actor.id, me.member, me.profile))
      },
    }),
    write({
      method: 'PATCH',
      path: '/api/users/me',
      name: 'changeMe',
      summary: 'Change my profile; null takes a value away',
      who: 'member',
      body: ProfilePatch,
      replies: { 200: Me },
      refusals: ['inactive'],
      write: ({ actor, body }) => changeOf(context, actor.id, body),
    }),
    write({
      method: 'PUT',
      path: '/api/users/me/password',
      name: 'changePassword',
      summary: 'Set a new password; every other log-in ends',
      who: 'member',
      limit: 'credentials',
      body: Type.Object({ currentPassword: AnyPassword, newPassword: NewPassword }),
      replies: { 204: null, 401: Problem },
      refusals: ['bad_credentials', 'locked', 'inactive'],
      async write({ actor, body, language }) {
        const me = await known(context, actor.id)
        if (isRefusal(me)) return me
        const password = await check(context, actor.id, me.member, body.currentPassword)
        if (password === null) return refuse('inactive')
        if (isRefusal(password)) return password
        const passwordHash = await partsOf(context).passwords.hash(body.newPassword)
        if (isRefusal(passwordHash)) return passwordHash
        const sealedPasswordHash = await context.vault.seal(actor.id, passwordHash)
        return changePasswordCommand({
          memberId: actor.id,
          sessionId: actor.session,
          password,
          sealedPasswordHash,
          language,
        })
      },
    }),
    write({
      method: 'DELETE',
      path: '/api/users/me',
      name: 'leave',
      summary: 'Leave for good: my data becomes unreadable',
      who: 'member',
      replies: { 204: null },
      refusals: ['balance_not_zero', 'inactive'],
      async write({ actor }) {
        const head = await context.writer.head(memberKey(actor.id))
        if (!head) return refuse('inactive')
        const { zero } = await context.rpc.call(balanceIsZero, { memberId: actor.id })
        return zero ? forgetCommand(actor.id, head.state.emailIndex) : refuse('balance_not_zero')
      },
    }),
  ]
}
