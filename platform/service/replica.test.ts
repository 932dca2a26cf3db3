import pg from 'pg'
import { Type } from 'typebox'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createDatabase } from '../../test/harness/database.ts'
import { boolean, json, text } from '../db/copy.ts'
import { event } from '../kit/contract.ts'
import type { Message, NewMessage } from '../kit/message.ts'
import { replica, replicaTable } from './replica.ts'

const Thing = Type.Object({ id: Type.String(), name: Type.Object({ ko: Type.String() }) })
const added = event('things.added', Thing)
const renamed = event('things.renamed', Thing)
const counted = event('things.counted', Type.Object({ id: Type.String(), some: Type.Optional(Type.Boolean()) }))

const at = new Date('2026-11-20T01:02:03.456Z')

const told = (version: number, fact: NewMessage, time = at): Message => ({
  ...{ id: `msg_${version}`, position: { xid: '1', seq: '1' }, kind: 'event', service: 'things', to: null, version },
  ...{ actor: 'anonymous', correlationId: 'cor_1', causationId: 'cor_1', at: time },
  ...fact,
  kind: 'event',
  to: null,
})
const nameOf = (version: number, id: string, ko: string) =>
  told(version, (version === 1 ? added : renamed).of(`thing:${id}`, { id, name: { ko } }))

let database: Awaited<ReturnType<typeof createDatabase>>
let client: pg.Client

beforeAll(async () => {
  database = await createDatabase()
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
  await client.query('create table names (id text primary key, name json not null, version integer not null)')
  await client.query('create table stocked (id text primary key, available boolean, version integer not null)')
  await client.query('create table seen (id text primary key, name json not null, since timestamptz not null)')
})

afterAll(async () => {
  await client.end()
  await database.drop()
})

beforeEach(() => client.query('truncate names, stocked, seen'))

const rowsOf = async (table: string) => (await client.query(`select * from ${table} order by id`)).rows

describe('a replica', () => {
  const copies = replica('copies', [
    replicaTable({
      table: 'names',
      events: [added, renamed],
      key: 'id',
      columns: { id: text(({ data }) => data.id), name: json(({ data }) => data.name) },
    }),
    replicaTable({
      table: 'stocked',
      events: [counted],
      when: ({ data }) => data.some !== undefined,
      key: 'id',
      columns: { id: text(({ data }) => data.id), available: boolean(({ data }) => data.some ?? null) },
    }),
  ])

  it('declares what it listens to and where it writes', () =>
    expect(copies).toMatchObject({
      name: 'copies',
      from: 'things',
      tables: ['names', 'stocked'],
      types: [added.type, renamed.type, counted.type],
    }))

  it('keeps the newest of a batch, in whatever order it comes', async () => {
    await copies.apply(client, [nameOf(2, 'a', 'second'), nameOf(1, 'a', 'first'), nameOf(1, 'b', 'only')])
    expect(await rowsOf('names')).toEqual([
      { id: 'a', name: { ko: 'second' }, version: 2 },
      { id: 'b', name: { ko: 'only' }, version: 1 },
    ])
  })

  it('keeps what is newer than a batch, and takes the same again', async () => {
    await copies.apply(client, [nameOf(3, 'a', 'third')])
    await copies.apply(client, [nameOf(3, 'a', 'third')])
    await copies.apply(client, [nameOf(2, 'a', 'second')])
    expect(await rowsOf('names')).toEqual([{ id: 'a', name: { ko: 'third' }, version: 3 }])
  })

  it('fills each table from its own events, those that say something of it', async () => {
    await copies.apply(client, [
      told(1, counted.of('stock:a', { id: 'a', some: true })),
      told(2, counted.of('stock:a', { id: 'a' })),
      nameOf(1, 'a', 'one'),
    ])
    expect(await rowsOf('stocked')).toEqual([{ id: 'a', available: true, version: 1 }])
    expect(await rowsOf('names')).toHaveLength(1)
  })

  it('does not take what its contract does not allow', async () => {
    const wrong = { ...nameOf(1, 'a', 'x'), data: { id: 'a' }, isRead: true }
    await expect(copies.apply(client, [wrong])).rejects.toThrow('things.added does not match its contract')
  })
})
