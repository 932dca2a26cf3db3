/** What is shared while identity runs: the token issuer and verifier, the password hasher. */
import { tokenNames } from '../../../contracts/identity.ts'
import { TokenVerifier } from '../../../platform/auth/tokens.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { clientOf } from './client.ts'
import { Passwords } from './password.ts'
import type { NewTokens } from './session.ts'
import { loadSigningKeys } from './signing-keys.ts'
import { TokenIssuer } from './token-issuer.ts'

const REFRESH_TOKEN_BYTES = 32

type SessionDeps = ReturnType<typeof makeDeps>

const made = new WeakMap<ServiceContext, SessionDeps>()

export function sessionDeps(context: ServiceContext): SessionDeps {
  const deps = made.get(context) ?? makeDeps(context)
  made.set(context, deps)
  return deps
}

function makeDeps(context: ServiceContext) {
  const { clock } = context.ports
  const names = tokenNames(context.settings)
  let loading: Promise<TokenIssuer> | null = null
  const issuer = () => {
    loading ??= loadSigningKeys(context).then(
      keys => new TokenIssuer(keys, names),
      fault => {
        loading = null
        throw fault
      },
    )
    return loading
  }
  return {
    passwords: new Passwords(context.ports),
    verifier: new TokenVerifier({ ...names, clock, keys: async () => (await issuer()).jwks }),
    /** Loads the signing keys at first use. */
    issuer,
  }
}

/** Of a new session, begun with this `User-Agent`. */
export async function newTokens(context: ServiceContext, userAgent?: string | string[]): Promise<NewTokens> {
  const refreshToken = Buffer.from(context.ports.random.bytes(REFRESH_TOKEN_BYTES)).toString('base64url')
  const [issuer, sessionId] = [await sessionDeps(context).issuer(), context.ports.ids.next('ses')]
  return { issuer, sessionId, refreshToken, client: clientOf(userAgent) }
}

/**
 * The tokens that follow a refresh token. The next refresh token is made of the one that was presented and a key of ours:
 * who presents it twice gets the same, and it need not be stored.
 */
export async function nextTokens(context: ServiceContext, sessionId: string, presented: string): Promise<NewTokens> {
  const refreshToken = context.vault.blindIndex(`next refresh token\n${sessionId}\n${presented}`)
  return { issuer: await sessionDeps(context).issuer(), sessionId, refreshToken }
}
