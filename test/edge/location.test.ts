/** What was made is where its `Location` says. */
import { afterAll, describe, expect, test } from 'vitest'
import { bodyFor } from './bodies.ts'
import { cases, type Operation, operationsOf, readDocument, urlOf } from './operations.ts'
import { pageHeadersOf } from './send.ts'
import { callerOf, openWorld, pathValuesIn } from './world.ts'

const world = await openWorld()
const { madang } = world
const operations = operationsOf(await readDocument(madang))
const making = operations.filter(({ codes }) => codes.has('201'))
afterAll(() => madang.close())

const anyName = (path: string): string => path.replaceAll(/\{[\w.]+\}/g, '{}')
const readable = new Set(operations.filter(({ method }) => method === 'GET').map(({ path }) => anyName(path)))

/** Paths that answer what they make, and that no `GET` serves, with the reason. */
const unreadable: Readonly<Record<string, string>> = {}

test('every 201 has a Location, and it is the path of something that can be read', () => {
  const lost = making.filter(({ location }) => location === null || !readable.has(anyName(location)))
  expect(lost.map(({ id }) => id).sort()).toEqual(Object.keys(unreadable).sort())
  expect(making.length).toBeGreaterThan(10)
})

/** What the world has not prepared: a bank account that nobody has linked, a franchise’s own, an address that is free. */
async function bodyOf(operation: Operation): Promise<object> {
  const body = bodyFor(operation, world, callerOf(world, operation))
  switch (operation.id) {
    case 'register':
    case 'registerInBrowser':
      return { ...body, email: `new-by-${operation.id.toLowerCase()}@example.test` }
    case 'linkAccount':
      return madang.openBankAccount(0)
    case 'registerFranchise':
      return {
        ...{ name: '마당 새 가게', contact: '02-123-4567', merchantId: world.minji.id },
        bankAccount: await madang.openBankAccount(0),
      }
    case 'orderBankTransfer':
      return { userId: world.minji.id, direction: 'out', amount: 1_000 }
    case 'depositMoney':
      return { ...body, userId: world.minji.id }
    case 'placeOrder':
      return { ...body, expectedTotal: undefined, items: [{ productId: 'coffee', quantity: 1 }] }
    default:
      return body
  }
}

/** Minji has linked an account already. */
const tokenOf = (operation: Operation): string =>
  operation.id === 'linkAccount' ? world.customer.token : callerOf(world, operation).token

describe('what is made', () => {
  test.each(cases(making))('$title', async ({ operation }) => {
    const token = tokenOf(operation)
    const body = operation.body ? await bodyOf(operation) : undefined
    const url = urlOf(operation, pathValuesIn(world, operation))
    const key = { 'idempotency-key': operation.id, ...pageHeadersOf(operation) }
    const made = await madang.post(url, body, token, key)
    expect([made.status, made.text]).toEqual([201, expect.any(String)])
    const { location } = made.headers
    const reader = made.body.token ?? made.body.accessToken ?? token
    const found = await madang.get(String(location), reader)
    expect([location, found.status]).toEqual([expect.stringMatching(/^\/api\/[^{}]+$/), 200])
    const again = await madang.post(url, body, token, key)
    expect([again.headers['idempotency-replayed'], again.headers.location]).toEqual(['true', location])
  })
})
