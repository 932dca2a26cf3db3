/** A pair of tokens for a session that begins or goes on. */
import type { Role } from '../../../contracts/identity.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { sessionDeps } from './deps.ts'
import { hashRefreshToken, newRefreshToken } from './refresh-token.ts'
import type { TokenIssuer } from './token-issuer.ts'

/** To be handed out, once the rule allows it. */
export interface NewTokens {
  readonly issuer: TokenIssuer
  readonly sessionId: string
  readonly refreshToken: string
}

export const nextToken = ({ sessionId, refreshToken }: NewTokens) => ({
  sessionId,
  refreshHash: hashRefreshToken(refreshToken),
})

export function tokenPair(
  { issuer, sessionId, refreshToken }: NewTokens,
  memberId: string,
  roles: readonly Role[],
  now: Date,
) {
  const { token, expiresIn } = issuer.issue({ memberId, sessionId, roles }, now)
  return { token, refreshToken, expiresIn }
}

export async function newTokens(
  context: ServiceContext,
  sessionId: string = context.ports.ids.next('ses'),
): Promise<NewTokens> {
  return { issuer: await sessionDeps(context).issuer(), sessionId, refreshToken: newRefreshToken(context.ports.random) }
}
