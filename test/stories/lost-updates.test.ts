/** Two people edit the same: the one who has not seen what the other wrote is told so, on everything that can be edited. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Member, openTestPlatform, type TestPlatform } from '../harness/platform.ts'

interface Editing {
  readonly get: string
  readonly write: readonly [method: string, path: string]
  readonly token: string
  /** Another one for each number. */
  readonly body: (nth: number) => object
}

const WRITES = ['changeMe', 'changeFranchise', 'changeOrder', 'changeProduct', 'setUserRoles'] as const
type Write = (typeof WRITES)[number]
const CROWD = 12

let madang: TestPlatform
let operator: Member
let editings: Readonly<Record<Write, Editing>>

beforeAll(async () => {
  madang = await openTestPlatform()
  operator = await madang.operator()
  await madang.addProduct({ productId: 'coffee', price: 1_000 })
  const registered = await madang.richMember(operator, 100_000)
  const body = { roles: ['merchant'] }
  await madang.ask('PUT', `/api/users/${registered.id}/roles`, { token: operator.token, body })
  const { id, token } = await madang.logIn(registered)
  const product = await madang.post('/api/products', { name: '잔', price: 9_000, category: 'cups' }, token)
  const bankAccount = await madang.openBankAccount(0)
  const franchise = await madang.post('/api/franchises', { name: '1호점', contact: '-', bankAccount }, token)
  const shippingAddress = { street: '마당로 1', city: '서울', zipCode: '04524' }
  const items = [{ productId: 'coffee', quantity: 1 }]
  const order = { items, shippingAddress, paymentMethod: 'wallet' }
  const placed = await madang.post('/api/orders', order, token, { prefer: 'wait=5' })
  expect(placed.body.status).toBe('confirmed')
  const editing = (path: string, more: Omit<Editing, 'get' | 'write' | 'token'>, by = token): Editing => ({
    ...{ get: path, write: ['PATCH', path], token: by },
    ...more,
  })
  editings = {
    changeMe: editing('/api/users/me', { body: nth => ({ name: `민지 ${nth}` }) }),
    changeFranchise: editing(`/api/franchises/${franchise.body.id}`, { body: nth => ({ name: `지점 ${nth}` }) }),
    changeOrder: editing(`/api/orders/${placed.body.id}`, {
      body: nth => ({ shippingAddress: { ...shippingAddress, street: `마당로 ${nth}` } }),
    }),
    changeProduct: editing(`/api/products/${product.body.id}`, { body: nth => ({ price: 9_000 + nth }) }),
    setUserRoles: {
      ...editing(`/api/users/${id}`, { body: nth => ({ roles: nth % 2 === 0 ? ['merchant'] : ['merchant', 'hr'] }) }),
      write: ['PUT', `/api/users/${id}/roles`],
      token: operator.token,
    },
  }
})
afterAll(() => madang.close())

async function tagOf({ get, token }: Editing): Promise<string> {
  const { status, headers } = await madang.get(get, token)
  expect([status, headers.etag]).toEqual([200, expect.stringMatching(/^"[\x21\x23-\x7e]+"$/)])
  return String(headers.etag)
}

function writeWith({ write: [method, path], token, body }: Editing, nth: number, ifMatch?: string, key?: string) {
  const headers = { ...(ifMatch !== undefined && { 'if-match': ifMatch }), ...(key && { 'idempotency-key': key }) }
  return madang.ask(method, path, { token, body: body(nth), headers })
}

test('every write that the document says it of is tried here', async () => {
  const { body } = await madang.get('/openapi.json')
  const operations = Object.values<Record<string, any>>(body.paths).flatMap(path => Object.values(path))
  const conditional = operations.filter(({ parameters }) =>
    parameters.some(({ name }: { name: string }) => name === 'If-Match'),
  )
  // Pictures are sent as bytes: services/catalog/picture-api.test.ts.
  const elsewhere = ['retireProduct', 'setProductPicture', 'removeProductPicture']
  expect(conditional.map(({ operationId }) => operationId).sort()).toEqual([...WRITES, ...elsewhere].sort())
  for (const { responses } of conditional) expect(responses['412'].description).toContain('precondition_failed')
  const tagged = operations.filter(({ responses }) => responses['200']?.headers?.ETag)
  expect(tagged.map(({ operationId }) => operationId)).toEqual(
    expect.arrayContaining(['getMe', 'getFranchise', 'getOrder', 'getProduct', 'getUser']),
  )
})

describe.each(WRITES)('%s', name => {
  test('with the tag that was read happens, and with the one before is a 412 that changes nothing', async () => {
    const editing = editings[name]
    const first = await tagOf(editing)
    expect(await tagOf(editing)).toBe(first)
    expect((await writeWith(editing, 1, first)).status).toBe(200)
    const second = await tagOf(editing)
    expect(second).not.toBe(first)
    const seen = (await madang.get(editing.get, editing.token)).text
    for (const stale of [first, `"x", ${first}`, `W/${second}`])
      expect(await writeWith(editing, 2, stale)).toMatchObject({
        status: 412,
        body: { code: 'precondition_failed', type: '/problems/precondition_failed' },
      })
    expect((await madang.get(editing.get, editing.token)).text).toBe(seen)
    expect(await tagOf(editing)).toBe(second)
  })

  test('without a tag, or with any, is as before', async () => {
    const editing = editings[name]
    expect((await writeWith(editing, 4)).status).toBe(200)
    expect((await writeWith(editing, 5, '*')).status).toBe(200)
    expect((await writeWith(editing, 6, `"x", ${await tagOf(editing)}`)).status).toBe(200)
    expect(await writeWith(editing, 7, 'no-tag')).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
  })

  test('of many who have read the same, one is heard', async () => {
    const editing = editings[name]
    const tag = await tagOf(editing)
    const numbers = Array.from({ length: CROWD }, (_, nth) => 101 + 2 * nth)
    const answers = await Promise.all(numbers.map(nth => writeWith(editing, nth, tag)))
    const count = (status: number) => answers.filter(answer => answer.status === status).length
    expect([count(200), count(412)]).toEqual([1, CROWD - 1])
  })

  test('under an idempotency key gets its answer again, and another tag is another request', async () => {
    const editing = editings[name]
    const tag = await tagOf(editing)
    const once = await writeWith(editing, 202, tag, `edit-${name}`)
    const again = await writeWith(editing, 202, tag, `edit-${name}`)
    expect([once.status, again.status, again.text]).toEqual([200, 200, once.text])
    expect(again.headers['idempotency-replayed']).toBe('true')
    expect(await writeWith(editing, 202, '*', `edit-${name}`)).toMatchObject({
      status: 422,
      body: { code: 'idempotency_key_reused' },
    })
  })
})

test('a log-in changes nothing that a member edits', async () => {
  const member = await madang.register()
  const before = await tagOf({ ...editings.changeMe, token: member.token })
  const { token } = await madang.logIn(member)
  expect(await tagOf({ ...editings.changeMe, token })).toBe(before)
})

test('what is refused anyhow is refused for that', async () => {
  const headers = { 'if-match': '"1"' }
  const body = { price: 1 }
  const { token } = operator
  expect(await madang.ask('PATCH', '/api/products/none', { token, body, headers })).toMatchObject({ status: 404 })
  const taken = await madang.ask('DELETE', editings.changeProduct.get, { token, headers: { 'if-match': '"0"' } })
  expect(taken).toMatchObject({ status: 412, body: { code: 'precondition_failed' } })
})
