import { expect, test } from 'vitest'
import type { Application } from '../../platform/runtime/application.ts'
import { demoOffer } from './offer.ts'
import { CUSTOMER, DEMO_PASSWORD, MEMBERS, OPERATOR } from './people.ts'

const BANK = 'http://127.0.0.1:3002'
/** Identity knows these, all active but those who are named. */
const knowing = (emails: readonly string[], inactive: readonly string[] = []) =>
  ({
    rpc: {
      call: async (_: unknown, { email }: { email: string }) =>
        emails.includes(email) ? { active: !inactive.includes(email) } : null,
    },
  }) as unknown as Pick<Application, 'rpc'>

const EVERYONE = [OPERATOR, ...MEMBERS].map(({ email }) => email)

test('the people of the demo data are offered, with the bank where accounts can be opened', async () => {
  const { people, bank } = await demoOffer({ env: {} }, knowing(EVERYONE), BANK)()
  expect(people.map(({ kind }) => kind)).toEqual(['customer', 'merchant', 'operator'])
  expect(people[0]).toEqual({ kind: 'customer', email: CUSTOMER.email, password: DEMO_PASSWORD })
  expect(bank).toBe(BANK)
})

test('not who is deactivated, nobody without demo data, nobody in production', async () => {
  const kinds = async (offer: ReturnType<typeof demoOffer>) => (await offer()).people.map(({ kind }) => kind)
  expect(await kinds(demoOffer({ env: {} }, knowing(EVERYONE, [CUSTOMER.email]), BANK))).toEqual([
    'merchant',
    'operator',
  ])
  expect(await demoOffer({ env: {} }, knowing([]), BANK)()).toEqual({ people: [], bank: null })
  expect(await kinds(demoOffer({ env: { NODE_ENV: 'production' } }, knowing(EVERYONE), BANK))).toEqual([])
})
