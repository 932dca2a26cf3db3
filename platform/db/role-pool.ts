/**
 * Connections by purpose for the whole process. They log in as the owner of the schemas. Each statement acts as the
 * role of a service inside its own transaction, so no role outlives the transaction on a shared connection.
 */
import pg from 'pg'
import { ACT_FOR, connectionFor, nameFor } from './connection.ts'
import { type Pool, type Queryable, ROLLED_BACK, RolledBack, roleOf, schemaOf } from './database.ts'

/** For pages and lists, over all services. */
export const READ_CONNECTIONS_MAX = 10
/** For look-ups by key, which are short. */
export const LOOK_UP_CONNECTIONS_MAX = 6
const POOL_IDLE_MS = 30_000

/** The driver's connection, with what its type leaves out. */
interface Connection extends pg.Connection {
  /** By name: statements that the server has parsed, and statements that were sent to be parsed. */
  readonly parsedStatements: Record<string, string>
  readonly submittedNamedStatements: Record<string, string>
}

/** The driver's query, with fields that its type omits. */
interface DriverQuery {
  readonly name?: string
  prepare(connection: Connection): void
  handleDataRow(message: unknown): void
  handleCommandComplete(message: unknown, connection: Connection): void
  handleError(error: Error, connection: Connection): void
}

const DriverQuery = pg.Query as unknown as new (config: pg.QueryConfig) => DriverQuery

const ACT = 'act for'

/** A statement that acts as the role of a service. Both are sent before one Sync, which makes them one transaction. */
class ActingQuery extends DriverQuery {
  readonly #service: string
  /** The answer to `ACT_FOR` arrives first and is skipped. */
  #isActing = false

  constructor(service: string, { text, values, name }: pg.QueryConfig) {
    super({ text, ...(values && { values }), ...(name && { name }), queryMode: 'extended' } as pg.QueryConfig)
    this.#service = service
  }

  override prepare(connection: Connection): void {
    const { parsedStatements, submittedNamedStatements } = connection
    if (parsedStatements[ACT] === undefined) {
      connection.parse({ name: ACT, text: ACT_FOR, types: [] }, true)
      parsedStatements[ACT] = ACT_FOR
    }
    connection.bind({ statement: ACT, values: [roleOf(this.#service), schemaOf(this.#service)] }, true)
    connection.execute({}, true)
    this.#isActing = true
    const { name } = this
    if (name && parsedStatements[name] === undefined && submittedNamedStatements[name] === undefined) {
      // After an error the server may or may not have got as far as parsing the statement.
      connection.close({ type: 'S', name }, true)
    }
    super.prepare(connection)
  }

  override handleDataRow(message: unknown): void {
    if (!this.#isActing) super.handleDataRow(message)
  }

  override handleCommandComplete(message: unknown, connection: Connection): void {
    if (this.#isActing) this.#isActing = false
    else super.handleCommandComplete(message, connection)
  }

  override handleError(error: Error, connection: Connection): void {
    if (this.name) {
      delete connection.parsedStatements[this.name]
      delete connection.submittedNamedStatements[this.name]
    }
    super.handleError(error, connection)
  }
}

function actingQuery(service: string, text: string, values: readonly unknown[] = []): pg.QueryConfig {
  const name = nameFor(service, text)
  return new ActingQuery(service, { text, values: [...values], ...(name && { name }) }) as unknown as pg.QueryConfig
}

/** The connections for one purpose. All services of the process share them, each through a pool of its own. */
export class RolePool {
  readonly #pool: pg.Pool

  constructor(url: string, { max, byIndex }: { readonly max: number; readonly byIndex: boolean }) {
    this.#pool = new pg.Pool({
      ...connectionFor(url, null, byIndex),
      max,
      idleTimeoutMillis: POOL_IDLE_MS,
      pipeline: true,
    } as pg.PoolConfig)
    // An idle connection may break when the server restarts; the next query takes a new one.
    this.#pool.on('error', () => {})
  }

  /** Acts as this service, whose role can access its own schema only. The process ends the connections. */
  of(service: string): Pool {
    return {
      query: (text, values) => this.#pool.query(actingQuery(service, text, values)) as never,
      inTransaction: action => inTransaction(this.#pool, service, action),
      end: async () => {},
    }
  }

  async end(): Promise<void> {
    if (!this.#pool.ending) await this.#pool.end()
  }
}

async function inTransaction<T>(pool: pg.Pool, service: string, action: (tx: Queryable) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  const query = (text: string, values?: readonly unknown[]) => client.query(preparedFor(service, text, values)) as never
  try {
    const begun: Promise<unknown>[] = [query('begin'), query(ACT_FOR, [roleOf(service), schemaOf(service)])]
    const [result] = await Promise.all([action({ query }), ...begun])
    const { command } = (await query('commit')) as { command: string }
    if (command !== 'COMMIT') throw new RolledBack(ROLLED_BACK)
    client.release()
    return result
  } catch (error) {
    // The end of the connection rolls the transaction back in any state.
    client.release(true)
    throw error
  }
}

/** Prepared under a name of the service: on a shared connection the same text refers to different tables. */
function preparedFor(service: string, text: string, values: readonly unknown[] | undefined): pg.QueryConfig {
  const name = values === undefined ? undefined : nameFor(service, text)
  return { text, ...(values && { values: [...values] }), ...(name && { name }) }
}

export interface RolePools {
  /** For pages and lists. */
  readonly read: RolePool
  /** For look-ups by key. */
  readonly lookUp: RolePool
}

export const openRolePools = (url: string): RolePools => ({
  read: new RolePool(url, { max: READ_CONNECTIONS_MAX, byIndex: false }),
  lookUp: new RolePool(url, { max: LOOK_UP_CONNECTIONS_MAX, byIndex: true }),
})

/** One connection for everything: a command of a moment beside a running platform. */
export function openSmallPools(url: string): RolePools {
  const only = new RolePool(url, { max: 1, byIndex: true })
  return { read: only, lookUp: only }
}
