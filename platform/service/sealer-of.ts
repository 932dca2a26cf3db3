/** Answers with personal data are stored encrypted under the key of the person they are about. */
import { type Refusal, refuse } from '../kit/refusal.ts'
import type { Sealer } from '../vault/vault.ts'
import type { ServiceContext } from './service.ts'

/**
 * The sealer of a person, for a command's `sealed`. Whoever was forgotten has none: their token is as good as none, so it
 * is refused with `unauthenticated`, or another code where the person is not the caller.
 *
 *     const sealer = await sealerOf(context, actor.id)
 *     if (isRefusal(sealer)) return sealer
 */
export async function sealerOf(
  { vault }: Pick<ServiceContext, 'vault'>,
  subject: string,
  forgotten = 'unauthenticated',
): Promise<Sealer | Refusal> {
  return (await vault.sealer(subject)) ?? refuse(forgotten)
}
