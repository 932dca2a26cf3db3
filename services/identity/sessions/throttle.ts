/**
 * Who may try a password now. A stranger's tries count for the account and for the network they come from; those on a device
 * that has logged in before count for that device alone, so that nobody else's keep its owner out. All is kept under keyed
 * hashes, and in the same way for addresses that nobody has: how long one waits does not tell whether there is an account.
 */
import { timingSafeEqual } from 'node:crypto'
import { networkOf } from '../../../platform/http/routes/network.ts'
import { type Refusal, refuse } from '../../../platform/kit/refusal.ts'
import { type Gate, type ThrottleTerms, throttleOf, waitOf } from '../../../platform/kit/throttle.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'

export const throttle = throttleOf('identity')

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** Of one account, or of one device on it. */
export const PASSWORD_TERMS: ThrottleTerms = {
  free: 5,
  wait_ms: MINUTE_MS / 2,
  waitMax_ms: HOUR_MS,
  forget_ms: 24 * HOUR_MS,
}
/** Of one network on all accounts: an office may be behind it. */
export const SOURCE_TERMS: ThrottleTerms = {
  free: 50,
  wait_ms: MINUTE_MS / 6,
  waitMax_ms: 15 * MINUTE_MS,
  forget_ms: 15 * MINUTE_MS,
}

/** Mails to one address: a few at once, then rarely. */
export const RESET_TERMS: ThrottleTerms = {
  free: 3,
  wait_ms: MINUTE_MS,
  waitMax_ms: HOUR_MS,
  forget_ms: 24 * HOUR_MS,
}

const DEVICE_BYTES = 16

const gateOf = (kind: string, id: string, terms = PASSWORD_TERMS): Gate => ({
  key: throttle.key(`${kind}/${id}`),
  terms,
})

/** Where a log-in comes from, as the request says. */
export interface Source {
  readonly ip: string
  readonly deviceToken?: string
}

/** The gates of a log-in. `memberId` is null where nobody has the address. */
export function logInGates(
  context: ServiceContext,
  { emailIndex, memberId }: { readonly emailIndex: string; readonly memberId: string | null },
  { ip, deviceToken }: Source,
): readonly Gate[] {
  const { vault, settings } = context
  if (memberId && deviceToken && isDeviceOf(context, memberId, deviceToken)) {
    return [gateOf('device', vault.blindIndex(`throttled device\n${deviceToken}`))]
  }
  const account = accountGate(emailIndex)
  if (settings.MADANG_RATE_LIMIT_CREDENTIALS === 'off') return [account]
  return [account, gateOf('source', vault.blindIndex(`throttled source\n${networkOf(ip)}`), SOURCE_TERMS)]
}

/** Of strangers who try the password of an account, known or not. */
export const accountGate = (emailIndex: string): Gate => gateOf('account', emailIndex)

/** Of who asks for a new password: for one address, from one network. */
export function resetGates({ vault, settings }: ServiceContext, emailIndex: string, ip: string): readonly Gate[] {
  const address = gateOf('reset', emailIndex, RESET_TERMS)
  if (settings.MADANG_RATE_LIMIT_CREDENTIALS === 'off') return [address]
  return [address, gateOf('reset-source', vault.blindIndex(`throttled source\n${networkOf(ip)}`), SOURCE_TERMS)]
}

/** Of who is logged in and gives their password once more. */
export const sessionGates = (sessionId: string): readonly Gate[] => [gateOf('session', sessionId)]

/** The account's gate begins anew with the right password; the network's does not: anybody has one right password. */
export const forgivenBy = (gates: readonly Gate[]): readonly Gate[] =>
  gates.filter(({ terms }) => terms !== SOURCE_TERMS)

/** Time cures it, so it is not stored under an idempotency key. */
export const tooManyTries = (retryAfter: number, code = 'too_many_tries'): Refusal | null =>
  retryAfter > 0 ? { ...refuse(code, { retryAfter }), isProvisional: true } : null

/** Before anything is computed. The rule decides once more. */
export async function mayTry({ writer, ports }: ServiceContext, gates: readonly Gate[]): Promise<Refusal | null> {
  const now = ports.clock.now()
  const heads = await Promise.all(gates.map(({ key }) => writer.head(key)))
  return tooManyTries(Math.max(0, ...heads.map(head => (head ? waitOf(head.state, now) : 0))))
}

const signatureOf = ({ vault }: ServiceContext, memberId: string, device: string): string =>
  vault.blindIndex(`device\n${memberId}\n${device}`)

/** What a device shows at its next log-in; it gives no access. The one it has, if it has one of this member. */
export function deviceTokenFor(context: ServiceContext, memberId: string, known?: string): string {
  if (known && isDeviceOf(context, memberId, known)) return known
  const device = Buffer.from(context.ports.random.bytes(DEVICE_BYTES)).toString('base64url')
  return `${device}.${signatureOf(context, memberId, device)}`
}

function isDeviceOf(context: ServiceContext, memberId: string, token: string): boolean {
  const [device = '', signature = ''] = token.split('.')
  const expected = Buffer.from(signatureOf(context, memberId, device))
  const given = Buffer.from(signature)
  return given.length === expected.length && timingSafeEqual(given, expected)
}
