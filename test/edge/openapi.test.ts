import { afterAll, describe, expect, test } from 'vitest'
import { services } from '../../main/services.ts'
import { type Catalogue, commonRefusals } from '../../platform/kit/refusal.ts'
import { sampleOf } from './bodies.ts'
import { cases, type Operation, operationsOf, parametersIn, readDocument, urlOf } from './operations.ts'
import { isAmount, type Schema, variantsOf } from './schema.ts'
import { type Answered, send } from './send.ts'
import { openWorld, pathValuesIn, tokenFor } from './world.ts'

/** What needs no token, and why. Everything else does. */
const open: Readonly<Record<string, string>> = {
  register: 'who is not a member yet has no token',
  logIn: 'the password is what counts',
  refreshTokens: 'the refresh token is what counts, when the other one has expired',
  startBrowserSession: 'the password is what counts',
  registerInBrowser: 'who is not a member yet has no token',
  refreshBrowserSession: 'the cookie is what counts, when the token has expired',
  endBrowserSession: 'the cookie is what counts, when the token has expired',
  requestPasswordReset: 'who forgot their password has no token',
  completePasswordReset: 'the token of the link is what counts',
  validateToken: 'the token is what the request is about',
  getKeys: 'public keys',
  listProducts: 'the shelf is public',
  getProduct: 'the shelf is public',
  getProductPicture: 'the shelf is public',
  getSeller: 'the shelf is public',
  listCategories: 'the shelf is public',
  listFranchises: 'where one may pay is public',
  getFranchise: 'where one may pay is public',
  receiveTossWebhook: 'the signature is what counts',
}

const world = await openWorld()
const { madang } = world
const document = await readDocument(madang)
const operations = operationsOf(document)
afterAll(() => madang.close())

describe('the document', () => {
  test('is OpenAPI 3.1, and all that it refers to is there', () => {
    expect(document).toMatchObject({
      openapi: '3.1.0',
      info: { title: 'Madang', version: expect.stringMatching(/^\d+\.\d+\.\d+/) },
    })
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path!)
    const found = (path: string) =>
      path.split('/').reduce<unknown>((part, name) => (part as Record<string, unknown>)?.[name], document)
    expect(references.filter(path => found(path) === undefined)).toEqual([])
  })

  test('gives every operation a name of its own', () => {
    const names = operations.map(({ id }) => id)
    expect(names.length).toBeGreaterThan(60)
    expect(names.filter((name, index) => names.indexOf(name) !== index || !/^[a-z][A-Za-z]+$/.test(name))).toEqual([])
  })

  test('says of every operation what it is for, in one line', () => {
    const unclear = operations.filter(({ summary }) => !/^[A-Z][^\n]{4,118}[^.\n]$/.test(summary))
    expect(unclear.map(({ title, summary }) => `${title}: ${summary}`)).toEqual([])
  })

  test('asks for a token everywhere but where there is a reason', () => {
    expect(
      operations
        .filter(operation => operation.open)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(Object.keys(open).sort())
  })
})

/** Resources whose status the original clients know as a number, with how many numbers there are. */
const numbered: Readonly<Record<string, number>> = {
  ...{ Payment: 3, RefundedPayment: 3, TopUp: 3, BankTransfer: 3 },
}

/** Integers called `code`, with the schema that they are in. */
function* codesIn(value: unknown, schema: string): Generator<{ readonly schema: string; readonly says: string }> {
  if (typeof value !== 'object' || value === null) return
  const { code } = Object(Object(value).properties)
  if (JSON.stringify(code ?? null).includes('"integer"')) yield { schema, says: String(code.description) }
  for (const member of Object.values(value)) yield* codesIn(member, schema)
}

test('a status as a number is there where it always was, and says what each number is', () => {
  const { schemas = {} } = document.components
  const found = Object.entries(schemas).flatMap(([name, schema]) => [...codesIn(schema, name)])
  const inPaths = [...codesIn(document.paths, 'a path')].filter(({ says }) => !says.includes('0 is'))
  expect(inPaths).toEqual([])
  const told = found.map(({ schema, says }) => [schema, says.match(/\b\d\b/g)?.length])
  expect(Object.fromEntries(told)).toEqual(numbered)
})

