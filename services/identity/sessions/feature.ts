/** Sessions: passwords, log-ins, refresh tokens, and the access tokens that identity issues and verifies. */
import { identityContract } from '../../../contracts/identity.ts'
import { defineFeature } from '../../../platform/service/define-service.ts'
import { sessionRoutes } from './api.ts'
import { sessionDeps } from './deps.ts'
import { ownSessionRoutes } from './own-sessions-api.ts'
import { throttle } from './throttle.ts'
import { listRevokedSessions, refreshTokensView, revokedSessionsView } from './views.ts'

export { newTokens, sessionDeps } from './deps.ts'
export { type Attempt, attemptKeys, rejection } from './log-in.ts'
export { logInFor, verifyPassword } from './log-in-check.ts'
export { logOutFor, refreshWithUserFor } from './refresh.ts'
export { AnyPassword, Email, isPassword, LoggedIn, NewPassword } from './schemas.ts'
export { type NewTokens, REFRESH_TOKEN_MS, startSession, tokenPair } from './session.ts'
export {
  accountGate,
  deviceTokenFor,
  forgivenBy,
  mayTry,
  resetGates,
  sessionGates,
  throttle,
  tooManyTries,
} from './throttle.ts'
export type { TokenIssuer } from './token-issuer.ts'

export const sessionsFeature = defineFeature(identityContract, {
  aggregates: [throttle.aggregate],
  views: [refreshTokensView, revokedSessionsView],
  routes: context => [...sessionRoutes(context), ...ownSessionRoutes(context)],
  rpcs: context => ({
    revokedSessions: async ({ endAfter }) => ({
      sessions: await listRevokedSessions(context.read, endAfter ? new Date(endAfter) : context.ports.clock.now()),
    }),
    jwks: async () => ({ keys: [...(await sessionDeps(context).issuer()).jwks.keys] }),
  }),
  async start(context) {
    const { issuer, passwords } = sessionDeps(context)
    await Promise.all([issuer(), passwords.verifyDecoy('')])
  },
})
