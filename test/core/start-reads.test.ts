import { expect, test } from 'vitest'
import { openTestApplication, origin } from '../harness/application.ts'
import { change, stock } from './sample.ts'

const READ = `select coalesce(sum(seq_scan), 0)::int as scans from pg_stat_user_tables where relname in ('commands', 'events')`

/** A start that reads through a table takes minutes once there are years in it. */
test('a start reads through neither the answers nor the events', async () => {
  const opened = await openTestApplication({ services: [stock] })
  const { writer } = opened.application.service('stock')
  for (let nth = 0; nth < 30; nth += 1) {
    await writer.run(change('x', 1), origin(), { key: `k${nth}`, fingerprint: 'f' })
  }
  // Statistics are written down when a connection ends, so at a restart.
  const { read: before } = (await opened.restart()).service('stock').context
  const { scans } = (await before.query(READ)).rows[0]
  const { read: after } = (await opened.restart()).service('stock').context
  expect((await after.query(READ)).rows[0]).toEqual({ scans })
  await opened.close()
})
