import { afterAll, describe, expect, test } from 'vitest'
import { PASSWORD } from '../harness/platform.ts'
import { idPlacesOf, isIdName, put, write } from './bad-values.ts'
import { bodyFor } from './bodies.ts'
import { openWitness } from './changes.ts'
import { cases, type Operation, operationsOf, type Parameter, parametersIn, readDocument, urlOf } from './operations.ts'
import { payloadFor } from './payload.ts'
import { readableByMinji, without } from './readable.ts'
import { type Answered, type Bad, type Request, refusedIn, send, sendAll } from './send.ts'
import { allPathValuesIn, openWorld, type Person, pathValuesIn, tokenFor } from './world.ts'

/** What anybody may see although an id is in its path. */
const publicReads: Readonly<Record<string, string>> = {
  getProduct: 'products are offered to everyone',
  getProductPicture: 'so are their pictures',
  getSeller: 'and everyone may know whose they are',
  getFranchise: 'where one may pay is no secret',
  getAnnouncement: 'everybody is told',
}
/** Names in a body that are nobody's own. */
const offered: Readonly<Record<string, string>> = { productId: 'anybody may buy any product' }
/** Of a gift she is told. */
const NOTICES = ['listNotifications', 'countUnreadNotifications']
/** What a stranger may do to Minji, and where she sees it. */
const history = ['getBalance', 'listTransactions', 'downloadTransactions', 'getTransactionSummary']
const gifts: Readonly<Record<string, readonly string[]>> = {
  transferMoney: [...history, ...NOTICES],
  sendRemittance: [...history, 'listRemittances', ...NOTICES],
}
/** Texts in a query that choose among one's own things, and name none. */
const filters = new Set(['cursor', 'search', 'category', 'status', 'kind', 'service', 'reference'])

const world = await openWorld()
const { madang, minji, customer, merchant, operator, secrets } = world
const operations = operationsOf(await readDocument(madang))
const witness = await openWitness(madang)
const strangers = { customer, merchant }
const ids = [...new Set(Object.values(world.things).flat())].filter(
  id => secrets.includes(id) || id === world.things.trace?.[0],
)

afterAll(async () => {
  await witness.close()
  await madang.close()
})

const pathParameters = (operation: Operation) => parametersIn(operation, 'path')
const textFor = (operation: Operation, person: Person) => payloadFor(operation, world, person)

async function logIn({ email }: Person): Promise<string> {
  return (await madang.post('/api/users/login', { email, password: PASSWORD })).body.token
}

async function endedToken(): Promise<string> {
  const token = await logIn(customer)
  expect((await madang.ask('POST', '/api/users/logout', { token })).status).toBe(204)
  return token
}

/** A member's id in place of an order's leads to their list, which shows a stranger nothing. */
const isMoved = (url: string): boolean => /^\/api\/orders\/mem_[^/]+$/.test(url)

function namesSomething({ name, schema }: Parameter): boolean {
  if (isIdName(name) && schema.format === undefined) return true
  if (schema.type !== 'string' || schema.format || schema.enum || filters.has(name)) return false
  throw new Error(`does ${name} in a query name somebody's thing? Say so in this test`)
}
const namesIn = (operation: Operation) => parametersIn(operation, 'query').filter(namesSomething)

/** The operation about Minji's things of its kind, then about everything else of hers. */
function aboutMinji(operation: Operation): { url: string; own: boolean }[] {
  const inPath = pathParameters(operation).map(({ name }) => name)
  const own = allPathValuesIn(world, operation).map(values => urlOf(operation, values))
  const any = ids.map(id => urlOf(operation, Object.fromEntries(inPath.map(name => [name, encodeURIComponent(id)]))))
  const filtered = namesIn(operation).flatMap(({ name }) =>
    ids.map(id => urlOf(operation, pathValuesIn(world, operation), { [name]: id })),
  )
  const urls = [...new Set([...(inPath.length > 0 ? [...own, ...any] : []), ...filtered])]
  return urls.map(url => ({ url, own: own.includes(url) }))
}

const leaked = ({ text }: Answered, { url, text: sent = '' }: Request) =>
  secrets.find(secret => text.includes(secret) && !url.includes(encodeURIComponent(secret)) && !sent.includes(secret))

