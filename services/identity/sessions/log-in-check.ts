/** What has to be found out before a log-in can be decided: who it is, and whether the password is right. */
import type { Command } from '../../../platform/kit/command.ts'
import { isRefusal, type Refusal } from '../../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { emailKey, type Member, memberKey, normalizeEmail, openProfile, presentUser } from '../members/feature.ts'
import { newTokens, sessionDeps } from './deps.ts'
import { type CheckedPassword, isLocked, logInCommand, unknownLogInCommand } from './log-in.ts'

interface Credentials {
  readonly email: string
  readonly password: string
}

/** Checks a password against a member's stored hash; null when there is none (any more). */
export async function verifyPassword(
  context: ServiceContext,
  memberId: string,
  member: Member,
  password: string,
): Promise<CheckedPassword | Refusal | null> {
  const against = member.sealed?.passwordHash
  const hashed = against === undefined ? null : await context.vault.open(memberId, against)
  if (against === undefined || hashed === null) return null
  // While it is locked the answer is the same for any password, so nothing is computed.
  if (isLocked(member, context.ports.clock.now())) return { right: false, against }
  const right = await sessionDeps(context).passwords.verify(hashed, password)
  return isRefusal(right) ? right : { right, against }
}

/** The command of a log-in. Refusal: overloaded. */
export async function logInFor(context: ServiceContext, credentials: Credentials): Promise<Command | Refusal> {
  const { email } = credentials
  const emailIndex = context.vault.blindIndex(normalizeEmail(email) ?? email)
  const claim = await context.writer.head(emailKey(emailIndex))
  const memberId = claim?.state.memberId ?? null
  // Also read when there is nobody to read, so that it takes as long.
  const head = await context.writer.head(memberKey(memberId ?? emailIndex))
  const known = memberId && head ? await knownLogIn(context, memberId, head.state, credentials) : null
  return known ?? unknownLogIn(context, emailIndex, credentials)
}

/** Null when the account has no password (any more). */
async function knownLogIn(context: ServiceContext, memberId: string, member: Member, credentials: Credentials) {
  const password = await verifyPassword(context, memberId, member, credentials.password)
  const sealer = password && (await context.vault.sealer(memberId))
  if (!password || !sealer) return null
  if (isRefusal(password)) return password
  const profile = password.right && member.sealed ? await openProfile(context.vault, memberId, member.sealed) : null
  const { email = '', name = '' } = profile ?? {}
  const present = (after: Member) => presentUser(memberId, { email, name }, after)
  return logInCommand({ memberId, password, tokens: await newTokens(context), present, sealer })
}

async function unknownLogIn(context: ServiceContext, emailIndex: string, { password }: Credentials) {
  const { unknownLogIns, passwords } = sessionDeps(context)
  const until = unknownLogIns.lockedUntil(emailIndex)
  if (until === null) {
    const answer = await passwords.verifyDecoy(password)
    if (isRefusal(answer)) return answer
    unknownLogIns.count(emailIndex)
  }
  return unknownLogInCommand(emailIndex, until)
}
