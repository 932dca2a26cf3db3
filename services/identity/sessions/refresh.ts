/** What has to be found out before a refresh token can be exchanged or its log-in ended: whose it is. */
import { accept, type Command } from '../../../platform/kit/command.ts'
import { isRefusal, type Refusal, refuse } from '../../../platform/kit/refusal.ts'
import { sealerOf } from '../../../platform/service/sealer-of.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { type Member, memberKey, openProfile, presentUser } from '../members/feature.ts'
import { nextTokens } from './deps.ts'
import { hashRefreshToken, logOutCommand, refreshCommand } from './session.ts'
import { findRefreshToken } from './views.ts'

type Present = (member: Member) => unknown

/** The command that exchanges a refresh token. Refusal: invalid_refresh_token. */
export const refreshFor = (context: ServiceContext, presented: string): Promise<Command | Refusal> =>
  exchanged(context, presented, async () => null)

/** The same, whose reply has the `user` too. */
export const refreshWithUserFor = (context: ServiceContext, presented: string): Promise<Command | Refusal> =>
  exchanged(context, presented, userOf)

async function exchanged(
  context: ServiceContext,
  presented: string,
  presentFor: (context: ServiceContext, memberId: string) => Promise<Present | null | Refusal>,
): Promise<Command | Refusal> {
  const hash = hashRefreshToken(presented)
  const known = await findRefreshToken(context.read, hash)
  if (!known) return refuse('invalid_refresh_token')
  const { memberId, sessionId } = known
  const sealer = await sealerOf(context, memberId, 'invalid_refresh_token')
  if (isRefusal(sealer)) return sealer
  const present = await presentFor(context, memberId)
  if (isRefusal(present)) return present
  const tokens = await nextTokens(context, sessionId, presented)
  return refreshCommand({ memberId, hash, tokens, sealer, ...(present && { present }) })
}

/** Refusal: invalid_refresh_token, of who was forgotten. */
async function userOf(context: ServiceContext, memberId: string): Promise<Present | Refusal> {
  const head = await context.writer.head(memberKey(memberId))
  const sealed = head?.state.sealed
  const profile = sealed ? await openProfile(context.vault, memberId, sealed) : null
  if (!profile) return refuse('invalid_refresh_token')
  return member => presentUser(memberId, profile, member)
}

const nothingToEnd: Command = { type: 'identity.log-out', keys: [], decide: () => accept([], { status: 204 }) }

/** Ends the log-in that the token belongs to, also one that was replaced; of no log-in, or none any more, it ends nothing. */
export async function logOutFor(context: ServiceContext, presented: string | null): Promise<Command> {
  const known = presented === null ? null : await findRefreshToken(context.read, hashRefreshToken(presented))
  return known ? logOutCommand(known.memberId, known.sessionId) : nothingToEnd
}
