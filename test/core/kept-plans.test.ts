import { expect, test } from 'vitest'
import { RolePool } from '../../platform/db/role-pool.ts'
import { openTestApplication } from '../harness/application.ts'
import { stock } from './sample.ts'

const BY_KEY = 'select version from heads where stream = any($1)'
/** Of this very connection: a pool hands the one that is free to who asks next. */
const PLANS = `select generic_plans::int as kept, custom_plans::int as anew from pg_prepared_statements where statement = $1`

/** By itself PostgreSQL plans the first calls anew, and all those that look cheaper then, as an array of a few does. */
test('what is looked up by key is planned once, however few keys there are', async () => {
  const opened = await openTestApplication({ services: [stock] })
  const pool = new RolePool(opened.database.url, { max: 1, byIndex: true })
  for (let nth = 0; nth < 20; nth += 1) await pool.of('stock').query(BY_KEY, [['a', 'b', 'c']])
  expect((await pool.of('stock').query(PLANS, [BY_KEY])).rows).toEqual([{ kept: 20, anew: 0 }])
  await pool.end()
  await opened.close()
})
