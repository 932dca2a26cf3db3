import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createDatabase } from '../../test/harness/database.ts'
import { boolean, integer } from '../db/copy.ts'
import { updateIn } from '../db/update.ts'
import { idOf } from './head-key.ts'
import { tableStorage } from './table-storage.ts'

interface Seat {
  readonly seatId: string
  readonly row: number
  readonly taken: boolean
}

const taken = boolean<{ state: Seat }>(({ state }) => state.taken)
const row = integer<{ state: Seat }>(({ state }) => state.row)
const storage = tableStorage<Seat, Omit<Seat, 'seatId'>>({
  aggregate: 'seat',
  table: 'seats',
  key: 'seat_id',
  columns: { row, taken },
  fixed: ['row'],
  select: 'row, taken',
  stateOf: (stored, seatId) => ({ seatId, row: stored.row, taken: stored.taken }),
})

let database: Awaited<ReturnType<typeof createDatabase>>
let client: pg.Client

beforeAll(async () => {
  database = await createDatabase()
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
  await client.query(`create table seats (seat_id text primary key, version integer not null, row integer not null,
                        taken boolean not null)`)
  await client.query(`insert into seats values ('a', 1, 1, false), ('b:1', 3, 2, true), ('c', 1, 3, false)`)
})

afterAll(async () => {
  await client.end()
  await database.drop()
})

const head = (seatId: string, version: number, state: Omit<Seat, 'seatId'>) => ({
  ...{ key: `seat:${seatId}`, version, state: { seatId, ...state } },
})

it.each([true, false])('loads the heads that there are, in order (locked: %s)', async lock =>
  expect(await storage.load(client, ['seat:b:1', 'seat:a', 'seat:z'], lock)).toEqual([
    head('a', 1, { row: 1, taken: false }),
    head('b:1', 3, { row: 2, taken: true }),
  ]),
)

it('writes heads that are known, but for what never changes', async () => {
  const copy = () => Promise.reject(new Error('nothing is new'))
  const tx = { query: client.query.bind(client), copy }
  await storage.save(tx, [head('a', 2, { row: 9, taken: true }), head('c', 2, { row: 9, taken: true })])
  expect(await storage.load(client, ['seat:a', 'seat:c'], false)).toEqual([
    head('a', 2, { row: 1, taken: true }),
    head('c', 2, { row: 3, taken: true }),
  ])
})

it('inserts heads that are new by one COPY', async () => {
  const copied: string[] = []
  const tx = { query: client.query.bind(client), copy: async (statement: string) => copied.push(statement) }
  await storage.save(tx, [{ ...head('d', 1, { row: 4, taken: false }), fresh: true }])
  expect(copied).toEqual(['copy seats (seat_id, version, row, taken) from stdin (format binary)'])
})

it('an update without its key is a fault', () =>
  expect(() => updateIn('seats', { row }, 'seat_id')).toThrow('without its column seat_id'))

it('the id of a head is what follows its aggregate', () => expect(idOf('seat:b:1')).toBe('b:1'))
