import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { productAdded } from '../../contracts/catalog.ts'
import { migrate } from '../../platform/db/migrate.ts'
import { verifyApplication } from '../../platform/verification/verify-application.ts'
import { openTestApplication, type TestApplication } from '../../test/harness/application.ts'
import { createDatabase, type TestDatabase } from '../../test/harness/database.ts'
import { type ServiceEdge, serviceEdge } from '../../test/harness/service-edge.ts'
import { newProduct } from '../../test/harness/shelf.ts'
import { product, productKey } from './product.ts'
import { catalog } from './service.ts'
import { stockKey } from './stock.ts'

/** The catalog of the release in which a search found the beginnings of words, and texts had no one form yet. */
const FIRST = '001-products-and-stock.sql'
const AT = new Date('2026-11-20T12:00:00.000Z')

let database: TestDatabase
let client: pg.Client
let opened: TestApplication
let edge: ServiceEdge

async function migrateToFirst(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'madang-migrations-'))
  cpSync(fileURLToPath(new URL(`./migrations/${FIRST}`, import.meta.url)), join(folder, FIRST))
  await migrate(database.url, [{ name: 'catalog', migrations: pathToFileURL(folder) }])
  rmSync(folder, { recursive: true })
}

/** A product as that release wrote it: its event, its head, its rows. */
async function addAsBefore(productId: string, category: string, ko: string, words: readonly string[]): Promise<void> {
  const details = newProduct(productId, { category, name: { ko, en: productId }, tags: [] })
  const stream = productKey(productId)
  const event = productAdded.of(stream, details)
  const state = product.after(product.initial(stream), [event], AT)
  await client.query(
    `insert into events (id, kind, type, stream, version, data, actor, correlation_id, causation_id, at)
     values ($1, 'event', $2, $3, 1, $4, 'mem_shop', 'cor', 'cor', $5)`,
    [`evt_${productId}`, event.type, stream, JSON.stringify(details), AT],
  )
  await client.query('insert into heads (stream, version, shape, state) values ($1, 1, $2, $3)', [
    stream,
    product.shape,
    JSON.stringify(state),
  ])
  await client.query(
    `insert into products (product_id, merchant_id, name, description, price, currency, category, image, tags, active,
       created_at, updated_at, price_major, name_ko, name_en, words)
     select $1, 'mem_shop', d -> 'name', d -> 'description', 4500, 'KRW', d ->> 'category', null, d -> 'tags', true,
       $3, $3, 4500, $4, $1, $5 from (select $2::json as d) given`,
    [productId, JSON.stringify(details), AT, ko, words],
  )
  await client.query(
    'insert into stock (product_id, version, active, on_hand, reserved, movements) values ($1, 1, true, 0, 0, 0)',
    [productId],
  )
  await client.query(
    `insert into events (id, kind, type, stream, version, data, actor, correlation_id, causation_id, at)
     select 'evs_' || $1, kind, type, $2, 1, data, actor, correlation_id, causation_id, at from events where id = 'evt_' || $1`,
    [productId, stockKey(productId)],
  )
}

beforeAll(async () => {
  database = await createDatabase()
  await migrateToFirst()
  client = new pg.Client({ connectionString: database.url, options: '-c search_path=catalog' })
  await client.connect()
  await addAsBefore('tumbler', '전통 컵', '마당 텀블러', ['마당', '텀블러'])
  await addAsBefore('cup', '전통 컵'.normalize('NFD'), '종이컵', ['종이컵'])
  opened = await openTestApplication({ services: [catalog], databaseUrl: database.url })
  edge = serviceEdge(opened, 'catalog')
})
afterAll(async () => {
  await edge.close()
  await opened.close()
  await client.end()
  await database.drop()
})

const find = async (query: Record<string, string>) =>
  (await edge.ask(null, 'GET', `/api/products?${new URLSearchParams(query)}`)).body.items.map(
    ({ id }: { id: string }) => id,
  )

test.each([
  ['텀ㅂ', ['tumbler']],
  ['블러', ['tumbler']],
  ['ㅈㅇㅋ', ['cup']],
  ['컵', ['tumbler', 'cup']],
])('a product of an older folder is found by %j', async (search, expected) => {
  expect(await find({ search })).toEqual(expected)
})

test('its categories of the same letters are one', async () => {
  expect((await edge.ask(null, 'GET', '/api/categories')).body.items).toMatchObject([
    { category: '전통 컵', products: 2 },
  ])
  expect(await find({ category: '전통 컵' })).toHaveLength(2)
})

test('it can be named and changed, and verifies', async () => {
  const operator = { id: 'mem_op', roles: ['operator'] }
  const named = await edge.ask(operator, 'PUT', `/api/categories/${encodeURIComponent('전통 컵')}`, { name: '찻잔' })
  expect(named.status).toBe(200)
  expect((await edge.ask(operator, 'PATCH', '/api/products/cup', { price: 5_000 })).status).toBe(200)
  expect(await find({ search: '찻잔', sort: 'price_desc' })).toEqual(['cup', 'tumbler'])
  const results = await verifyApplication(database.url, [catalog])
  expect(results.filter(({ differences }) => differences.length > 0)).toEqual([])
})
