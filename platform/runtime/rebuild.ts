/**
 * Rebuilds read models from their events: one that somebody names, or all that another release has written. Writers wait
 * meanwhile, readers go on with the old rows.
 */
import pg from 'pg'
import { type Queryable, schemaOf, type Writing } from '../db/database.ts'
import { copyIn } from '../db/write-connection.ts'
import { messageOf } from '../outbox/event-row.ts'
import type { Logger } from '../ports/logger.ts'
import type { ChangedHead, HeadView } from '../service/head-view.ts'
import type { InlineView, ServiceDefinition } from '../service/service.ts'
import { viewsOf } from '../service/task-view.ts'

const PAGE = 2_000

export async function inSchema<T>(url: string, service: string, action: (client: pg.Client) => Promise<T>): Promise<T> {
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

export type View = InlineView | HeadView

/** Fills the tables of the view, which are empty. Returns the number of events. */
export function replay(tx: pg.Client, service: string, view: View): Promise<number> {
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

const versionOf = ({ version = 1 }: View): number => version

/** Empties the tables of the view and fills them from all its events. */
async function refill(client: pg.Client, service: string, view: View): Promise<number> {
  for (const table of view.tables) await client.query(`delete from ${table}`)
  const count = await replay(client, service, view)
  await client.query(
    `insert into view_versions (name, version) values ($1, $2)
     on conflict (name) do update set version = excluded.version`,
    [view.name, versionOf(view)],
  )
  return count
}

/** Returns the number of events. */
export async function rebuild(url: string, service: string, view: View): Promise<number> {
  return inSchema(url, service, async client => {
    const count = await refill(client, service, view)
    await client.query('commit')
    return count
  })
}

/** Null if another process has done it meanwhile. */
async function rebuildOnce(url: string, service: string, view: View): Promise<number | null> {
  return inSchema(url, service, async client => {
    await client.query('insert into view_versions (name, version) values ($1, 1) on conflict do nothing', [view.name])
    const { rows } = await client.query('select version from view_versions where name = $1 for update', [view.name])
    const count = rows[0].version === versionOf(view) ? null : await refill(client, service, view)
    await client.query('commit')
    return count
  })
}

interface Outdated {
  readonly service: string
  readonly view: View
}

async function outdatedViews(from: Queryable, services: readonly ServiceDefinition[]): Promise<Outdated[]> {
  const each = services.map(
    ({ name }) => `select '${name}' as service, name, version from ${schemaOf(name)}.view_versions`,
  )
  const { rows } = await from.query<{ service: string; name: string; version: number }>(each.join(' union all '))
  const written = new Map(rows.map(({ service, name, version }) => [`${service}/${name}`, version]))
  const all = services.flatMap(service => viewsOf(service).map(view => ({ service: service.name, view })))
  return all.filter(({ service, view }) => (written.get(`${service}/${view.name}`) ?? 1) !== versionOf(view))
}

/**
 * Rebuilds the views whose rows were written by another version of them. It runs before the services do; a process of
 * another release must have stopped, or it goes on writing rows of its own version.
 */
export async function rebuildOutdated(url: string, services: readonly ServiceDefinition[], log: Logger): Promise<void> {
  if (services.length === 0) return
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const outdated = await outdatedViews(client, services).finally(() => client.end())
  for (const { service, view } of outdated) {
    const events = await rebuildOnce(url, service, view)
    if (events) log.info({ service, view: view.name, events }, 'a view of another release was rebuilt')
  }
}
