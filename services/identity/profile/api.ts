/** What members see and change of themselves. */

import { type Static, Type } from 'typebox'
import { Language, Notifications, type ProfileChanged } from '../../../contracts/identity.ts'
import { contentTag, editOf } from '../../../platform/http/routes/etag.ts'
import { type Route, read, tagged, write } from '../../../platform/http/routes/route.ts'
import { Nullable, Timestamp } from '../../../platform/http/routes/schemas.ts'
import { Phone } from '../../../platform/http/routes/texts.ts'
import { isRefusal, refuse } from '../../../platform/kit/refusal.ts'
import { sealerOf } from '../../../platform/service/sealer-of.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import type { Sealer } from '../../../platform/vault/vault.ts'
import {
  Address,
  type Member,
  memberKey,
  Name,
  openProfile,
  type Profile,
  plainTexts,
  presentUser,
  Region,
  User,
} from '../members/feature.ts'
import { AnyPassword, mayTry, NewPassword, sessionDeps, sessionGates, verifyPassword } from '../sessions/feature.ts'
import { changePasswordCommand, changeProfileCommand } from './commands.ts'

const Me = Type.Object(
  {
    ...User.properties,
    phone: Nullable(Type.String({ examples: ['010-1234-5678'] })),
    address: Nullable(Address),
    notifications: Notifications,
    registeredAt: Timestamp,
    passwordChangedAt: Timestamp,
  },
  { $id: 'Profile' },
)

const ProfilePatch = Type.Object({
  name: Type.Optional(Name),
  region: Type.Optional(Nullable(Region)),
  phone: Type.Optional(Nullable(Phone)),
  address: Type.Optional(Nullable(Address)),
  language: Type.Optional(Language),
  notifications: Type.Optional(Type.Partial(Notifications, { $id: 'NotificationsChange' })),
})

/** Refusal: inactive, also for who has left. */
async function known(context: ServiceContext, memberId: string) {
  const head = await context.writer.head(memberKey(memberId))
  const sealed = head?.state.sealed
  const profile = sealed ? await openProfile(context.vault, memberId, sealed) : null
  if (!head || !profile || head.state.status !== 'active') return refuse('inactive')
  return { member: head.state, profile }
}

/** Log-ins change a member too, but not what they edit. */
const profileTag = ({ region, language, notifications, sealed }: Member): string =>
  contentTag([region, language, notifications, sealed?.name, sealed?.phone, sealed?.address])

const presentMe = (id: string, member: Member, profile: Profile): Static<typeof Me> => ({
  ...presentUser(id, profile, member),
  phone: profile.phone,
  address: profile.address,
  notifications: member.notifications,
  registeredAt: member.registeredAt,
  passwordChangedAt: member.passwordChangedAt,
})

/** What is left out stays as it is; null takes a value away. */
function sealedChange(sealer: Sealer, { name, phone, address }: Partial<Profile>): ProfileChanged['sealed'] {
  const seal = (plain: string | null) => (plain === null ? null : sealer.seal(plain))
  return {
    ...(name !== undefined && { name: sealer.seal(name) }),
    ...(phone !== undefined && { phone: seal(phone) }),
    ...(address !== undefined && { address: seal(address && JSON.stringify(address)) }),
  }
}

async function changeOf(context: ServiceContext, memberId: string, patch: Static<typeof ProfilePatch>) {
  const before = await known(context, memberId)
  if (isRefusal(before)) return before
  const texts = plainTexts(patch)
  if (isRefusal(texts)) return texts
  const sealer = await sealerOf(context, memberId, 'inactive')
  if (isRefusal(sealer)) return sealer
  const { region, language, notifications, ...personal } = texts
  const changed = {
    memberId,
    ...(region !== undefined && { region }),
    ...(language && { language }),
    ...(notifications && { notifications: { ...before.member.notifications, ...notifications } }),
    sealed: sealedChange(sealer, personal),
  }
  const profile: Profile = { ...before.profile, ...personal }
  return changeProfileCommand(changed, member => presentMe(memberId, member, profile), sealer)
}

export const profileRoutes = (context: ServiceContext): readonly Route[] => [
  read({
    method: 'GET',
    path: '/api/users/me',
    name: 'getMe',
    summary: 'My profile',
    description:
      'The profile of the caller, unmasked, with what they want to be notified of. The `ETag` is for `If-Match` of a change.',
    who: 'member',
    replies: { 200: Me },
    refusals: ['inactive'],
    tagged: true,
    async read({ actor }) {
      const me = await known(context, actor.id)
      return isRefusal(me) ? me : tagged(presentMe(actor.id, me.member, me.profile), profileTag(me.member))
    },
  }),
  write({
    method: 'PATCH',
    path: '/api/users/me',
    name: 'changeMe',
    summary: 'Change my profile; null takes a value away',
    description:
      'Changes the fields that are named and leaves the others as they are; `null` takes a value away. The e-mail address cannot be changed. With `If-Match`, a profile that was changed meanwhile is refused with `precondition_failed`.',
    who: 'member',
    body: ProfilePatch,
    replies: { 200: Me },
    refusals: ['inactive'],
    edits: ({ actor }) => editOf(memberKey(actor.id), ({ state }) => profileTag(state)),
    write: ({ actor, body }) => changeOf(context, actor.id, body),
  }),
  write({
    method: 'PUT',
    path: '/api/users/me/password',
    name: 'changePassword',
    summary: 'Set a new password; every other log-in ends',
    description:
      'Needs the current password, and ends every other log-in of the caller. A wrong current password is refused with `bad_credentials`, and after several ones the caller has to wait.',
    who: 'member',
    limit: 'credentials',
    body: Type.Object({ currentPassword: AnyPassword, newPassword: NewPassword }),
    replies: { 204: null },
    refusals: ['bad_credentials', 'too_many_tries', 'inactive'],
    async write({ actor, body }) {
      const me = await known(context, actor.id)
      if (isRefusal(me)) return me
      const gates = sessionGates(actor.session)
      const throttled = await mayTry(context, gates)
      if (throttled) return throttled
      const password = await verifyPassword(context, actor.id, me.member, body.currentPassword)
      if (password === null) return refuse('inactive')
      if (isRefusal(password)) return password
      const passwordHash = await sessionDeps(context).passwords.hash(body.newPassword)
      if (isRefusal(passwordHash)) return passwordHash
      const sealedPasswordHash = await context.vault.seal(actor.id, passwordHash)
      return changePasswordCommand({ memberId: actor.id, password, gates }, actor.session, sealedPasswordHash)
    },
  }),
]
