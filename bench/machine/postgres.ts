/** The database server during a load: its processes and what each is for, the log it writes, how durable it was set. */
import pg from 'pg'
import { commandOf, familyCpu_s, type Memory, memoryOf, parentOf } from './processes.ts'

export interface PostgresMoment {
  /** CPU seconds by process; empty when the server is not on this machine. */
  readonly cpu_s: ReadonlyMap<number, number>
  /** Bytes of write-ahead log since the server was made. */
  readonly wal: number
}

export class PostgresGauge {
  readonly version: string
  readonly durability: string
  readonly #client: pg.Client
  /** Process id of the server's first process; null when it runs elsewhere. */
  readonly #postmaster: number | null

  private constructor(client: pg.Client, version: string, durability: string, postmaster: number | null) {
    this.#client = client
    this.version = version
    this.durability = durability
    this.#postmaster = postmaster
  }

  static async open(databaseUrl: string): Promise<PostgresGauge> {
    const client = new pg.Client({ connectionString: databaseUrl, application_name: 'madang bench' })
    // A server that ends while we look fails the next look; it must not end us.
    client.on('error', () => {})
    await client.connect()
    const { rows } = await client.query(
      `select pg_backend_pid() as pid, current_setting('server_version') as version,
              current_setting('fsync') as fsync, current_setting('synchronous_commit') as commits`,
    )
    const { pid, version, fsync, commits } = rows[0]
    const isHere = commandOf(pid).startsWith('postgres')
    return new PostgresGauge(
      client,
      version,
      `fsync ${fsync}, synchronous_commit ${commits}`,
      isHere ? parentOf(pid) : null,
    )
  }

  async read(): Promise<PostgresMoment> {
    const cpu_s = this.#postmaster === null ? new Map<number, number>() : familyCpu_s(this.#postmaster)
    const { rows } = await this.#client.query(
      `select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::float8 as wal`,
    )
    return { cpu_s, wal: rows[0].wal }
  }

  memory(): Memory {
    return memoryOf(this.#postmaster === null ? [] : [...familyCpu_s(this.#postmaster).keys()])
  }

  /** What each process is for: `madang money` for a service's connections, `checkpointer`, … */
  async purposes(): Promise<Map<number, string>> {
    const { rows } = await this.#client.query(
      `select pid, coalesce(nullif(application_name, ''), backend_type) as purpose from pg_stat_activity`,
    )
    const purposes = new Map<number, string>(rows.map(({ pid, purpose }) => [pid, purpose]))
    if (this.#postmaster !== null) purposes.set(this.#postmaster, 'what has ended')
    return purposes
  }

  close(): Promise<void> {
    return this.#client.end()
  }
}