describe("somebody else's id in the path or the query", () => {
  const withIds = operations.filter(operation => pathParameters(operation).length > 0 || namesIn(operation).length > 0)

  test.each(cases(withIds))('$title', async ({ operation }) => {
    const before = await witness.events()
    for (const person of Object.values(strangers)) {
      const text = textFor(operation, person)
      const requests = aboutMinji(operation).map(({ url, own }): Bad => {
        const refused = own ? [401, 403, 404] : [...(isMoved(url) ? [308] : []), 400, 401, 403, 404]
        const statuses =
          pathParameters(operation).length > 0 && !publicReads[operation.id] ? refused : [200, ...refused]
        return { url, text, token: person.token, what: 'of Minji', statuses }
      })
      const findings = await sendAll(madang, operation, requests, (answer, bad) => {
        const secret = publicReads[operation.id]
          ? undefined
          : leaked(answer, answer.status < 300 ? { ...bad, url: '' } : bad)
        return secret ? `shows ${secret}` : refusedIn(operation, answer, bad)
      })
      expect(findings).toEqual([])
    }
    expect(await witness.events()).toEqual(before)
  })
})

test('Minji sees what is hers', async () => {
  const readable = await readableByMinji(world, operations)
  expect([...readable].filter(([, answer]) => !answer.startsWith('200 '))).toEqual([])
  expect(readable.size).toBeGreaterThan(10)
  expect((await witness.events(minji.id)).orders).toBeGreaterThan(3)
})

describe('a body that claims to be somebody else', () => {
  const names = 'userId memberId ownerId customerId payerId merchantId actor sub from user roles'.split(' ')
  const claims = Object.fromEntries(names.map(name => [name, name === 'roles' ? ['operator'] : minji.id]))
  const query = names.map(name => `${name}=${minji.id}`).join('&')
  const persons = { 'x-user-id': minji.id, 'x-member-id': minji.id, 'x-actor': minji.id, 'x-forwarded-user': minji.id }
  const headers = { 'content-type': 'application/json', ...persons }

  const naming = ({ body }: Operation, valid: object, request: Omit<Request, 'what'>): Request[] =>
    (body ? idPlacesOf(body, valid) : [])
      .filter(path => !offered[String(path.at(-1))])
      .flatMap(path => ids.map(id => ({ ...request, what: `${path} is ${id}`, text: write(put(valid, path, id)) })))

  /** Ends the log-ins that the tests below still need, and takes nothing that could name anybody. */
  const severing = 'endMyOtherSessions'
  const tried = operations.filter(({ id, open, body }) => (body || !open) && id !== severing)

  test.each(cases(tried))('$title', async ({ operation }) => {
    const before = await readableByMinji(world, operations)
    const [done, spent] = [await witness.events(minji.id), (await wallet()).spent]
    for (const [name, person] of Object.entries(strangers)) {
      // What has no body may be the end of a log-in. Reading ends none, and a member has so many log-ins only.
      const isRead = operation.method === 'GET'
      const token = operation.body || isRead ? person.token : await logIn(person)
      const url = urlOf(operation, pathValuesIn(world, operation))
      const plain = { url, token, what: name, headers: operation.body ? headers : persons }
      const valid = operation.body ? bodyFor(operation, world, person) : {}
      const own = Object.fromEntries(Object.entries(claims).filter(([claim]) => !(claim in valid)))
      const text = operation.body ? write({ ...valid, ...own }) : undefined
      const claiming = { ...plain, url: `${url}?${query}`, what: `${name} claims`, text }
      const findings = await sendAll(
        madang,
        operation,
        [claiming, ...naming(operation, valid, plain)],
        (answer, request) => {
          const secret = leaked(answer, request === claiming ? plain : request)
          return secret ? `shows ${secret}` : answer.status >= 500 ? `${answer.status}` : null
        },
      )
      expect(findings).toEqual([])
    }
    expect(await witness.events(minji.id)).toEqual(done)
    expect((await wallet()).spent).toEqual(spent)
    const after = await readableByMinji(world, operations)
    const given = gifts[operation.id] ?? []
    expect(without(given, after)).toEqual(without(given, before))
  })

  test('money that is sent to her reaches her, and none leaves her', async () => {
    const before = await wallet()
    for (const payer of ['from', 'userId', 'sender', 'account']) {
      const body = { [payer]: minji.id, to: operator.id, amount: 9 }
      expect(await madang.post('/api/money/transfers', body, customer.token)).toMatchObject({
        status: 400,
        body: { errors: [{ pointer: `/${payer}`, code: 'unknown_field' }] },
      })
    }
    expect((await madang.post('/api/money/transfers', { to: minji.id, amount: 7 }, customer.token)).status).toBe(201)
    const after = await wallet()
    expect(after.available).toBe(before.available + 7)
    expect(after.items.slice(1)).toEqual(before.items)
  })

  test('her idempotency key gives nobody else her answer', async () => {
    const key = { 'idempotency-key': 'hers' }
    const body = { to: operator.id, amount: 1 }
    const [hers, theirs] = [
      await madang.post('/api/money/transfers', body, minji.token, key),
      await madang.post('/api/money/transfers', body, customer.token, key),
    ]
    expect([hers.status, theirs.status]).toEqual([201, 201])
    expect(theirs.headers).not.toHaveProperty('idempotency-replayed')
    expect([hers.body.from, theirs.body.from]).toEqual([minji.id, customer.id])
  })
})

