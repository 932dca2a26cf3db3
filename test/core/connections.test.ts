import pg from 'pg'
import { afterEach, expect, test } from 'vitest'
import { openTestApplication, origin, type TestApplication } from '../harness/application.ts'
import { change, stock } from './sample.ts'

const SERVICES = 25
const CONNECTIONS_MAX = 60
const ROUNDS = 4
/** Of each service, at the same time. */
const WRITES = 20
const READS = 40
const LOOK_MS = 5

const names = Array.from({ length: SERVICES }, (_, nth) => `stock-${nth + 1}`)

let opened: TestApplication | null = null
let client: pg.Client | null = null
afterEach(async () => {
  await client?.end()
  await opened?.close()
  opened = null
  client = null
})

/** Asks again and again how many connections the database has, but for the one that asks. */
async function mostConnections(url: string, while_: Promise<unknown>): Promise<number> {
  client = new pg.Client({ connectionString: url })
  await client.connect()
  let isOver = false
  while_.finally(() => {
    isOver = true
  })
  let most = 0
  while (!isOver) {
    const { rows } = await client.query(
      'select count(*)::int - 1 as count from pg_stat_activity where datname = current_database()',
    )
    most = Math.max(most, rows[0].count)
    await new Promise(resolve => setTimeout(resolve, LOOK_MS))
  }
  return most
}

async function load({ application }: TestApplication): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    await Promise.all(
      names.flatMap(name => {
        const { writer, read } = application.service(name)
        return [
          ...Array.from({ length: WRITES }, (_, nth) => writer.run(change(`${round}-${nth}`, 1), origin())),
          ...Array.from({ length: READS }, () => read.query('select count(*) from heads, pg_sleep(0.005)')),
        ]
      }),
    )
  }
}

test.each([
  ['commit together', false],
  ['commit each for itself', true],
])('25 services that %s keep to 60 connections under load', async (_, apart) => {
  opened = await openTestApplication({ services: names.map(name => ({ ...stock, name })), apart })
  const loading = load(opened)
  const most = await mostConnections(opened.database.url, loading)
  await loading
  expect(most).toBeGreaterThan(10)
  expect(most).toBeLessThanOrEqual(CONNECTIONS_MAX)
  for (const name of names) {
    const { rows } = await opened.application.service(name).read.query('select count(*)::int as written from heads')
    expect(rows).toEqual([{ written: ROUNDS * WRITES }])
  }
})
