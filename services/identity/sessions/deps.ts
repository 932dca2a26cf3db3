/** What is shared while identity runs: the token issuer and verifier, the password hasher, the counters. */
import { tokenNames } from '../../../contracts/identity.ts'
import { TokenVerifier } from '../../../platform/auth/tokens.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { Passwords } from './password.ts'
import { loadSigningKeys } from './signing-keys.ts'
import { TokenIssuer } from './token-issuer.ts'
import { UnknownLogIns } from './unknown-log-ins.ts'

export interface SessionDeps {
  readonly passwords: Passwords
  readonly unknownLogIns: UnknownLogIns
  readonly verifier: TokenVerifier
  /** Loads the signing keys at first use. */
  issuer(): Promise<TokenIssuer>
}

const made = new WeakMap<ServiceContext, SessionDeps>()

export function sessionDeps(context: ServiceContext): SessionDeps {
  const known = made.get(context)
  if (known) return known
  const deps = makeDeps(context)
  made.set(context, deps)
  return deps
}

function makeDeps(context: ServiceContext): SessionDeps {
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
    unknownLogIns: new UnknownLogIns(clock),
    verifier: new TokenVerifier({ ...names, clock, keys: async () => (await issuer()).jwks }),
    issuer,
  }
}
