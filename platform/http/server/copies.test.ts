/** Refusals that rest on a copy: given once the service has caught up, and not stored before. */
import { Type } from 'typebox'
import { beforeEach, describe, expect, it } from 'vitest'
import { edgeWith, type TestEdge } from '../../../test/harness/http-edge.ts'
import { accept } from '../../kit/command.ts'
import { defineCatalogue, fromCopy, refuse } from '../../kit/refusal.ts'
import { ok, read, write } from '../routes/route.ts'

const refusals = defineCatalogue({
  ...fromCopy({ thing_unknown: { status: 404, ko: '없어요.', en: 'There is no such thing.' } }),
  sold_out: { status: 409, ko: '품절이에요.', en: 'It is sold out.' },
})

/** What the service has heard of. */
let isKnown = false
/** What catching up brings. */
let caughtUp: () => boolean
let caughtUpTimes = 0
let asked = 0

const common = { method: 'POST', summary: 'Makes', who: 'member', refusals: ['thing_unknown', 'sold_out'] } as const
const replies = { 201: Type.Object({ id: Type.String() }) }
const made = accept([], { status: 201, reply: { id: 'thg_1' } })
const look = () => {
  asked += 1
  return isKnown
}

const routes = [
  write({
    ...common,
    path: '/api/stated',
    name: 'makeStated',
    replies,
    write: async () => (look() ? { type: 'make', keys: [], decide: () => made } : refuse('thing_unknown')),
  }),
  write({
    ...common,
    path: '/api/decided',
    name: 'makeDecided',
    pure: true,
    replies,
    write: () => ({ type: 'make', keys: [], decide: () => (look() ? made : refuse('thing_unknown')) }),
  }),
  write({ ...common, path: '/api/sold', name: 'makeSold', replies, write: async () => refuse('sold_out') }),
  read({
    ...common,
    method: 'GET',
    path: '/api/read',
    name: 'getThing',
    replies: { 200: Type.Object({}) },
    read: async () => (look() ? ok({}) : refuse('thing_unknown')),
  }),
]

let edge: TestEdge
const ask = async (url: string, key?: string) => {
  const headers = { ...edge.as(), ...(key !== undefined && { 'idempotency-key': key }) }
  const { statusCode, headers: given } = await edge.server.inject({ method: 'POST', url, headers })
  return { status: statusCode, replayed: given['idempotency-replayed'] === 'true' }
}

beforeEach(() => {
  isKnown = false
  caughtUpTimes = 0
  asked = 0
  caughtUp = () => true
  edge = edgeWith(routes, refusals, undefined, async () => {
    caughtUpTimes += 1
    return caughtUp()
  })
})
const newsArrives = () => {
  isKnown = true
  return true
}

describe.each(['/api/stated', '/api/decided'])('a write that reads a copy (%s)', path => {
  it('is not delayed where the copy has what it needs', async () => {
    isKnown = true
    expect(await ask(path)).toMatchObject({ status: 201 })
    expect({ caughtUpTimes, asked }).toEqual({ caughtUpTimes: 0, asked: 1 })
  })

  it('finds what arrives meanwhile, and stores that answer', async () => {
    caughtUp = newsArrives
    expect(await ask(path, 'k')).toEqual({ status: 201, replayed: false })
    expect(await ask(path, 'k')).toEqual({ status: 201, replayed: true })
  })

  it('is refused for good once it has heard everything', async () => {
    expect(await ask(path, 'k')).toEqual({ status: 404, replayed: false })
    isKnown = true
    expect(await ask(path, 'k')).toEqual({ status: 404, replayed: true })
  })

  it('says that it does not know yet, and does not store that', async () => {
    caughtUp = () => false
    expect(await ask(path, 'k')).toEqual({ status: 503, replayed: false })
    isKnown = true
    expect(await ask(path, 'k')).toEqual({ status: 201, replayed: false })
  })
})

it('a refusal of another kind is given at once, and stored', async () => {
  expect(await ask('/api/sold', 'k')).toEqual({ status: 409, replayed: false })
  expect(await ask('/api/sold', 'k')).toEqual({ status: 409, replayed: true })
  expect(caughtUpTimes).toBe(0)
})

it.each([
  ['finds what arrives meanwhile', newsArrives, 200],
  ['is refused once it has heard everything', () => true, 404],
  ['says that it does not know yet', () => false, 503],
])('a read %s', async (_, news, status) => {
  caughtUp = news
  const { statusCode } = await edge.server.inject({ method: 'GET', url: '/api/read', headers: edge.as() })
  expect(statusCode).toBe(status)
})
