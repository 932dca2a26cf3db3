/** The keys that sign access tokens: made at the first start, kept with the seed encrypted, the same for all instances. */
import type { ServiceContext } from '../../../platform/service/service.ts'
import { SEED_BYTES, type SigningKey, signingKeyOf } from './token-issuer.ts'

interface Row {
  readonly sealed_seed: string
}

/** Oldest first. When several instances start at once, the first to insert generation 1 makes the key of all. */
export async function loadSigningKeys(context: ServiceContext): Promise<SigningKey[]> {
  const known = await readKeys(context)
  if (known.length > 0) return known
  const seed = context.ports.random.bytes(SEED_BYTES)
  await context.read.query(
    `insert into signing_keys (generation, kid, sealed_seed, created_at) values (1, $1, $2, $3)
     on conflict (generation) do nothing`,
    [signingKeyOf(seed).kid, context.vault.sealOwn(Buffer.from(seed).toString('base64url')), context.ports.clock.now()],
  )
  return readKeys(context)
}

async function readKeys(context: ServiceContext): Promise<SigningKey[]> {
  const { rows } = await context.read.query<Row>('select sealed_seed from signing_keys order by generation')
  return rows.map(row => signingKeyOf(Buffer.from(context.vault.openOwn(row.sealed_seed), 'base64url')))
}