async function wallet() {
  const { available } = await madang.balance(minji.token)
  const { body } = await madang.get('/api/money/transactions?limit=100', minji.token)
  const items: { readonly direction: string }[] = body.items
  return { available, items, spent: items.filter(({ direction }) => direction === 'out') }
}

describe('without a token that counts', () => {
  const [head, , signature] = minji.token.split('.')
  const claims = JSON.parse(Buffer.from(minji.token.split('.')[1]!, 'base64url').toString())
  const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const forged = encoded({ ...claims, roles: ['operator'] })
  const tokens: Record<string, string | undefined> = {
    none: undefined,
    garbage: 'garbage',
    'three parts of garbage': 'a.b.c',
    'with other claims': `${head}.${forged}.${signature}`,
    unsigned: `${encoded({ alg: 'none', typ: 'JWT' })}.${forged}.`,
    'of a refresh': minji.refreshToken,
  }

  test.each(cases(operations.filter(({ open }) => !open)))('$title', async ({ operation }) => {
    tokens.ended ??= await endedToken()
    const before = await witness.events()
    const url = urlOf(operation, pathValuesIn(world, operation))
    const text = textFor(operation, minji)
    const requests = Object.entries(tokens).map(([what, token]): Bad => ({ url, text, token, what, statuses: [401] }))
    const findings = await sendAll(madang, operation, requests, (answer, bad) => refusedIn(operation, answer, bad))
    expect(findings).toEqual([])
    expect(await witness.events()).toEqual(before)
  })
})

describe('with a token of too little', () => {
  const people = { customer, merchant, minji }
  test.each(cases(operations.filter(({ roles }) => roles.length > 0)))('$title', async ({ operation }) => {
    const before = await witness.events()
    const few = Object.entries(people).filter(([, { roles }]) => !operation.roles.some(role => roles.includes(role)))
    expect(few.length).toBeGreaterThan(0)
    const url = urlOf(operation, pathValuesIn(world, operation))
    const text = textFor(operation, operator)
    const requests = few.map(([what, { token }]): Bad => ({ url, text, token, what, statuses: [403] }))
    expect(await sendAll(madang, operation, requests, (answer, bad) => refusedIn(operation, answer, bad))).toEqual([])
    expect(await witness.events()).toEqual(before)
  })
})

describe('the same ids from whom they belong to, or from an operator, are understood', () => {
  /** Of what the world has none. */
  const unmade: Readonly<Record<string, string>> = {
    resumeIdentitySaga: 'a mail that is on its way: password-reset.test.ts',
  }
  // What is read goes first; operators come last, as what they do to a member may end the member's log-in.
  const inOrder = operations
    .filter(operation => pathParameters(operation).length > 0 && !unmade[operation.id])
    .toSorted((a, b) => a.roles.length - b.roles.length || Number(a.method !== 'GET') - Number(b.method !== 'GET'))

  test.each(cases(inOrder))('$title', async ({ operation }) => {
    const statuses: number[] = []
    for (const values of allPathValuesIn(world, operation)) {
      for (const { person, token } of [
        { person: minji, token: tokenFor(world, operation) },
        { person: operator, token: operator.token },
      ]) {
        const request = { url: urlOf(operation, values), what: 'own', token, text: textFor(operation, person) }
        statuses.push((await send(madang, operation, request)).status)
      }
    }
    expect(statuses).toSatisfy(some => some.some((status: number) => status < 300 || [409, 422].includes(status)))
  })
})
