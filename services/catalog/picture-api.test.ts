import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { verifyApplication } from '../../platform/verification/verify-application.ts'
import { openTestApplication, origin, type TestApplication } from '../../test/harness/application.ts'
import { jpeg, png, webp } from '../../test/harness/images.ts'
import { type ServiceEdge, serviceEdge } from '../../test/harness/service-edge.ts'
import { newProduct } from '../../test/harness/shelf.ts'
import { addProduct } from './commands.ts'
import { PICTURE_BYTES_MAX, PICTURE_SIDE_MAX } from './picture-api.ts'
import { catalog } from './service.ts'

let test_: TestApplication
let edge: ServiceEdge
let count = 0
/** Of one test. */
let product: string

const shop = { id: 'mem_shop', roles: ['customer', 'merchant'] }
const rival = { id: 'mem_rival', roles: ['merchant'] }
const operator = { id: 'mem_op', roles: ['operator'] }
const customer = { id: 'mem_1' }

beforeAll(async () => {
  test_ = await openTestApplication({ services: [catalog] })
  edge = serviceEdge(test_, 'catalog')
})
afterAll(async () => {
  await edge.close()
  await test_.close()
})
beforeEach(async () => {
  count += 1
  product = `prd_${count}`
  const { writer } = test_.application.service('catalog')
  await writer.run(addProduct(newProduct(product, { stock: 5, image: '/old.png' })), origin('mem_shop'))
})

const set = (bytes: Buffer, as: typeof shop | null = shop, query = '', headers = {}) =>
  edge.ask(as, 'PUT', `/api/products/${product}/picture${query}`, bytes, headers)
const shown = async () => (await edge.ask(null, 'GET', `/api/products/${product}`)).body.picture
const listed = async () => {
  const { body } = await edge.ask(null, 'GET', '/api/products')
  return body.items.find(({ id }: { id: string }) => id === product).picture
}
const get = (url: string, headers = {}) => edge.ask(null, 'GET', url, undefined, headers)

describe('a picture', () => {
  test('is shown with the product, on its page and in the list, and everybody may have it for ever', async () => {
    const answer = await set(png(640, 480), shop, '?altKo=컵&altEn=A cup'.replaceAll(' ', '%20'))
    expect(answer).toMatchObject({
      status: 200,
      body: { id: product, picture: { width: 640, height: 480, alt: { ko: '컵', en: 'A cup' } } },
    })
    const { picture } = answer.body
    expect([await shown(), await listed()]).toEqual([picture, picture])
    const file = await get(picture.url)
    expect([file.status, file.bytes]).toEqual([200, png(640, 480)])
    expect(file.headers).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    })
    expect((await get(picture.url, { 'if-none-match': String(file.headers.etag) })).status).toBe(304)
  })

  test.each([
    ['a JPEG on its side', jpeg(640, 480, { orientation: 6 }), { width: 480, height: 640 }],
    ['a WebP', webp.extended(300, 200), { width: 300, height: 200 }],
    ['the largest', webp.lossy(PICTURE_SIDE_MAX, PICTURE_SIDE_MAX), { width: 4096, height: 4096 }],
  ])('may be %s', async (_, bytes, size) => {
    expect((await set(bytes)).body.picture).toMatchObject({ ...size, alt: null })
  })

  test('is described in one language for both', async () => {
    expect((await set(png(2, 2), shop, '?altEn=cup')).body.picture.alt).toEqual({ ko: 'cup', en: 'cup' })
  })

  test('of an operator is one too, that of anybody else is not', async () => {
    expect((await set(png(9, 9), operator)).status).toBe(200)
    const answers = [
      await set(png(8, 8), null),
      await set(png(8, 8), customer as typeof shop),
      await set(png(8, 8), rival),
    ]
    expect(answers.map(({ status }) => status)).toEqual([401, 403, 403])
    const removed = await edge.ask(rival, 'DELETE', `/api/products/${product}/picture`)
    expect([removed.status, removed.body.code]).toEqual([403, 'forbidden'])
    expect(await shown()).toMatchObject({ width: 9 })
    const { rows } = await test_.application
      .service('catalog')
      .read.query(`select count(*)::int as count from files where owner = 'product:${product}'`)
    expect(rows).toEqual([{ count: 1 }])
  })

  test.each([
    ['of an animation', Buffer.from('GIF89a'), 415, 'file_type_not_accepted'],
    ['that may run', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 415, 'file_type_not_accepted'],
    ['that is damaged', png(2, 2).subarray(0, 18), 422, 'picture_unreadable'],
    ['that is too wide', webp.lossless(PICTURE_SIDE_MAX + 1, 1), 422, 'picture_too_wide'],
    ['that is too high', webp.lossless(1, PICTURE_SIDE_MAX + 1), 422, 'picture_too_wide'],
    ['that is too large', Buffer.concat([png(1, 1), Buffer.alloc(PICTURE_BYTES_MAX)]), 413, 'body_too_large'],
    ['of nothing', Buffer.alloc(0), 400, 'invalid_request'],
  ])('%s is refused', async (_, bytes, status, code) => {
    const answer = await set(bytes)
    expect([answer.status, answer.body.code]).toEqual([status, code])
    expect(await shown()).toBeNull()
  })

  test('of a product that there is not is refused', async () => {
    const answer = await edge.ask(shop, 'PUT', '/api/products/prd_0/picture', png(1, 1))
    expect([answer.status, answer.body.code]).toEqual([404, 'product_unknown'])
  })
})

