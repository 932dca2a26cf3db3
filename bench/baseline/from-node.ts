/** TPC-B as pgbench runs it, statement by statement, from a pool of connections. */
import pg from 'pg'
import type { BaselineOptions, Gauge } from './gauge.ts'

const ACCOUNTS_PER_BRANCH = 100_000
const TELLERS_PER_BRANCH = 10

const tables = (scale: number): string => `
  create table pgbench_branches (bid int primary key, bbalance int not null, filler char(88)) with (fillfactor = 100);
  create table pgbench_tellers (tid int primary key, bid int, tbalance int, filler char(84)) with (fillfactor = 100);
  create table pgbench_accounts (aid int primary key, bid int, abalance int, filler char(84)) with (fillfactor = 100);
  create table pgbench_history (tid int, bid int, aid int, delta int, mtime timestamp, filler char(22));
  insert into pgbench_branches select bid, 0 from generate_series(1, ${scale}) bid;
  insert into pgbench_tellers
    select tid, (tid - 1) / ${TELLERS_PER_BRANCH} + 1, 0 from generate_series(1, ${scale * TELLERS_PER_BRANCH}) tid;
  insert into pgbench_accounts
    select aid, (aid - 1) / ${ACCOUNTS_PER_BRANCH} + 1, 0, '' from generate_series(1, ${scale * ACCOUNTS_PER_BRANCH}) aid`

const statements = [
  ['begin', () => []],
  ['update pgbench_accounts set abalance = abalance + $1 where aid = $2', at => [at.delta, at.aid]],
  ['select abalance from pgbench_accounts where aid = $1', at => [at.aid]],
  ['update pgbench_tellers set tbalance = tbalance + $1 where tid = $2', at => [at.delta, at.tid]],
  ['update pgbench_branches set bbalance = bbalance + $1 where bid = $2', at => [at.delta, at.bid]],
  [
    'insert into pgbench_history (tid, bid, aid, delta, mtime) values ($1, $2, $3, $4, current_timestamp)',
    at => [at.tid, at.bid, at.aid, at.delta],
  ],
  ['end', () => []],
] as const satisfies readonly (readonly [string, (at: Location) => readonly number[]])[]

interface Location {
  readonly aid: number
  readonly tid: number
  readonly bid: number
  readonly delta: number
}

const upTo = (max: number): number => 1 + Math.floor(Math.random() * max)

const placeIn = (scale: number): Location => ({
  aid: upTo(scale * ACCOUNTS_PER_BRANCH),
  tid: upTo(scale * TELLERS_PER_BRANCH),
  bid: upTo(scale),
  delta: upTo(10_001) - 5_001,
})

export const fromNode: Gauge = { by: 'Node, a connection for each client', prepare, measure }

async function prepare({ url, scale }: BaselineOptions): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(tables(scale))
    await client.query('vacuum analyze')
  } finally {
    await client.end()
  }
}

async function measure({ url, clients, scale, seconds, warmup_s }: BaselineOptions): Promise<number> {
  const pool = new pg.Pool({ connectionString: url, max: clients })
  try {
    const from_ms = performance.now() + warmup_s * 1000
    const until_ms = from_ms + seconds * 1000
    let count = 0
    const client = async () => {
      const connection = await pool.connect()
      for (let now_ms = 0; now_ms < until_ms; ) {
        const place = placeIn(scale)
        for (const [index, [text, values]] of statements.entries())
          await connection.query({ name: `tpcb${index}`, text, values: [...values(place)] })
        now_ms = performance.now()
        if (now_ms >= from_ms && now_ms < until_ms) count += 1
      }
      connection.release()
    }
    await Promise.all(Array.from({ length: clients }, client))
    return count / seconds
  } finally {
    await pool.end()
  }
}
