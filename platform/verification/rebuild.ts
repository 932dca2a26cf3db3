/**
 * Rebuilds read models from their events. `rebuild` replaces a read model while writers wait. `differences` rebuilds it
 * in a transaction that is rolled back, and reports where the live tables differ.
 */
import pg from 'pg'
import { schemaOf, type Writing } from '../db/database.ts'
import { copyIn } from '../db/write-connection.ts'
import { messageOf } from '../outbox/event-row.ts'
import type { ChangedHead, HeadView } from '../service/head-view.ts'
import type { InlineView } from '../service/service.ts'

const PAGE = 2_000

export interface ViewDifference {
  readonly table: string
  /** Rows that only the live table has, and rows that only the rebuilt table has. */
  readonly onlyLive: number
  readonly onlyRebuilt: number
}

async function inSchema<T>(url: string, service: string, action: (client: pg.Client) => Promise<T>): Promise<T> {
  // A view sends all its statements in one turn of the event loop.
  const pipelined = { connectionString: url, options: `-c search_path=${schemaOf(service)}`, pipeline: true }
  const client = new pg.Client(pipelined as pg.ClientConfig)
  await client.connect()
  try {
    await client.query('begin')
    // Writers wait until the read model is complete again; readers continue with the old one.
    await client.query('lock table events in share mode')
    return await action(client)
  } finally {
    await client.end()
  }
}

type View = InlineView | HeadView

function replay(tx: pg.Client, service: string, view: View): Promise<number> {
  const writing = { query: tx.query.bind(tx), copy: (text, lines) => copyIn(tx, text, lines) } as Writing
  return 'aggregate' in view ? replayHeads(tx, writing, view) : replayEvents(tx, writing, service, view)
}

/** The events of an aggregate, stream after stream. */
async function* eventsByStream(tx: pg.Client, prefix: string) {
  await tx.query(
    `declare streams no scroll cursor for select type, kind, target, stream, version, data, at from events
     where starts_with(stream, $1) order by stream, version`,
    [prefix],
  )
  for (;;) {
    const { rows } = await tx.query(`fetch ${PAGE} from streams`)
    if (rows.length === 0) break
    yield* rows
  }
  await tx.query('close streams')
}

async function replayHeads(tx: pg.Client, writing: Writing, { aggregate, applyHeads }: HeadView): Promise<number> {
  const prefix = `${aggregate.name}:`
  const heads = new Map<string, ChangedHead>()
  let count = 0
  for await (const event of eventsByStream(tx, prefix)) {
    const { stream } = event
    // Streams come one after the other: a new one says that those before it are complete.
    if (heads.size > PAGE && !heads.has(stream)) {
      await applyHeads(writing, [...heads.values()])
      heads.clear()
    }
    const before = heads.get(stream)?.state ?? aggregate.initial(stream)
    heads.set(stream, {
      id: stream.slice(prefix.length),
      state: aggregate.evolve(before, event, stream),
      exists: false,
    })
    count += 1
  }
  if (heads.size > 0) await applyHeads(writing, [...heads.values()])
  return count
}

async function replayEvents(tx: pg.Client, writing: Writing, service: string, view: InlineView): Promise<number> {
  const { rows: lastRows } = await tx.query('select count(*)::int as total from events where type = any($1)', [
    view.types,
  ])
  let after = { xid: '0', seq: '0' }
  for (;;) {
    const { rows } = await tx.query(
      `select e.xid::text as xid, seq, id, kind, target, type, stream, version, data, actor, correlation_id, causation_id,
              traceparent, at
       from events e where type = any($1) and (e.xid, e.seq) > ($2::xid8, $3::bigint) order by e.xid, e.seq limit ${PAGE}`,
      [view.types, after.xid, after.seq],
    )
    if (rows.length === 0) return lastRows[0].total
    await view.apply(
      writing,
      rows.map(row => messageOf(service, row)),
    )
    const last = rows.at(-1)
    after = { xid: last.xid, seq: last.seq }
  }
}

/** Empties the tables of the view and fills them from all its events. Returns the number of events. */
export async function rebuild(url: string, service: string, view: View): Promise<number> {
  return inSchema(url, service, async client => {
    for (const table of view.tables) await client.query(`delete from ${table}`)
    const count = await replay(client, service, view)
    await client.query('commit')
    return count
  })
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
