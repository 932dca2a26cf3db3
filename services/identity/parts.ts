/** What identity's routes, calls and commands share while it runs: the token issuer, the hasher, the counters. */
import { tokenNames } from '../../contracts/identity.ts'
import { TokenVerifier } from '../../platform/auth/tokens.ts'
import type { Room } from '../../platform/service/service.ts'
import { Passwords } from './password.ts'
import { loadSigningKeys } from './signing-keys.ts'
import { TokenIssuer } from './token-issuer.ts'
import { UnknownLogIns } from './unknown-log-ins.ts'

export interface Parts {
  readonly passwords: Passwords
  readonly unknownLogIns: UnknownLogIns
  readonly verifier: TokenVerifier
  /** Loads the signing keys at first use. */
  issuer(): Promise<TokenIssuer>
}

const made = new WeakMap<Room, Parts>()

export function partsOf(room: Room): Parts {
  const known = made.get(room)
  if (known) return known
  const parts = makeParts(room)
  made.set(room, parts)
  return parts
}

function makeParts(room: Room): Parts {
  const { clock } = room.ports
  const names = tokenNames(room.settings)
  let loading: Promise<TokenIssuer> | null = null
  const issuer = () => {
    loading ??= loadSigningKeys(room).then(
      keys => new TokenIssuer(keys, names),
      fault => {
        loading = null
        throw fault
      },
    )
    return loading
  }
  return {
    passwords: new Passwords(room.ports),
    unknownLogIns: new UnknownLogIns(clock),
    verifier: new TokenVerifier({ ...names, clock, keys: async () => (await issuer()).jwks }),
    issuer,
  }
}
