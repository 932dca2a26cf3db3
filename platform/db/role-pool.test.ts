import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApplication, type TestApplication } from '../../test/harness/application.ts'
import { bareService } from '../service/service.ts'
import { RolePool } from './role-pool.ts'

const migrations = new URL('../../test/core/migrations/', import.meta.url)
const names = ['alpha', 'beta', 'gamma']
const services = names.map(name => bareService({ name, migrations }))
const MISSING_TABLE = '42P01'
const NOT_ALLOWED = '42501'

let opened: TestApplication
let pool: RolePool

beforeAll(async () => {
  opened = await openTestApplication({ services })
  pool = new RolePool(opened.database.url, { max: 1, byIndex: false })
})
afterAll(async () => {
  await pool.end()
  await opened.close()
})

describe('a pool that all services share', () => {
  test('acts as the role of the service, in its schema', async () => {
    for (const name of names) {
      const { rows } = await pool.of(name).query('select current_user as role, current_schema() as schema')
      expect(rows).toEqual([{ role: `madang_${name}`, schema: name }])
    }
  })

  test.each(names.flatMap(one => names.filter(other => other !== one).map(other => [one, other])))(
    '%s can neither read nor write what is %s’s',
    async (one, other) => {
      const { query } = pool.of(one!)
      for (const table of ['events', 'heads', 'commands', 'consumers', 'timers', 'subject_keys']) {
        await expect(query(`select * from ${other}.${table}`)).rejects.toMatchObject({ code: NOT_ALLOWED })
        await expect(query(`delete from ${other}.${table}`)).rejects.toMatchObject({ code: NOT_ALLOWED })
      }
      await expect(query('set role none')).resolves.toBeDefined()
      await expect(query(`select * from ${other}.events`)).rejects.toMatchObject({ code: NOT_ALLOWED })
    },
  )

  test('leaves neither role nor schema behind on the connection', async () => {
    await pool.of('alpha').query('select count(*) from events')
    await expect(pool.of('nobody').query('select count(*) from events')).rejects.toBeDefined()
    const { rows } = await pool.of('beta').query('select current_user as role')
    expect(rows).toEqual([{ role: 'madang_beta' }])
  })

  test('goes on after a statement that fails, prepared or not', async () => {
    const { query } = pool.of('alpha')
    const divide = (by: number) => query('select 6 / $1::int as result', [by])
    expect((await divide(2)).rows).toEqual([{ result: 3 }])
    await expect(divide(0)).rejects.toThrow('division by zero')
    expect((await divide(3)).rows).toEqual([{ result: 2 }])
    await expect(query('select * from nowhere where id = $1', [1])).rejects.toMatchObject({ code: MISSING_TABLE })
    await expect(query('select * from nowhere where id = $1', [1])).rejects.toMatchObject({ code: MISSING_TABLE })
    expect((await divide(1)).rows).toEqual([{ result: 6 }])
  })

  test('takes the same text for another statement in another service', async () => {
    const text =
      'insert into timers (id, due_at, type, input, actor, correlation_id, causation_id) values ($1, now(), $2, $3, $4, $5, $6)'
    for (const name of ['alpha', 'beta', 'alpha'])
      await pool.of(name).query(text, [`${name} ${Math.random()}`, 't', '{}', 'a', 'c', 'c'])
    const count = async (name: string) => (await pool.of(name).query('select count(*)::int as n from timers')).rows
    expect(await count('alpha')).toEqual([{ n: 2 }])
    expect(await count('beta')).toEqual([{ n: 1 }])
  })

  test('commits or rolls back a transaction as the service', async () => {
    const alpha = pool.of('alpha')
    const role = await alpha.inTransaction(async tx => (await tx.query('select current_user as role')).rows)
    expect(role).toEqual([{ role: 'madang_alpha' }])
    await expect(
      alpha.inTransaction(tx => Promise.all([tx.query('delete from timers'), tx.query('select 1 / 0')])),
    ).rejects.toThrow('division by zero')
    expect((await alpha.query('select count(*)::int as n from timers')).rows).toEqual([{ n: 2 }])
  })
})
