/** The keys that sign access tokens: made at the first start, kept with the seed encrypted, the same for all instances. */
import type { Room } from '../../platform/service/service.ts'
import { SEED_BYTES, type SigningKey, signingKeyOf } from './token-issuer.ts'

interface Row {
  readonly sealed_seed: string
}

/** Oldest first. When several instances start at once, the first to insert generation 1 makes the key of all. */
export async function loadSigningKeys(room: Room): Promise<SigningKey[]> {
  const known = await readKeys(room)
  if (known.length > 0) return known
  const seed = room.ports.random.bytes(SEED_BYTES)
  await room.read.query(
    `insert into signing_keys (generation, kid, sealed_seed, created_at) values (1, $1, $2, $3)
     on conflict (generation) do nothing`,
    [signingKeyOf(seed).kid, room.vault.sealOwn(Buffer.from(seed).toString('base64url')), room.ports.clock.now()],
  )
  return readKeys(room)
}

async function readKeys(room: Room): Promise<SigningKey[]> {
  const { rows } = await room.read.query<Row>('select sealed_seed from signing_keys order by generation')
  return rows.map(row => signingKeyOf(Buffer.from(room.vault.openOwn(row.sealed_seed), 'base64url')))
}
