/**
 * A forgotten password, in three decisions. Asking says nothing about whether anybody has the address, and does the same work
 * for each; who has it is looked up by a reaction afterwards, which sends them a link; whoever has the link sets a new password.
 */
import { passwordChanged, passwordResetAsked, passwordResetStarted } from '../../../contracts/identity.ts'
import { accept, type Command } from '../../../platform/kit/command.ts'
import { type Refusal, refuse } from '../../../platform/kit/refusal.ts'
import type { Gate } from '../../../platform/kit/throttle.ts'
import type { Vault } from '../../../platform/vault/vault.ts'
import { type Member, memberKey, revokeAll } from '../members/feature.ts'
import { accountGate, throttle, tooManyTries } from '../sessions/feature.ts'
import { resetMails } from './saga.ts'
import { hashResetToken, type Reset, resetTokenOf } from './token.ts'

export const RESET_TOKEN_MS = 30 * 60_000

/** `gates`: that of the address first. Refusal: too_many_resets. */
export const askResetCommand = (emailIndex: string, gates: readonly Gate[]): Command => ({
  type: 'identity.ask-password-reset',
  keys: gates.map(({ key }) => key),
  decide(states, { now }) {
    const throttled = tooManyTries(throttle.wait_s(gates, states, now), 'too_many_resets')
    if (throttled) return throttled
    const [address] = gates
    if (!address) throw new Error('a reset is throttled by its address')
    const asked = passwordResetAsked.of(address.key, { emailIndex })
    return accept([asked, ...throttle.tried(gates, states, now)], { status: 202 })
  },
})

/** Of nobody who is active it begins nothing. */
export function beginResetCommand(vault: Pick<Vault, 'blindIndex'>, reset: Reset): Command {
  const { memberId, resetId } = reset
  const key = memberKey(memberId)
  return {
    type: 'identity.begin-password-reset',
    keys: [key, resetMails.key(resetId)],
    decide(states, context) {
      if (states.of(key).status !== 'active') return accept([])
      const tokenHash = hashResetToken(resetTokenOf(vault, reset))
      const expiresAt = new Date(context.now.getTime() + RESET_TOKEN_MS).toISOString()
      const started = resetMails.start(resetId, reset, context)
      return {
        ...started,
        messages: [passwordResetStarted.of(key, { ...reset, tokenHash, expiresAt }), ...started.messages],
      }
    },
  }
}

/** Null while the token may set a password. Refusals: reset_unknown, also for one that was used or replaced; reset_expired. */
export function resetRefusal({ status, reset }: Member, tokenHash: string, now: Date): Refusal | null {
  if (status !== 'active' || reset?.tokenHash !== tokenHash) return refuse('reset_unknown')
  return Date.parse(reset.expiresAt) > now.getTime() ? null : refuse('reset_expired')
}

export interface Completion {
  readonly memberId: string
  readonly emailIndex: string
  readonly tokenHash: string
  readonly sealedPasswordHash: string
}

/** Every session ends, and wrong passwords of before no longer make anybody wait. Refusals: reset_unknown, reset_expired. */
export function completeResetCommand({ memberId, emailIndex, tokenHash, sealedPasswordHash }: Completion): Command {
  const [key, gates] = [memberKey(memberId), [accountGate(emailIndex)]]
  return {
    type: 'identity.complete-password-reset',
    keys: [key, ...gates.map(gate => gate.key)],
    decide(states, { now }) {
      const member = states.of(key)
      const refused = resetRefusal(member, tokenHash, now)
      if (refused) return refused
      const changed = passwordChanged.of(key, { memberId, sealedPasswordHash })
      const revoked = revokeAll(memberId, member.sessions, 'password_changed', now)
      return accept([changed, ...revoked, ...throttle.forgiven(gates, states)], { status: 204 })
    },
  }
}