/** Lists that are answered whole, and why they never get long. */
const whole: Readonly<Record<string, string>> = {
  listLinkedAccounts: 'a member links one account',
  listCategories: 'what the shelf is sorted by fits on a page',
  getOrderHistory: 'an order ends after some events',
  getTransactionSummary: 'a year has so many days',
  getCart: 'a cart takes so many lines',
  getCartOfMember: 'a cart takes so many lines',
  getOrder: 'an order takes so many lines',
  listMySessions: 'a member has so many log-ins',
  listDailySales: 'a sum for each day of so many',
  listSettledMonths: 'a sum for each month of so many',
  getUpcomingPayouts: 'a sum for each franchise of one merchant',
  sumPayments: 'a sum for each status',
}

test('a list says whether there is a next page', () => {
  const endless = operations.filter(({ method, answer }) => {
    const properties = variantsOf(answer ?? {}).map(variant => variant.properties ?? {})
    return method === 'GET' && properties.some(names => names.items?.type === 'array' && !names.nextCursor)
  })
  expect(endless.map(({ id }) => id).sort()).toEqual(Object.keys(whole).sort())
})

const isWrite = (operation: Operation) =>
  parametersIn(operation, 'header').some(({ name }) => name === 'Idempotency-Key')

/** What an operation of this form must refuse with. */
function* refusalsDue(operation: Operation): Generator<[string, string]> {
  const { method, body, isUpload, roles, parameters } = operation
  if (body || parameters.some(({ in: where }) => where !== 'header')) yield ['400', 'invalid_request']
  if (!operation.open) yield ['401', 'unauthenticated']
  if (roles.length > 0) yield ['403', 'forbidden']
  if (method !== 'GET') yield ['413', 'body_too_large']
  if (isUpload) yield ['415', 'file_type_not_accepted']
  else if (method !== 'GET')
    yield* [
      ['400', 'invalid_json'],
      ['415', 'unsupported_media_type'],
    ] as const
  if (isWrite(operation)) yield ['422', 'idempotency_key_reused']
}

describe('the refusals', () => {
  const catalogues: Catalogue[] = [commonRefusals, ...services.map(({ refusals = {} }) => refusals)]
  const listed = (code: string, status: string) =>
    catalogues.some(catalogue =>
      Object.entries(catalogue).some(([own, text]) => own === code && String(text.status) === status),
    )

  test.each(cases(operations))('of $title are documented', ({ operation }) => {
    const missing = [...refusalsDue(operation)].filter(([status, code]) => !operation.codes.get(status)?.has(code))
    expect(missing).toEqual([])
    const documented = [...operation.codes].flatMap(([status, codes]) => [...codes].map(code => ({ status, code })))
    expect(documented.filter(({ status, code }) => !listed(code, status))).toEqual([])
    const aboutOne = parametersIn(operation, 'path').length > 0 && operation.id !== 'getTrace'
    if (aboutOne)
      expect([...operation.codes.keys()]).toEqual(expect.arrayContaining([expect.stringMatching(/^40[34]$/)]))
  })
})

/** Places where a caller could send as much as they like. */
function* unbounded(schema: Schema, at: string): Generator<string> {
  for (const variant of variantsOf(schema)) {
    const { type, properties = {}, items, minimum, maximum, maxLength, pattern, format, maxItems } = variant
    const chosen = variant.enum !== undefined || variant.const !== undefined
    if (type === 'string' && !chosen && !format && maxLength === undefined && !/^\^.*\$$/.test(pattern ?? ''))
      yield `${at}: text`
    const number = (type === 'number' || type === 'integer') && !chosen && !isAmount(variant)
    if (number && (minimum === undefined || maximum === undefined)) yield `${at}: number`
    if (items !== undefined && maxItems === undefined) yield `${at}: list`
    if (items !== undefined) yield* unbounded(items, `${at}[]`)
    for (const [name, member] of Object.entries(properties)) yield* unbounded(member, `${at}.${name}`)
  }
}