describe('another picture', () => {
  test('comes into its place, under another address; the old one is there for those who have just read of it', async () => {
    const first = (await set(png(2, 1))).body.picture
    const second = (await set(png(3, 1))).body.picture
    expect(second.url).not.toBe(first.url)
    expect(await shown()).toEqual(second)
    expect((await get(first.url)).bytes).toEqual(png(2, 1))
    expect((await set(png(2, 1))).body.picture).toEqual(first)
  })

  test('of the same bytes changes nothing, once for an idempotency key', async () => {
    const { headers } = await get(`/api/products/${product}`)
    const key = { 'idempotency-key': `picture-${product}` }
    const first = await set(png(5, 5), shop, '', { ...key, 'if-match': String(headers.etag) })
    const again = await set(png(5, 5), shop, '', { ...key, 'if-match': String(headers.etag) })
    expect([again.body, again.headers['idempotency-replayed']]).toEqual([first.body, 'true'])
    const { etag } = (await get(`/api/products/${product}`)).headers
    expect((await set(png(5, 5))).body).toEqual(first.body)
    expect((await get(`/api/products/${product}`)).headers.etag).toBe(etag)
    expect((await set(png(6, 6), shop, '', { 'if-match': String(headers.etag) })).body.code).toBe('precondition_failed')
  })

  test('of another product with the same bytes is its own', async () => {
    const { picture } = (await set(png(2, 1))).body
    const elsewhere = picture.url.replace(product, 'prd_1')
    expect((await get(elsewhere)).body).toMatchObject({ code: 'picture_unknown' })
  })
})

describe('without its picture', () => {
  test('a product is as it was before', async () => {
    const { picture } = (await set(png(4, 4))).body
    const remove = () => edge.ask(shop, 'DELETE', `/api/products/${product}/picture`)
    expect((await remove()).status).toBe(204)
    expect(await shown()).toBeNull()
    const { etag } = (await get(`/api/products/${product}`)).headers
    expect((await remove()).status).toBe(204)
    expect((await get(`/api/products/${product}`)).headers.etag).toBe(etag)
    expect((await get(picture.url)).status).toBe(200)
  })

  test('what else is changed of a product leaves the picture', async () => {
    const { picture } = (await set(png(4, 4))).body
    const changed = await edge.ask(shop, 'PATCH', `/api/products/${product}`, { price: 5_000 })
    expect(changed.body.picture).toEqual(picture)
  })
})

test('after all this every view equals its events, and every picture is there', async () => {
  const results = await verifyApplication(test_.database.url, [catalog])
  expect(results.map(({ name }) => name)).toContain('every file that product_files names is there as it was stored')
  expect(results.filter(({ differences }) => differences.length > 0)).toEqual([])
})
