/**
 * The token verifier of this process: identity's keys, and the log-ins that have ended. One that ends in this process is
 * revoked immediately, one that ends in another within a second.
 */
import { jwks, revokedSessions, type SessionsRevoked, sessionsRevoked, tokenNames } from '../contracts/identity.ts'
import { TokenVerifier } from '../platform/auth/tokens.ts'
import type { Logger } from '../platform/ports/logger.ts'
import { Loop } from '../platform/ports/loop.ts'
import type { Ports } from '../platform/ports/ports.ts'
import type { Application } from '../platform/runtime/application.ts'
import type { Configuration } from './configuration.ts'

/** Activity of other processes wakes the loop. The idle time catches what was missed. */
const IDLE_MS = 5_000
/** A revocation may be committed so much later than it was decided. */
const OVERLAP_MS = 10_000

export interface RunningVerifier {
  readonly verifier: TokenVerifier
  readonly stop: () => Promise<void>
}

export async function verifierOf(
  application: Application,
  env: Configuration['env'],
  { clock }: Ports,
  log: Logger,
): Promise<RunningVerifier> {
  const { rpc } = application
  const verifier = new TokenVerifier({ ...tokenNames(env), keys: () => rpc.call(jwks, {}), clock })
  application.service('identity').writer.onCommit(({ messages }) => {
    for (const { type, data } of messages) {
      if (type !== sessionsRevoked.type) continue
      const { sessions, until } = data as SessionsRevoked
      for (const session of sessions) verifier.revoke(session, new Date(until))
    }
  })
  let newest_ms = 0
  async function learn(endAfter?: string): Promise<boolean> {
    const { sessions } = await rpc.call(revokedSessions, { ...(endAfter && { endAfter }) })
    for (const { sessionId, until } of sessions) {
      verifier.revoke(sessionId, new Date(until))
      newest_ms = Math.max(newest_ms, Date.parse(until))
    }
    return false
  }
  await learn()
  const step = () => learn(newest_ms === 0 ? undefined : new Date(newest_ms - OVERLAP_MS).toISOString())
  const loop = new Loop({ name: 'revocations', clock, log, idle_ms: IDLE_MS, step })
  application.onActivity(() => loop.wake())
  loop.start()
  return { verifier, stop: () => loop.stop() }
}
