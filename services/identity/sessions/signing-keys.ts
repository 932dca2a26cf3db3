/** The keys that sign access tokens: made at the first start, kept with the seed encrypted, the same for all instances. */
import { select, sql } from '../../../platform/db/sql.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { SEED_BYTES, type SigningKey, signingKeyOf } from './token-issuer.ts'

/** Oldest first. When several instances start at once, the first to insert generation 1 makes the key of all. */
export async function loadSigningKeys(context: ServiceContext): Promise<SigningKey[]> {
  const known = await readKeys(context)
  if (known.length > 0) return known
  const seed = context.ports.random.bytes(SEED_BYTES)
  const sealed = context.vault.sealOwn(Buffer.from(seed).toString('base64url'))
  await select(
    context.read,
    sql`insert into signing_keys (generation, kid, sealed_seed, created_at)
        values (1, ${signingKeyOf(seed).kid}, ${sealed}, ${context.ports.clock.now()})
        on conflict (generation) do nothing`,
  )
  return readKeys(context)
}

async function readKeys({ read, vault }: ServiceContext): Promise<SigningKey[]> {
  const rows = await select<{ sealed: string }>(
    read,
    sql`select sealed_seed as sealed from signing_keys order by generation`,
  )
  return rows.map(({ sealed }) => signingKeyOf(Buffer.from(vault.openOwn(sealed), 'base64url')))
}
