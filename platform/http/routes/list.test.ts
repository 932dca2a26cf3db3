import { type TSchema, Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import { isRefusal, type Refusal, refuse } from '../../kit/refusal.ts'
import { byId, type ListInput, list, pageReader } from './list.ts'
import { type Page, TOTAL_MAX } from './paging.ts'
import type { Answer, Route } from './route.ts'

interface Row {
  readonly id: string
  readonly kind: string
}

const ROWS: readonly Row[] = ['e', 'd', 'c', 'b', 'a'].map(id => ({ id, kind: id === 'c' ? 'odd' : 'even' }))

const inputOf = (query: Record<string, unknown>): ListInput<TSchema> => ({
  params: undefined,
  query,
  body: undefined,
  actor: { id: 'mem_1', roles: [], session: '' },
  language: 'en',
  correlationId: 'cor_1',
  headers: {},
  ip: '127.0.0.1',
})

const answerOf = async (route: Route, query: Record<string, unknown> = {}) => {
  if (!('read' in route)) throw new Error('a list is read')
  const answer: Answer | Refusal = await route.read(inputOf(query))
  return answer
}

const bodyOf = (answer: Answer | Refusal): Page<unknown> => {
  if (isRefusal(answer)) throw new Error(`refused with ${answer.code}`)
  return answer.body as Page<unknown>
}

describe('a list', () => {
  const asked: unknown[] = []
  const things = list({
    path: '/api/things',
    name: 'listThings',
    summary: 'Things',
    who: 'member',
    filter: { kind: Type.String({ maxLength: 10 }) },
    item: Type.Object({ id: Type.String() }),
    position: byId,
    async query({ kind }, { after, limit }, { actor }) {
      asked.push({ kind, after, limit, actor: actor.id })
      return ROWS.filter(row => (kind ?? row.kind) === row.kind && (after === null || row.id < after)).slice(0, limit)
    },
    present: rows => rows.map(({ id }) => ({ id: id.toUpperCase() })),
  })

  it('shows a page, and the next one from its cursor, until there is none', async () => {
    const first = await answerOf(things, { limit: 2 })
    expect(first).toMatchObject({ status: 200, body: { items: [{ id: 'E' }, { id: 'D' }] } })
    const { nextCursor } = bodyOf(first)
    const second = await answerOf(things, { limit: 3, cursor: nextCursor })
    expect(bodyOf(second)).toEqual({ items: [{ id: 'C' }, { id: 'B' }, { id: 'A' }], nextCursor: null })
  })

  it('asks for one row more than it shows, and for all that is not filtered', async () => {
    asked.length = 0
    await answerOf(things)
    await answerOf(things, { kind: 'odd', limit: 100 })
    expect(asked).toEqual([
      { kind: null, after: null, limit: 21, actor: 'mem_1' },
      { kind: 'odd', after: null, limit: 101, actor: 'mem_1' },
    ])
  })

  it('refuses a cursor that it never gave, and asks nobody', async () => {
    asked.length = 0
    expect(await answerOf(things, { cursor: 'x' })).toMatchObject({ refused: true, code: 'invalid_request' })
    expect(asked).toEqual([])
  })

  it('is a route whose query has the filter, and its reply the items', () => {
    const { query, replies } = things
    expect(Object.keys(query.properties)).toEqual(['cursor', 'limit', 'kind'])
    expect(query.required).toBeUndefined()
    expect(replies[200]).toMatchObject({ properties: { items: { items: { properties: { id: {} } } } } })
  })
})

describe('a page', () => {
  const numbered = pageReader({
    query: async (_filter, { after, limit }) =>
      [3, 2, 1]
        .filter(number => number < (after ?? 4))
        .map(number => ({ number }))
        .slice(0, limit),
    position: { schema: Type.Integer({ minimum: 1 }), of: ({ number }) => number },
    present: async rows => rows.map(({ number }) => number),
  })

  it('may be positioned by something else than an id', async () => {
    const first = await numbered(inputOf({ limit: 2 }))
    const { items, nextCursor } = bodyOf(first)
    expect(items).toEqual([3, 2])
    expect(JSON.parse(Buffer.from(nextCursor!, 'base64url').toString())).toBe(2)
  })

  it('is refused where the query says why', async () => {
    const refused = pageReader({
      position: byId,
      query: async (): Promise<Row[] | Refusal> => refuse('thing_unknown'),
      present: rows => rows,
    })
    expect(await refused(inputOf({}))).toEqual(refuse('thing_unknown'))
  })
})

describe('a list that counts', () => {
  let there = 5
  const things = list({
    ...{ path: '/api/things', name: 'listThings', summary: 'Things', who: 'member', position: byId },
    filter: { kind: Type.String({ maxLength: 10 }) },
    item: Type.Object({ id: Type.String() }),
    query: async (_, { limit }) => ROWS.slice(0, limit),
    count: async ({ kind }, max) => (kind === 'odd' ? 1 : Math.min(there, max)),
    present: rows => rows.map(({ id }) => ({ id })),
  })

  it('tells how many there are, on any page, when asked', async () => {
    expect(bodyOf(await answerOf(things, { limit: 1, count: true }))).toMatchObject({ items: [{ id: 'e' }], total: 5 })
    expect(bodyOf(await answerOf(things, { kind: 'odd', count: true }))).toMatchObject({ total: 1 })
    for (const query of [{}, { count: false }]) {
      expect(bodyOf(await answerOf(things, query))).not.toHaveProperty('total')
    }
  })

  it('counts no further than the limit', async () => {
    there = TOTAL_MAX
    expect(bodyOf(await answerOf(things, { count: true }))).toMatchObject({ total: TOTAL_MAX })
    there = TOTAL_MAX + 7
    expect(bodyOf(await answerOf(things, { count: true }))).toMatchObject({ total: null })
  })

  it('says so in its schemas; another list does not take the question', () => {
    const other = list({ ...{ path: '/api/o', name: 'o', summary: 'O', who: 'member', position: byId }, ...rest })
    expect(Object.keys(things.query.properties)).toContain('count')
    expect(Object.keys(other.query.properties)).not.toContain('count')
    const total = (route: Route) => (route.replies[200] as { properties: object }).properties
    expect([total(things), total(other)]).toMatchObject([{ total: {} }, {}])
    expect(total(other)).not.toHaveProperty('total')
  })
  const rest = {
    item: Type.Object({ id: Type.String() }),
    query: async () => ROWS,
    present: (rows: readonly Row[]) => rows,
  }
})
