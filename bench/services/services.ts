/** A house of two rooms, to measure the way of an event alone: one tells facts, the other writes each of them down once. */
import { Type } from 'typebox'
import { plainArray, textArray, timeArray } from '../../platform/db/array-literal.ts'
import { write } from '../../platform/http/routes/route.ts'
import { accept, type Command } from '../../platform/kit/command.ts'
import { event } from '../../platform/kit/contract.ts'
import { bareService, type Projection } from '../../platform/service/service.ts'

const COUNT_MAX = 100

/** `last` is true for the last fact of a request. */
const factTold = event('teller.fact-told', Type.Object({ number: Type.Integer(), last: Type.Boolean() }))

const tell = (count: number): Command => ({
  type: 'teller.tell',
  keys: [],
  decide(_, context) {
    const stream = context.newId('fact:fct')
    const facts = Array.from({ length: count }, (_, index) =>
      factTold.of(stream, { number: index + 1, last: index === count - 1 }),
    )
    return accept(facts, { status: 201, reply: { stream } })
  },
})

const teller = bareService({
  name: 'teller',
  migrations: new URL('./teller/', import.meta.url),
  routes: () => [
    write({
      method: 'POST',
      path: '/api/facts',
      name: 'tellFacts',
      summary: 'Tell some facts',
      who: 'anyone',
      body: Type.Object({ count: Type.Integer({ minimum: 1, maximum: COUNT_MAX }) }),
      replies: { 201: Type.Object({ stream: Type.String() }) },
      pure: true,
      write: ({ body }) => tell(body.count),
    }),
  ],
})

const facts: Projection = {
  name: 'facts',
  from: 'teller',
  tables: ['facts'],
  types: [factTold.type],
  async apply(tx, events) {
    await tx.query(
      `insert into facts (id, told_at, last)
       select * from unnest($1::text[], $2::timestamptz[], $3::boolean[])`,
      [
        textArray(events, ({ id }) => id),
        timeArray(events, ({ at }) => at),
        plainArray(events, ({ data }) => data.last),
      ],
    )
  },
}

const taker = bareService({
  name: 'taker',
  migrations: new URL('./taker/', import.meta.url),
  projections: [facts],
})

export const rooms = [teller, taker]
