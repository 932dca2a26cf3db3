/** Asking for a link to set a new password, and setting one with it. */
import { Type } from 'typebox'
import { type Route, write } from '../../../platform/http/routes/route.ts'
import { anyToken } from '../../../platform/http/routes/texts.ts'
import type { Command } from '../../../platform/kit/command.ts'
import { isRefusal, type Refusal, refuse } from '../../../platform/kit/refusal.ts'
import { sealerOf } from '../../../platform/service/sealer-of.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { memberKey, normalizeEmail } from '../members/feature.ts'
import { Email, NewPassword, resetGates, sessionDeps } from '../sessions/feature.ts'
import { askResetCommand, completeResetCommand, resetRefusal } from './commands.ts'
import { hashResetToken, memberOfToken } from './token.ts'

const TOKEN_CHARS_MAX = 200

export const passwordResetRoutes = (context: ServiceContext): readonly Route[] => [
  write({
    method: 'POST',
    path: '/api/password-resets',
    name: 'requestPasswordReset',
    summary: 'Have a link to set a new password sent to an address; the answer is the same if nobody has it',
    description:
      'The mail comes a moment later, in the language of the member’s profile, and only if an active member has the address. A few for one address at once, then rarely. A newer link replaces an earlier one.',
    who: 'anyone',
    limit: 'credentials',
    body: Type.Object({ email: Email }),
    replies: { 202: null },
    refusals: ['too_many_resets'],
    write({ body, ip }) {
      const emailIndex = context.vault.blindIndex(normalizeEmail(body.email) ?? body.email)
      return askResetCommand(emailIndex, resetGates(context, emailIndex, ip))
    },
  }),
  write({
    method: 'POST',
    path: '/api/password-resets/complete',
    name: 'completePasswordReset',
    summary: 'Set a new password with the token of the link; every log-in ends',
    description:
      'The token is what stands behind `#` in the link. It counts once, within 30 minutes, until a newer link is sent or the password is changed otherwise. Waiting for earlier wrong passwords is over.',
    who: 'anyone',
    limit: 'credentials',
    body: Type.Object({
      token: anyToken(TOKEN_CHARS_MAX, { examples: ['mem_01a1f851.Xk3m0vT1kq1d4nX8s5Yw2bR6uE9aHjL0'] }),
      password: NewPassword,
    }),
    replies: { 204: null },
    refusals: ['reset_unknown', 'reset_expired'],
    write: ({ body }) => completionFor(context, body),
  }),
]

/** Refusals: reset_unknown, reset_expired, overloaded. */
async function completionFor(
  context: ServiceContext,
  { token, password }: { readonly token: string; readonly password: string },
): Promise<Command | Refusal> {
  const memberId = memberOfToken(token)
  const head = memberId && (await context.writer.head(memberKey(memberId)))
  if (!memberId || !head) return refuse('reset_unknown')
  const tokenHash = hashResetToken(token)
  // A password is hashed for nobody who has no link.
  const refused = resetRefusal(head.state, tokenHash, context.ports.clock.now())
  if (refused) return refused
  const sealer = await sealerOf(context, memberId, 'reset_unknown')
  if (isRefusal(sealer)) return sealer
  const passwordHash = await sessionDeps(context).passwords.hash(password)
  if (isRefusal(passwordHash)) return passwordHash
  const { emailIndex } = head.state
  return completeResetCommand({ memberId, emailIndex, tokenHash, sealedPasswordHash: sealer.seal(passwordHash) })
}
