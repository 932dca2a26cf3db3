/** How the application stands, for operators: each service with its lags and counts, the database, the process. */
import { Type } from 'typebox'
import type { Reader } from '../db/database.ts'
import { ok, type Route, read } from '../http/routes/route.ts'
import { Nullable, Timestamp } from '../http/routes/schemas.ts'
import { namedEnum } from '../kit/named-enum.ts'
import { commandCounts, lagsOf, requestCounts } from '../observability/metrics.ts'
import type { Clock } from '../ports/ports.ts'
import type { RunningService } from './running-service.ts'
import { countsOf } from './task-sources.ts'

const count = (example: number, description = 'How many there are.') =>
  Type.Integer({ description, examples: [example] })
const Name = Type.String({ examples: ['things'] })

const STATE = {
  up: { ko: '정상', en: 'It reaches its tables.' },
  down: { ko: '중단', en: 'It cannot reach its tables.' },
} as const

const Commands = Type.Object(
  { accepted: count(1_204), refused: count(12), replayed: count(3), fault: count(0) },
  { $id: 'CommandCounts', description: 'Since this process was started.' },
)
const Consumer = Type.Object(
  {
    source: Name,
    handlers: count(2),
    caughtUp: Type.Boolean({ examples: [true] }),
    lag_ms: Type.Number({ description: 'Age of the oldest message not yet applied.', examples: [0] }),
  },
  { $id: 'ConsumerHealth' },
)

const ServiceHealth = Type.Object(
  {
    name: Name,
    state: namedEnum('ServiceState', STATE, { description: 'Whether it can work.' }),
    waiting: count(0, 'Commands that wait for their batch.'),
    calls: count(0, 'Calls to the outside world under way.'),
    commands: Commands,
    outboxLag_ms: Type.Number({ description: 'Age of the oldest message not yet relayed.', examples: [0] }),
    stuckSagas: count(0),
    deadLetters: count(0),
    deadTimers: count(0),
    consumers: Type.Array(Consumer),
  },
  { $id: 'ServiceHealth' },
)

const Database = Type.Object(
  {
    version: Type.String({ examples: ['18.4'] }),
    size_bytes: Type.Number({ examples: [268_435_456] }),
    connections: count(12),
    connectionsMax: count(100),
    oldestTransaction_ms: Type.Number({
      description: 'While it is open, it holds every outbox back.',
      examples: [3],
    }),
  },
  { $id: 'DatabaseHealth' },
)

const BuildResponse = Type.Object(
  {
    version: Type.String({ examples: ['0.1.0'] }),
    node: Type.String({ examples: ['v26.10.0'] }),
    commit: Nullable(Type.String({ examples: ['0d5ea0584141'] })),
  },
  { $id: 'Build' },
)
const Process = Type.Object(
  { uptime_s: Type.Number({ examples: [86_400] }), memory_bytes: Type.Number({ examples: [209_715_200] }) },
  { $id: 'ProcessHealth' },
)
const Requests = Type.Object(
  { answered: count(24_310), faults: count(0) },
  { $id: 'RequestCounts', description: 'Since this process was started; faults are answers with 5xx.' },
)

/** What runs, as `/version` tells it too. */
export interface Build {
  readonly version: string
  readonly node: string
  readonly commit: string | null
}

const DATABASE = `
  select current_setting('server_version') as version, pg_database_size(current_database())::float8 as size_bytes,
         (select count(*)::int from pg_stat_activity where datname = current_database()) as connections,
         current_setting('max_connections')::int as "connectionsMax",
         (select coalesce(extract(epoch from max(now() - xact_start)), 0)::float8 * 1000 from pg_stat_activity
          where backend_xid is not null) as "oldestTransaction_ms"`

export interface HealthDeps {
  readonly services: ReadonlyMap<string, RunningService>
  readonly build: Build
  readonly clock: Clock
}

export const healthRoute = ({ services, build, clock }: HealthDeps): Route =>
  read({
    method: 'GET',
    path: '/api/operations/health',
    name: 'getHealth',
    summary: 'How each service stands: readiness, lags, counts, what waits; the database and this process',
    description:
      'Asks every service of this process at once: whether it reaches its tables, how late its outbox and its consumers are, what waits for a person. Counts are since the start of the process, so that two answers give rates.',
    who: ['operator'],
    replies: {
      200: Type.Object({
        at: Timestamp,
        build: BuildResponse,
        process: Process,
        requests: Requests,
        database: Nullable(Database),
        services: Type.Array(ServiceHealth),
      }),
    },
    async read() {
      const all = [...services.values()]
      const [first] = all
      const [of, database] = await Promise.all([Promise.all(all.map(healthOf)), first ? databaseOf(first.read) : null])
      return ok({
        at: clock.now().toISOString(),
        build,
        process: { uptime_s: process.uptime(), memory_bytes: process.memoryUsage.rss() },
        requests: requestCounts(),
        database,
        services: of,
      })
    },
  })

/** Null while the database cannot be asked. */
async function databaseOf(reader: Reader) {
  try {
    return (await reader.query(DATABASE)).rows[0] ?? null
  } catch {
    return null
  }
}

async function healthOf(service: RunningService) {
  const { definition, writer, calls, consumers } = service
  const { name } = definition
  const [lags, stuck] = await Promise.all([lagsOf(name), stuckIn(service)])
  return {
    name,
    state: stuck === null ? 'down' : 'up',
    waiting: writer.waiting,
    calls: calls.underWay,
    commands: commandCounts(name),
    outboxLag_ms: lags.outbox_ms,
    stuckSagas: stuck?.get('stuck-saga') ?? 0,
    deadLetters: stuck?.get('dead-letter') ?? 0,
    deadTimers: stuck?.get('dead-timer') ?? 0,
    consumers: consumers.map(consumer => ({
      source: consumer.source,
      handlers: consumer.handlers.length,
      caughtUp: consumer.caughtUp,
      lag_ms: lags.consumers_ms.get(consumer.name) ?? 0,
    })),
  }
}

/** How many of each kind wait for a person; null where the service cannot reach its tables. */
async function stuckIn(service: RunningService): Promise<ReadonlyMap<string, number> | null> {
  try {
    const counts = await countsOf(service, new Date(0))
    return new Map(counts.map(({ kind, count }) => [kind, count]))
  } catch {
    return null
  }
}
