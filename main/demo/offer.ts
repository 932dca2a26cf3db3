/** Whom the log-in page lets in by a click. */
import { memberByEmail } from '../../contracts/identity.ts'
import { type DemoOffer, NO_DEMO } from '../../gateway/demo.ts'
import type { Application } from '../../platform/runtime/application.ts'
import type { Configuration } from '../configuration.ts'
import { CUSTOMER, DEMO_PASSWORD, MERCHANT, OPERATOR } from './people.ts'

const KINDS = [
  ['customer', CUSTOMER],
  ['merchant', MERCHANT],
  ['operator', OPERATOR],
] as const

/** Nobody in production, and nobody whom the demo data did not make. `bank` is the address of its simulator. */
export function demoOffer(
  { env }: Pick<Configuration, 'env'>,
  { rpc }: Pick<Application, 'rpc'>,
  bank: string | null,
): () => Promise<DemoOffer> {
  return async () => {
    if (env.NODE_ENV === 'production') return NO_DEMO
    const members = await Promise.all(KINDS.map(([, { email }]) => rpc.call(memberByEmail, { email })))
    const people = KINDS.filter((_, index) => members[index]?.active).map(([kind, { email }]) => ({
      kind,
      email,
      password: DEMO_PASSWORD,
    }))
    return people.length === 0 ? NO_DEMO : { people, bank }
  }
}
