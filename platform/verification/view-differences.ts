/** Rebuilds a read model in a transaction that is rolled back, and reports where the live tables differ. */
import type pg from 'pg'
import { inSchema, replay, type View } from '../runtime/rebuild.ts'

export interface ViewDifference {
  readonly table: string
  /** Rows that only the live table has, and rows that only the rebuilt table has. */
  readonly onlyLive: number
  readonly onlyRebuilt: number
}

/** An identity column numbers rows in the order of writing, and a row that is written again gets another number. */
async function comparedColumns(client: pg.Client, table: string): Promise<string> {
  const { rows } = await client.query(
    `select string_agg(quote_ident(attname), ', ' order by attnum) as columns from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attidentity = ''`,
    [table],
  )
  return rows[0].columns
}

/** Empty when the live tables equal the rebuilt ones. Changes nothing. */
export async function viewDifferences(url: string, service: string, view: View): Promise<ViewDifference[]> {
  return inSchema(url, service, async client => {
    for (const table of view.tables) {
      await client.query(`create temp table live_${table} on commit drop as table ${table}`)
      await client.query(`delete from ${table}`)
    }
    await replay(client, service, view)
    const differences: ViewDifference[] = []
    for (const table of view.tables) {
      const columns = await comparedColumns(client, table)
      const [live, rebuilt] = [`live_${table}`, table].map(from => `select row(${columns})::text from ${from}`)
      const { rows } = await client.query(
        `select (select count(*)::int from (${live} except all ${rebuilt}) x) as "onlyLive",
                (select count(*)::int from (${rebuilt} except all ${live}) x) as "onlyRebuilt"`,
      )
      const { onlyLive, onlyRebuilt } = rows[0]
      if (onlyLive > 0 || onlyRebuilt > 0) differences.push({ table, onlyLive, onlyRebuilt })
    }
    await client.query('rollback')
    return differences
  })
}
