/** Makes a member, by sign-up or on the command line: checks and seals what they gave, and states the command. */
import type { Language, Role } from '../../../contracts/identity.ts'
import type { Command } from '../../../platform/kit/command.ts'
import { isRefusal, type Refusal, refuse } from '../../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { ForgottenSubject } from '../../../platform/vault/vault.ts'
import { emailKey, invalid, normalizeEmail, plainTexts, presentUser, withCustomer } from '../members/feature.ts'
import { deviceTokenFor, isPassword, newTokens, sessionDeps } from '../sessions/feature.ts'
import { registerCommand } from './command.ts'

interface Details {
  readonly email: string
  readonly name: string
  readonly region?: string | null
  readonly phone?: string
  readonly language?: Language
  readonly roles?: readonly Role[]
  /** What they are logged in with, if they are. */
  readonly userAgent?: string | string[] | undefined
}

export interface NewMember extends Details {
  readonly password: string
}

/** Refusals: invalid_request, email_taken, overloaded; the command decides on the address once more. */
export async function registration(
  context: ServiceContext,
  { password, ...given }: NewMember,
  logInToo: boolean,
): Promise<Command | Refusal> {
  const details = normalized(given)
  if (isRefusal(details)) return details
  if (!isPassword(password)) return invalid('password')
  const claim = await context.writer.head(emailKey(context.vault.blindIndex(details.email)))
  if (claim?.state.memberId) return refuse('email_taken')
  const passwordHash = await sessionDeps(context).passwords.hash(password)
  return isRefusal(passwordHash) ? passwordHash : commandFor(context, details, passwordHash, logInToo)
}

/**
 * With a log-in, of a member whose password was hashed before: many at once would each wait for a hash. Refusal:
 * invalid_request.
 */
export async function registrationWithHash(context: ServiceContext, given: Details, passwordHash: string) {
  const details = normalized(given)
  return isRefusal(details) ? details : commandFor(context, details, passwordHash, true)
}

function normalized(given: Details): Details | Refusal {
  const email = normalizeEmail(given.email)
  if (email === null) return invalid('email')
  const texts = plainTexts(given)
  return isRefusal(texts) ? texts : { ...texts, email }
}

async function commandFor(
  context: ServiceContext,
  { email, name, region = null, phone, language = 'ko', roles = [], userAgent }: Details,
  passwordHash: string,
  logInToo: boolean,
): Promise<Command> {
  const memberId = context.ports.ids.next('mem')
  const sealer = await context.vault.sealer(memberId)
  if (!sealer) throw new ForgottenSubject(memberId)
  const sealed = { email: sealer.seal(email), name: sealer.seal(name), passwordHash: sealer.seal(passwordHash) }
  const emailIndex = context.vault.blindIndex(email)
  const registered = { memberId, roles: withCustomer(roles), region, language, emailIndex, sealed }
  return registerCommand({
    registered,
    sealedPhone: phone === undefined ? null : sealer.seal(phone),
    tokens: logInToo ? await newTokens(context, userAgent) : null,
    deviceToken: deviceTokenFor(context, memberId),
    user: presentUser(memberId, { email, name }, registered),
    sealer,
  })
}

/**
 * On the command line or for the demo: the only way to register with other roles than `customer`. Refusals: those of
 * `registration`.
 */
export async function createMember(
  context: ServiceContext,
  member: NewMember,
): Promise<{ memberId: string } | Refusal> {
  const command = await registration(context, member, false)
  if (isRefusal(command)) return command
  const id = context.ports.ids.next('cor')
  const outcome = await context.writer.run(command, { actor: 'system:house', correlationId: id, causationId: id })
  if (outcome.kind === 'refused') return outcome.refusal
  const { user }: { user: { id: string } } = JSON.parse(outcome.body)
  return { memberId: user.id }
}

export const createOperator = (context: ServiceContext, operator: Omit<NewMember, 'roles'>) =>
  createMember(context, { ...operator, roles: ['operator'] })
