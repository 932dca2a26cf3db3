/**
 * The token of a link to set a new password: whose it is, and a keyed hash that only identity can make. So it is nowhere stored:
 * the mail makes it anew when it is sent, and the member's state has its SHA-256.
 */
import { hash } from 'node:crypto'
import type { Vault } from '../../../platform/vault/vault.ts'

const MEMBER = /^[0-9a-f-]{36}$/
const PREFIX = 'mem_'

export interface Reset {
  readonly memberId: string
  readonly resetId: string
}

export const resetTokenOf = (vault: Pick<Vault, 'blindIndex'>, { memberId, resetId }: Reset): string =>
  `${memberId.slice(PREFIX.length)}.${vault.blindIndex(`password reset\n${memberId}\n${resetId}`)}`

export const hashResetToken = (token: string): string => hash('sha256', token, 'base64url')

/** Null for what was never a token. */
export function memberOfToken(token: string): string | null {
  const [member = ''] = token.split('.')
  return MEMBER.test(member) ? `${PREFIX}${member}` : null
}
