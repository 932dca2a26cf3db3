import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMadang, type Madang, type Order, type ProductDetail } from '../clients/typescript/src/index.ts'
import { png } from './harness/images.ts'
import { type Member, openTestPlatform, type TestPlatform } from './harness/platform.ts'

const client = fileURLToPath(new URL('../clients/typescript/', import.meta.url))
const generated = join(client, 'src/generated/schema.ts')
const run = promisify(execFile)

let madang: TestPlatform
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'madang-client-'))
  madang = await openTestPlatform()
})
afterAll(async () => {
  await madang.close()
  rmSync(folder, { recursive: true, force: true })
})

/** With `GENERATE=1` it writes the types instead of comparing them. */
test('the types of the client are those of the document', async () => {
  const [document, types] = [join(folder, 'openapi.json'), join(folder, 'schema.ts')]
  writeFileSync(document, JSON.stringify((await madang.get('/openapi.json')).body))
  const generator = join(client, 'node_modules/openapi-typescript/bin/cli.js')
  await run(process.execPath, [generator, document, '--default-non-nullable', 'false', '-o', types], { cwd: client })
  const text = readFileSync(types, 'utf8')
  if (process.env.GENERATE) writeFileSync(generated, text)
  expect(text, 'npm run generate writes them').toBe(readFileSync(generated, 'utf8'))
})

describe('a member with the typed client', () => {
  let minji: Member
  let api: Madang
  let language: 'ko' | 'en' = 'en'

  beforeAll(async () => {
    await madang.addProduct({ productId: 'coffee', price: 15_000 })
    minji = await madang.richMember(await madang.operator(), 100_000)
    api = createMadang({
      baseUrl: 'http://madang.test',
      token: () => minji.token,
      language: () => language,
      fetch: request => madang.fetch(request),
    })
  })

  const shippingAddress = { street: '마당로 1', city: '서울', zipCode: '04524' }
  const order = (quantity: number) => ({
    items: [{ productId: 'coffee', quantity }],
    shippingAddress,
    paymentMethod: 'wallet' as const,
  })

  test('buys, and sees what it cost', async () => {
    const { data, error } = await api.POST('/api/orders', { body: order(2), headers: { Prefer: 'wait=5' } })
    expect(error).toBeUndefined()
    const placed: Order = data!
    expect(placed).toMatchObject({ status: 'confirmed', total: 30_000 })
    const balance = await api.GET('/api/money/balance')
    expect(balance.data).toMatchObject({ available: 70_000 })
  })

  test('names a write by itself, and repeats one by its own name', async () => {
    const headers = { 'Idempotency-Key': 'mine' }
    const first = await api.POST('/api/orders', { body: order(1), headers })
    const again = await api.POST('/api/orders', { body: order(1), headers })
    expect(again.data).toEqual(first.data)
    expect(again.response.headers.get('idempotency-replayed')).toBe('true')
    const other = await api.POST('/api/orders', { body: order(1) })
    expect(other.data?.id).not.toBe(first.data?.id)
  })

  test('shows what they sell by a picture', async () => {
    const operator = await madang.operator()
    const admin = createMadang({
      baseUrl: 'http://madang.test',
      token: () => operator.token,
      fetch: r => madang.fetch(r),
    })
    const params = { path: { id: 'coffee' }, query: { altEn: 'A bag of coffee' } }
    const { data } = await admin.PUT('/api/products/{id}/picture', {
      params,
      body: new Blob([new Uint8Array(png(20, 10))]),
    })
    expect(data?.picture).toMatchObject({ width: 20, height: 10, alt: { en: 'A bag of coffee' } })
    const page = await api.GET('/api/products/{id}', { params: { path: { id: 'coffee' } } })
    const shown: ProductDetail = page.data!
    expect([shown.picture, shown.seller.name?.en]).toEqual([data?.picture, 'Madang'])
    const [, sha256 = ''] = /pictures\/(.+)$/.exec(shown.picture?.url ?? '') ?? []
    const file = { params: { path: { id: 'coffee', sha256 } }, parseAs: 'arrayBuffer' } as const
    const { data: bytes } = await api.GET('/api/products/{id}/pictures/{sha256}', file)
    expect(Buffer.from(bytes!)).toEqual(png(20, 10))
  })

  test('is told what is wrong, and where, in their language', async () => {
    language = 'ko'
    const { error } = await api.POST('/api/orders', { body: order(0) })
    expect(error).toMatchObject({
      code: 'invalid_request',
      errors: [{ pointer: '/items/0/quantity', code: 'too_small' }],
    })
  })
})