test('everything that a caller sends has a limit', () => {
  const found = operations.flatMap(({ id, body, parameters }) => [
    ...(body ? unbounded(body, id) : []),
    ...parameters
      .filter(({ name }) => name !== 'Prefer')
      .flatMap(({ name, schema }) => [...unbounded(schema, `${id}?${name}`)]),
  ])
  expect(found).toEqual([])
})

test('a path answers every other method with those it has', async () => {
  const paths = Map.groupBy(operations, ({ path }) => path)
  for (const own of paths.values()) {
    const url = urlOf(own[0]!, pathValuesIn(world, own[0]!))
    const methods = own.map(({ method }) => method)
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter(other => !methods.includes(other))) {
      const answer = await send(madang, { method }, { url, what: method, token: world.operator.token })
      expect([method, url, answer.status]).toEqual([method, url, 405])
      expect(String(answer.headers.allow).split(', ')).toEqual(expect.arrayContaining(methods))
      expect(JSON.parse(answer.text)).toMatchObject({ code: 'method_not_allowed', status: 405 })
    }
  }
})

describe('beside the API', () => {
  const pages = [
    { url: '/docs/', type: /^text\/html/, says: 'swagger' },
    { url: '/openapi.json', type: /^application\/json/, says: '"3.1.0"' },
    { url: '/health', type: /^application\/json/, says: '"up"' },
    { url: '/health/ready', type: /^application\/json/, says: '"ready"' },
    { url: '/version', type: /^application\/json/, says: '"version"' },
    { url: '/metrics', type: /^text\/plain/, says: '# TYPE' },
    { url: '/.well-known/jwks.json', type: /^application\/json/, says: '"Ed25519"' },
  ]
  test.each(pages)('$url answers', async ({ url, type, says }) => {
    const answer = await send(madang, { method: 'GET' }, { url, what: 'page' })
    expect(answer.status).toBe(200)
    expect(answer.headers['content-type']).toMatch(type)
    expect(answer.text).toContain(says)
    expect(answer.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-correlation-id': expect.any(String),
    })
  })

  test('/docs leads to its page, and that asks nobody else for anything', async () => {
    const { status, headers } = await send(madang, { method: 'GET' }, { url: '/docs', what: 'page' })
    if (status !== 200) expect([status, headers.location]).toEqual([302, expect.stringMatching(/docs\/|static/)])
    const { text } = await send(madang, { method: 'GET' }, { url: '/docs/', what: 'page' })
    expect(text).not.toMatch(/(src|href)="(https?:)?\/\//)
  })
})

describe('without /api, as historic clients ask', () => {
  const known = operations.filter(({ path }) => path.startsWith('/api/'))
  const comparable = ({ status, text, headers }: Answered) => ({ status, text, type: headers['content-type'] })
  /** What tells of this moment. */
  const passing = ['getHealth']

  test.each(cases(known))('$title answers the same', async ({ operation }) => {
    const required = parametersIn(operation, 'query').filter(parameter => parameter.required)
    const query = required.map(({ name, schema }) => [name, encodeURIComponent(String(sampleOf(schema, name, {})))])
    const url = urlOf(operation, pathValuesIn(world, operation), Object.fromEntries(query))
    // What would change something is sent without a token, or without a body.
    const token = operation.method === 'GET' ? tokenFor(world, operation) : undefined
    const [full, short] = [url, url.slice(4)].map(path => send(madang, operation, { url: path, what: 'same', token }))
    if (!passing.includes(operation.id)) expect(comparable(await short!)).toEqual(comparable(await full!))
    expect((await short!).status).toBe(operation.method === 'GET' ? 200 : operation.open ? 400 : 401)
  })

  test('but a browser that opens a page is not given data', async () => {
    const headers = { accept: 'text/html,application/xhtml+xml' }
    const request = { url: '/orders', what: 'page', token: world.minji.token, headers }
    expect((await send(madang, { method: 'GET' }, request)).text).not.toContain('ord_')
  })
})
