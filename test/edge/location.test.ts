/** What was made is where its `Location` says. */
import { afterAll, describe, expect, test } from 'vitest'
import { write } from './bad-values.ts'
import { bodyFor } from './bodies.ts'
import { cases, type Operation, operationsOf, readDocument, urlOf } from './operations.ts'
import { send } from './send.ts'
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
      return { ...body, email: `${operation.id.toLowerCase()}@example.test` }
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

/** Minji has linked an account already; who becomes a member has no token yet. */
function tokenOf(operation: Operation): string | undefined {
  if (operation.id === 'linkAccount') return world.customer.token
  return operation.open ? undefined : callerOf(world, operation).token
}

async function make(operation: Operation, text: string | undefined, token: string | undefined) {
  const url = urlOf(operation, pathValuesIn(world, operation))
  const headers = { 'content-type': 'application/json', 'idempotency-key': operation.id }
  const {
    status,
    text: body,
    headers: given,
  } = await send(madang, operation, { url, what: 'made', text, token, headers })
  return { status, body: JSON.parse(body), location: String(given.location), replayed: given['idempotency-replayed'] }
}

describe('what is made', () => {
  test.each(cases(making))('$title', async ({ operation }) => {
    const token = tokenOf(operation)
    const text = operation.body ? write(await bodyOf(operation)) : undefined
    const made = await make(operation, text, token)
    expect(made).toMatchObject({ status: 201, location: expect.stringMatching(/^\/api\/[^{}]+$/) })
    const found = await madang.get(made.location, token ?? made.body.token ?? made.body.accessToken)
    expect([made.location, found.status]).toEqual([made.location, 200])
    expect(await make(operation, text, token)).toMatchObject({ replayed: 'true', location: made.location })
  })
})
