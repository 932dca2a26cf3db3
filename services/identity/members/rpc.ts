/** What other services ask about members. */
import type { MemberInfo } from '../../../contracts/identity.ts'
import { LOOK_UP_MAX } from '../../../contracts/look-up.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { emailKey, normalizeEmail } from './email.ts'
import { memberKey } from './member.ts'
import { maskName } from './personal-data.ts'
import { findMembers } from './view.ts'

export async function namesOf(context: ServiceContext, ids: readonly string[]): Promise<Record<string, string>> {
  if (ids.length > LOOK_UP_MAX) throw new Error(`${ids.length} names were requested, the limit is ${LOOK_UP_MAX}`)
  const names: Record<string, string> = {}
  await Promise.all(
    (await findMembers(context.read, ids)).map(async ({ id, card }) => {
      const name = card.name === null ? null : await context.vault.open(id, card.name)
      if (name !== null) names[id] = maskName(name)
    }),
  )
  return names
}

export async function infoOf(context: ServiceContext, memberId: string): Promise<MemberInfo | null> {
  const head = await context.writer.head(memberKey(memberId))
  if (!head) return null
  const { status, roles, region, language, notifications } = head.state
  return { memberId, active: status === 'active', roles: [...roles], region, language, notifications }
}

export async function infoByEmail(context: ServiceContext, text: string): Promise<MemberInfo | null> {
  const email = normalizeEmail(text)
  if (email === null) return null
  const claim = await context.writer.head(emailKey(context.vault.blindIndex(email)))
  return claim?.state.memberId ? infoOf(context, claim.state.memberId) : null
}
