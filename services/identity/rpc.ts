/** What identity answers other services. */
import {
  jwks,
  type MemberInfo,
  maskedNames,
  memberByEmail,
  memberInfo,
  revokedSessions,
} from '../../contracts/identity.ts'
import type { RpcHandlers } from '../../platform/kit/rpc.ts'
import type { Room } from '../../platform/service/service.ts'
import { type EmailClaim, emailKey, normalizeEmail } from './email.ts'
import type { Member } from './member.ts'
import { partsOf } from './parts.ts'
import { maskName } from './profile.ts'
import { memberKey } from './session.ts'
import { findMembers, listRevokedSessions } from './views.ts'

export const NAMES_MAX = 500

async function namesOf(room: Room, ids: readonly string[]): Promise<Record<string, string>> {
  if (ids.length > NAMES_MAX) throw new Error(`asked for ${ids.length} names at once, the limit is ${NAMES_MAX}`)
  const names: Record<string, string> = {}
  await Promise.all(
    (await findMembers(room.read, ids)).map(async ({ id, card }) => {
      const name = card.name === null ? null : await room.vault.open(id, card.name)
      if (name !== null) names[id] = maskName(name)
    }),
  )
  return names
}

async function infoOf(room: Room, memberId: string): Promise<MemberInfo | null> {
  const head = await room.writer.head<Member>(memberKey(memberId))
  if (!head) return null
  const { status, roles, region, language, notifications } = head.state
  return { memberId, active: status === 'active', roles, region, language, notifications }
}

async function infoByEmail(room: Room, text: string): Promise<MemberInfo | null> {
  const email = normalizeEmail(text)
  if (email === null) return null
  const claim = await room.writer.head<EmailClaim>(emailKey(room.vault.blindIndex(email)))
  return claim?.state.memberId ? infoOf(room, claim.state.memberId) : null
}

export const rpcHandlers = (room: Room): RpcHandlers => ({
  [maskedNames.name]: ({ ids }: { ids: readonly string[] }) => namesOf(room, ids),
  [memberInfo.name]: ({ memberId }: { memberId: string }) => infoOf(room, memberId),
  [memberByEmail.name]: ({ email }: { email: string }) => infoByEmail(room, email),
  [revokedSessions.name]: async () => ({ sessions: await listRevokedSessions(room.read, room.ports.clock.now()) }),
  [jwks.name]: async () => (await partsOf(room).issuer()).jwks,
})
