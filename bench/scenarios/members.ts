/** Makes many members with money and log-ins in seconds: by the real commands, but with one password hash for all. */
import type { Command } from '../../platform/kit/command.ts'
import { isRefusal } from '../../platform/kit/refusal.ts'
import type { Application } from '../../platform/runtime/application.ts'
import { registrationWithHash } from '../../services/identity/registration/feature.ts'
import { sessionDeps, type TokenIssuer } from '../../services/identity/sessions/feature.ts'
import { deposit } from '../../services/money/wallets/deposit.ts'
import { SETTLE_LIMIT_MS } from '../application.ts'
import type { Caller } from '../requests/request.ts'

interface LoggedIn {
  readonly memberId: string
  readonly sessionId: string
  readonly email: string
}

/**
 * Access tokens live for ten minutes, and members keep theirs. A server checks the signature of each at its first use only, which takes
 * longer than a transfer: with new tokens for every load, all its members would come back in its first second.
 */
const TOKENS_KEPT_MS = 4 * 60_000

/** Members with their log-ins. */
export class Members {
  readonly all: readonly LoggedIn[]
  readonly password: string
  readonly #issuer: TokenIssuer
  #callers: readonly Caller[] = []
  #signed_ms = Number.NEGATIVE_INFINITY

  constructor(all: readonly LoggedIn[], password: string, issuer: TokenIssuer) {
    this.all = all
    this.password = password
    this.#issuer = issuer
  }

  get ids(): string[] {
    return this.all.map(({ memberId }) => memberId)
  }

  /** With access tokens signed by the application's own key, that hold for some minutes. */
  callers(): readonly Caller[] {
    const now = new Date()
    if (now.getTime() - this.#signed_ms < TOKENS_KEPT_MS) return this.#callers
    this.#signed_ms = now.getTime()
    this.#callers = this.all.map(({ memberId, sessionId }) => {
      const { token } = this.#issuer.issue(memberId, sessionId, ['customer'], now)
      return { memberId, token }
    })
    return this.#callers
  }
}

/** Commands under way at once; the writer makes batches of them. */
const AT_ONCE = 1_000

export async function makeMembers(application: Application, count: number): Promise<Members> {
  const { context } = application.service('identity')
  const run = context.ports.ids.next('bench').replaceAll('_', '-')
  const { passwords, issuer } = sessionDeps(context)
  const passwordHash = await passwords.hash(run)
  if (isRefusal(passwordHash)) throw new Error(`the password was refused: ${passwordHash.code}`)
  const members = await inBulk(count, async index => {
    const email = `${run}-${index}@bench.example`
    const command = await registrationWithHash(context, { email, name: '부하 시험' }, passwordHash)
    if (isRefusal(command)) throw new Error(`a member was refused: ${command.code}`)
    const { user, token } = await runCommand(application, 'identity', command)
    return { memberId: user.id, sessionId: sessionIn(token), email }
  })
  await application.awaitIdle(SETTLE_LIMIT_MS)
  return new Members(members, run, await issuer())
}

const sessionIn = (token: string): string => JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()).sid

/** `amount` minor units to each. */
export async function depositToEach(
  application: Application,
  ids: readonly string[],
  amount: number,
  currency: string,
): Promise<void> {
  await inBulk(ids.length, index =>
    runCommand(application, 'money', deposit({ memberId: ids[index]!, amount, currency, memo: null })),
  )
  await application.awaitIdle(SETTLE_LIMIT_MS)
}

export async function inBulk<T>(count: number, make: (index: number) => Promise<T>): Promise<T[]> {
  const made: T[] = []
  for (let from = 0; from < count; from += AT_ONCE) {
    const part = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, index) => make(from + index))
    made.push(...(await Promise.all(part)))
  }
  return made
}

export async function runCommand(application: Application, service: string, command: Command): Promise<any> {
  const { writer, context } = application.service(service)
  const id = context.ports.ids.next('cor')
  const outcome = await writer.run(command, { actor: 'system:bench', correlationId: id, causationId: id })
  if (outcome.kind === 'refused') throw new Error(`${command.type} was refused: ${outcome.refusal.code}`)
  return outcome.body === '' ? null : JSON.parse(outcome.body)
}
