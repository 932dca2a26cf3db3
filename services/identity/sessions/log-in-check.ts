/** What has to be found out before a log-in can be decided: who it is, and whether the password is right. */
import type { Command } from '../../../platform/kit/command.ts'
import { isRefusal, type Refusal } from '../../../platform/kit/refusal.ts'
import type { Gate } from '../../../platform/kit/throttle.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { emailKey, type Member, memberKey, normalizeEmail, openProfile, presentUser } from '../members/feature.ts'
import { newTokens, sessionDeps } from './deps.ts'
import { type CheckedPassword, logInCommand, unknownLogInCommand } from './log-in.ts'
import { deviceTokenFor, logInGates, mayTry, type Source } from './throttle.ts'

interface Credentials extends Source {
  readonly userAgent: string | string[] | undefined
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
  const right = await sessionDeps(context).passwords.verify(hashed, password)
  return isRefusal(right) ? right : { right, against }
}

/** The command of a log-in. Refusals: too_many_tries, overloaded. */
export async function logInFor(context: ServiceContext, credentials: Credentials): Promise<Command | Refusal> {
  const { email } = credentials
  const emailIndex = context.vault.blindIndex(normalizeEmail(email) ?? email)
  const claim = await context.writer.head(emailKey(emailIndex))
  const memberId = claim?.state.memberId ?? null
  // Also read when there is nobody to read, so that it takes as long.
  const head = await context.writer.head(memberKey(memberId ?? emailIndex))
  const gates = logInGates(context, { emailIndex, memberId }, credentials)
  const throttled = await mayTry(context, gates)
  if (throttled) return throttled
  const known = memberId && head ? await knownLogIn(context, memberId, head.state, credentials, gates) : null
  return known ?? unknownLogIn(context, credentials, gates)
}

/** Null when the account has no password (any more). */
async function knownLogIn(
  context: ServiceContext,
  memberId: string,
  member: Member,
  credentials: Credentials,
  gates: readonly Gate[],
) {
  const password = await verifyPassword(context, memberId, member, credentials.password)
  const sealer = password && (await context.vault.sealer(memberId))
  if (!password || !sealer) return null
  if (isRefusal(password)) return password
  const profile = password.right && member.sealed ? await openProfile(context.vault, memberId, member.sealed) : null
  const { email = '', name = '' } = profile ?? {}
  const present = (after: Member) => presentUser(memberId, { email, name }, after)
  const deviceToken = deviceTokenFor(context, memberId, credentials.deviceToken)
  const tokens = await newTokens(context, credentials.userAgent)
  return logInCommand({ memberId, password, gates, tokens, deviceToken, present, sealer })
}

async function unknownLogIn(context: ServiceContext, { password }: Credentials, gates: readonly Gate[]) {
  const answer = await sessionDeps(context).passwords.verifyDecoy(password)
  return isRefusal(answer) ? answer : unknownLogInCommand(gates)
}
