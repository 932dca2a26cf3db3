/** The command that makes a member: claims the address, and begins a session if tokens are given. */
import { emailClaimed, type MemberRegistered, memberRegistered, profileChanged } from '../../../contracts/identity.ts'
import { accept, type Command } from '../../../platform/kit/command.ts'
import type { NewMessage } from '../../../platform/kit/message.ts'
import { refuse } from '../../../platform/kit/refusal.ts'
import type { Sealer } from '../../../platform/vault/vault.ts'
import { emailKey, memberKey } from '../members/feature.ts'
import { type NewTokens, startSession, tokenPair } from '../sessions/feature.ts'

export interface Registration {
  readonly registered: MemberRegistered
  /** Part of the profile, if given. */
  readonly sealedPhone: string | null
  /** Logged in at once, if given. */
  readonly tokens: NewTokens | null
  readonly deviceToken: string
  /** The `user` of the answer. */
  readonly user: unknown
  readonly sealer: Sealer
}

/** Refusal: email_taken. */
export function registerCommand({ registered, sealedPhone, tokens, deviceToken, user, sealer }: Registration): Command {
  const { memberId, emailIndex, roles } = registered
  const [claimKey, key] = [emailKey(emailIndex), memberKey(memberId)]
  return {
    type: 'identity.register',
    keys: [claimKey, key],
    sealed: sealer,
    decide(states, { now }) {
      if (states.of(claimKey).memberId !== null) return refuse('email_taken')
      if (states.version(key) > 0) throw new Error(`the id ${memberId} was given out twice`)
      const messages: NewMessage[] = [
        emailClaimed.of(claimKey, { emailIndex, memberId }),
        memberRegistered.of(key, registered),
      ]
      if (sealedPhone !== null) messages.push(profileChanged.of(key, { memberId, sealed: { phone: sealedPhone } }))
      if (!tokens) return accept(messages, { status: 201, reply: { user } })
      const reply = { user, ...tokenPair(tokens, memberId, roles, now), deviceToken }
      return accept([...messages, ...startSession(memberId, {}, tokens, now)], { status: 201, reply })
    },
  }
}
