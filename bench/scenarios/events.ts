/** The path of an event: outbox, relay, consumer, effect. In an application of two services, so that nothing else is measured. */
import pg from 'pg'
import { verifyApplication } from '../../platform/verification/verify-application.ts'
import type { Verified } from '../application.ts'
import type { Endings } from '../endings.ts'
import { acceptedIn } from '../load-run.ts'
import { eventServices } from '../services/services.ts'
import { atMaximum, p95ToEndOf } from './at-maximum.ts'
import { atLeast, below, row, type Scenario, toBaseline } from './scenario.ts'

/** About what one purchase leads to. */
const PER_REQUEST = 20
/** Requests whose events have not all had their effect, in the closed loop. */
const BEGUN_MAX = 200

const effects: Endings = {
  sql: `select extract(epoch from published_at) * 1000 as begun_ms, 'effect' as kind from subscriber.facts
        where last and xid >= $1::text::xid8 and xid < $2::text::xid8`,
  wanted: ['effect'],
}

export const events: Scenario = {
  name: 'events',
  summary: `outbox → relay → consumer between two small services, ${PER_REQUEST} events with each request`,

  async run(stage) {
    const server = await stage.serve(['./services/start.ts'])
    const { perSecond, steady } = await atMaximum(stage, server, {
      requests: () => ({ kind: 'facts', input: { perRequest: PER_REQUEST } }),
      expected: ['201'],
      begunMax: BEGUN_MAX,
      endings: effects,
    })
    await server.stop()
    const eventsPerSecond = perSecond * PER_REQUEST
    const effect = p95ToEndOf(steady)
    return {
      rows: [
        row('events with their effect', eventsPerSecond, '/s', {
          ratio: toBaseline(eventsPerSecond, stage),
          goal: atLeast(30_000, eventsPerSecond, '/s'),
        }),
        row('commit → effect, p95 at 70 %', effect, 'ms', { goal: below(50, effect, ' ms') }),
      ],
      loads: stage.loads,
      verified: await verifyEffects(stage.databaseUrl, acceptedIn(stage.loads) * PER_REQUEST),
      notes: [
        `An event counts from the moment it was decided, which is before its commit, to the moment its effect was seen
committed by somebody else. The effect is a row of its own under a primary key. Looked at is the last event of each request.`,
      ],
    }
  },
}

async function verifyEffects(databaseUrl: string, published: number): Promise<Verified> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const { rows } = await client.query(
    `select (select count(*)::int from publisher.events) as published, (select count(*)::int from subscriber.facts) as consumed,
            (select count(*)::int from subscriber.facts f join publisher.events e using (id)) as both`,
  )
  await client.end()
  const { both, consumed } = rows[0]
  const differences: string[] = []
  if (rows[0].published < published || consumed !== rows[0].published || both !== consumed)
    differences.push(
      `${published} events were accepted, ${rows[0].published} written, ${consumed} consumed, ${both} of them known`,
    )
  const results = await verifyApplication(databaseUrl, eventServices)
  for (const { service, name, differences: found } of results) {
    for (const each of found) differences.push(`${service}, ${name}: ${JSON.stringify(each)}`)
  }
  return { checks: results.length + 1, differences }
}
