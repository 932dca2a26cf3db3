/** What one service has recorded about a thing, by its id: the events of its streams, and the sagas that are about it. */
import type { Reader } from '../db/database.ts'
import type { RunningService } from './running-service.ts'
import { progressOf, type SagaProgress, sagaOf, type TimedEvent } from './saga-progress.ts'
import { SOURCES } from './task-sources.ts'

/** The newest events of one stream that are read. */
const EVENTS_MAX = 200
const SAGAS_MAX = 20

export interface HistoryEvent {
  readonly id: string
  readonly service: string
  readonly stream: string
  readonly version: number
  readonly type: string
  readonly at: string
  readonly actor: string
  readonly correlationId: string
  /** What it says. Personal data in it is sealed. */
  readonly data: unknown
}

export interface History {
  readonly events: readonly HistoryEvent[]
  readonly sagas: readonly (SagaProgress & { readonly service: string; readonly id: string })[]
}

/** Streams that have the id: of each aggregate, and what people did about a stuck saga, a letter or a timer of that id. */
const streamsOf = ({ aggregates }: RunningService, id: string): string[] => [
  ...[...aggregates.keys()].filter(name => name !== 'saga').map(name => `${name}:${id}`),
  ...SOURCES.filter(source => source !== 'task').map(source => `task:${source}/${id}`),
]

const EVENTS = `
  select e.id, e.type, e.stream, e.version, e.at, e.actor, e.correlation_id as "correlationId", e.data
  from unnest($1::text[]) as asked (name),
       lateral (select * from events where stream = asked.name order by version desc limit ${EVENTS_MAX}) e
  order by e.xid, e.seq`

interface EventRow extends Omit<HistoryEvent, 'service' | 'at'> {
  readonly at: Date
}

/** The id itself, or ids made of it: `checkout/ord_1`, `cancel-order/ord_1/2`. */
const SAGAS = `
  select h.stream from unnest($1::text[]) as asked (name), lateral (
    select stream from heads where stream = asked.name
    union all
    select stream from heads where stream >= asked.name || '/' and stream < asked.name || '0'
    limit ${SAGAS_MAX}) h
  limit ${SAGAS_MAX}`

export async function historyOf(service: RunningService, id: string): Promise<History> {
  const { definition, read } = service
  const [rows, sagas] = await Promise.all([eventsIn(read, streamsOf(service, id)), sagasOf(service, id)])
  const events = rows.map(({ at, ...row }) => ({ ...row, service: definition.name, at: at.toISOString() }))
  return { events, sagas }
}

const eventsIn = async (read: Reader, streams: readonly string[]): Promise<EventRow[]> =>
  (await read.query<EventRow>(EVENTS, [streams])).rows

async function sagasOf({ definition, read }: RunningService, id: string): Promise<History['sagas']> {
  const { name: service, sagas = [] } = definition
  if (sagas.length === 0) return []
  const asked = [`saga:${id}`, ...sagas.map(({ name }) => `saga:${name}/${id}`)]
  const { rows } = await read.query<{ stream: string }>(SAGAS, [asked])
  const streams = rows.map(({ stream }) => stream)
  const events = (await eventsIn(read, streams)) as unknown as (TimedEvent & Pick<EventRow, 'stream'>)[]
  return rows.flatMap(({ stream }) => {
    const own = events.filter(event => event.stream === stream)
    const saga = sagas.find(({ name }) => name === sagaOf(own))
    const progress = saga ? progressOf(saga, own) : null
    return progress ? [{ ...progress, service, id: stream.slice('saga:'.length) }] : []
  })
}
