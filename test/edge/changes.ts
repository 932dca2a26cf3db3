/** Sees every change of state, whatever the API says: the events of all services, counted in the database. */
import pg from 'pg'
import type { TestPlatform } from '../harness/platform.ts'

export interface Witness {
  /** Events by service, of everybody or of one actor, once nothing is on its way any more. */
  events(actor?: string): Promise<Readonly<Record<string, number>>>
  close(): Promise<void>
}

export async function openWitness(madang: TestPlatform): Promise<Witness> {
  const client = new pg.Client({ connectionString: madang.databaseUrl })
  await client.connect()
  const { rows } = await client.query<{ schema: string }>(
    `select table_schema as schema from information_schema.tables where table_name = 'events' order by 1`,
  )
  const counts = rows.map(
    ({ schema }) =>
      `(select count(*)::int from ${pg.escapeIdentifier(schema)}.events where $1::text is null or actor = $1) as "${schema}"`,
  )
  return {
    async events(actor) {
      await madang.application.awaitIdle()
      return (await client.query(`select ${counts.join(', ')}`, [actor ?? null])).rows[0]
    },
    close: () => client.end(),
  }
}
