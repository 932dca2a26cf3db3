/** Two services, to measure the path of an event and nothing else: one publishes facts, the other writes each of them down once. */
import { Type } from 'typebox'
import { plainArray, textArray, timeArray } from '../../platform/db/array-literal.ts'
import { write } from '../../platform/http/routes/route.ts'
import { accept, type Command } from '../../platform/kit/command.ts'
import { event } from '../../platform/kit/contract.ts'
import { bareService, type Projection } from '../../platform/service/service.ts'

const COUNT_MAX = 100

/** `last` is true for the last fact of a request. */
const factPublished = event('publisher.fact-published', Type.Object({ number: Type.Integer(), last: Type.Boolean() }))

const publish = (count: number): Command => ({
  type: 'publisher.publish',
  keys: [],
  decide(_, context) {
    const stream = context.newId('fact:fct')
    const facts = Array.from({ length: count }, (_, index) =>
      factPublished.of(stream, { number: index + 1, last: index === count - 1 }),
    )
    return accept(facts, { status: 201, reply: { stream } })
  },
})

const publisher = bareService({
  name: 'teller',
  migrations: new URL('./publisher/', import.meta.url),
  routes: () => [
    write({
      method: 'POST',
      path: '/api/facts',
      name: 'tellFacts',
      summary: 'Publish some facts',
      who: 'anyone',
      body: Type.Object({ count: Type.Integer({ minimum: 1, maximum: COUNT_MAX }) }),
      replies: { 201: Type.Object({ stream: Type.String() }) },
      location: '/api/facts/{stream}',
      pure: true,
      write: ({ body }) => publish(body.count),
    }),
  ],
})

const facts: Projection = {
  name: 'facts',
  from: 'teller',
  tables: ['facts'],
  types: [factPublished.type],
  async apply(tx, events) {
    await tx.query(
      `insert into facts (id, published_at, last)
       select * from unnest($1::text[], $2::timestamptz[], $3::boolean[])`,
      [
        textArray(events, ({ id }) => id),
        timeArray(events, ({ at }) => at),
        plainArray(events, ({ data }) => data.last),
      ],
    )
  },
}

const subscriber = bareService({
  name: 'taker',
  migrations: new URL('./subscriber/', import.meta.url),
  projections: [facts],
})

export const eventServices = [publisher, subscriber]
