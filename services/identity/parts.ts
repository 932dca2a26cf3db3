/** What identity's routes, calls and commands share while it runs: the token issuer, the hasher, the counters. */
import { tokenNames } from '../../contracts/identity.ts'
import { TokenVerifier } from '../../platform/auth/tokens.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { Passwords } from './password.ts'
import { loadSigningKeys } from './signing-keys.ts'
import { TokenIssuer } from './token-issuer.ts'
import { UnknownLogIns } from './unknown-log-ins.ts'

export interface IdentityDeps {
  readonly passwords: Passwords
  readonly unknownLogIns: UnknownLogIns
  readonly verifier: TokenVerifier
  /** Loads the signing keys at first use. */
  issuer(): Promise<TokenIssuer>
}

const made = new WeakMap<ServiceContext, IdentityDeps>()

export function partsOf(context: ServiceContext): IdentityDeps {
  const known = made.get(context)
  if (known) return known
  const parts = makeDeps(context)
  made.set(context, parts)
  return parts
}

function makeDeps(context: ServiceContext): IdentityDeps {
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
