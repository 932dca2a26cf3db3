/** Makes a member: checks and seals what they gave, and states the command. The way in for sign-up and for operators. */
import type { Language, Role } from '../../../contracts/identity.ts'
import type { Command } from '../../../platform/kit/command.ts'
import { isRefusal, type Refusal, refuse } from '../../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { ForgottenSubject } from '../../../platform/vault/vault.ts'
import { emailKey, invalid, normalizeEmail, plainText } from '../members/feature.ts'
import { newTokens, PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN, sessionDeps } from '../sessions/feature.ts'
import { registerCommand } from './command.ts'

export interface NewMember {
  readonly email: string
  readonly password: string
  readonly name: string
  readonly region?: string | null
  readonly language?: Language
  readonly roles?: readonly Role[]
}

/** Refusals: invalid_request, email_taken, overloaded; the command decides on the address once more. */
export async function registration(
  context: ServiceContext,
  given: NewMember,
  logInToo: boolean,
): Promise<Command | Refusal> {
  const details = detailsOf(given)
  if (isRefusal(details)) return details
  const { length } = [...given.password]
  if (length < PASSWORD_CHARS_MIN || length > PASSWORD_CHARS_MAX) return invalid('password')

  const claim = await context.writer.head(emailKey(context.vault.blindIndex(details.email)))
  if (claim?.state.memberId) return refuse('email_taken')
  const passwordHash = await sessionDeps(context).passwords.hash(given.password)
  if (isRefusal(passwordHash)) return passwordHash
  return commandFor(context, details, passwordHash, logInToo)
}

/** Of a member whose password was hashed before: many at once would each wait for a hash. Refusal: invalid_request. */
export async function registrationWithHash(
  context: ServiceContext,
  { passwordHash, ...given }: Omit<NewMember, 'password'> & { readonly passwordHash: string },
  logInToo: boolean,
): Promise<Command | Refusal> {
  const details = detailsOf(given)
  return isRefusal(details) ? details : commandFor(context, details, passwordHash, logInToo)
}

interface Details {
  readonly email: string
  readonly name: string
  readonly region: string | null
  readonly language: Language
  readonly roles: Role[]
}

function detailsOf(given: Omit<NewMember, 'password'>): Details | Refusal {
  const email = normalizeEmail(given.email)
  if (email === null) return invalid('email')
  const name = plainText(given.name)
  if (name === null) return invalid('name')
  const region = given.region == null ? null : plainText(given.region)
  if (given.region != null && region === null) return invalid('region')
  const roles: Role[] = [...new Set<Role>(['customer', ...(given.roles ?? [])])]
  return { email, name, region, language: given.language ?? 'ko', roles }
}

async function commandFor(
  context: ServiceContext,
  { email, name, region, language, roles }: Details,
  passwordHash: string,
  logInToo: boolean,
): Promise<Command> {
  const memberId = context.ports.ids.next('mem')
  const sealer = await context.vault.sealer(memberId)
  if (!sealer) throw new ForgottenSubject(memberId)
  return registerCommand({
    registered: {
      memberId,
      roles,
      region,
      language,
      emailIndex: context.vault.blindIndex(email),
      sealed: { email: sealer.seal(email), name: sealer.seal(name), passwordHash: sealer.seal(passwordHash) },
    },
    tokens: logInToo ? await newTokens(context) : null,
    user: { id: memberId, email, name, roles, region, language },
    sealer,
  })
}
