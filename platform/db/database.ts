/** Access to PostgreSQL: each service gets connections that act as its own role in its own schema, and nothing else. */
import type { Duplex } from 'node:stream'
import pg from 'pg'
import { widenSendBuffer } from '../linux/send-buffer.ts'
import { type NameOf, PipelinedTransaction } from './pipelined-transaction.ts'

export interface Rows<R> {
  readonly rows: R[]
  readonly rowCount: number | null
}

export interface Queryable {
  query<R = any>(text: string, values?: readonly unknown[]): Promise<Rows<R>>
}

export type Reader = Queryable

/** What goes into a transaction whose statements nobody waits for: what they answer may come after its end, or not at all. */
export interface Writing {
  query(text: string, values?: readonly unknown[]): Promise<unknown>
  /** `COPY … FROM STDIN` with its rows as `copy.ts` writes them. */
  copy(text: string, rows: Buffer): Promise<unknown>
}

/** Statements beyond this many distinct texts are not prepared, so that built SQL cannot fill the server's memory. */
const PREPARED_STATEMENTS_MAX = 400
const POOL_CONNECTIONS_MAX = 4
/** Of a pool by index: its questions are short, and each service of a process keeps such connections, 2 MB each, whatever it does. */
const BY_INDEX_CONNECTIONS_MAX = 2
const POOL_IDLE_MS = 30_000

const names = new Map<string, string>()

function statementName(text: string): string | undefined {
  const known = names.get(text)
  if (known) return known
  if (names.size >= PREPARED_STATEMENTS_MAX) return undefined
  const name = `s${names.size}`
  names.set(text, name)
  return name
}

/** On a connection that several services write through, each has its own: the same text means other tables. */
const nameFor: NameOf = (service, text) => {
  const name = statementName(text)
  return name && `${name} ${service}`
}

/** The statement in the driver's form, prepared under a name so that the server plans it once per connection. */
function prepared(text: string, values: readonly unknown[] | undefined): pg.QueryConfig {
  const name = values === undefined ? undefined : statementName(text)
  return { text, ...(values && { values: [...values] }), ...(name && { name }) }
}

/** A copy with its rows right behind it, not waiting to be asked for them; if it is refused, the server passes over them. */
export function copyIn(client: pg.Client, text: string, rows: Buffer): Promise<unknown> {
  const copying = new PipelinedTransaction((_, copied) => statementName(copied))
  copying.of('').copy(text, rows)
  return copying.send(client)
}

export const roleOf = (service: string): string => `madang_${service.replaceAll('-', '_')}`
export const schemaOf = (service: string): string => service.replaceAll('-', '_')

/**
 * A prepared statement keeps the plan it was given when its tables were small, and these grow by millions. So where
 * everything is found by key the planner is left no choice: an index, and nested loops. And where there is no choice it need not
 * plan for each call: PostgreSQL takes an array of unknown length for ten rows, finds a plan for one of less cheaper, and made
 * one anew for every small batch, which took as long as the rest of it.
 */
const BY_INDEX = [
  ...['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin'].map(name => ` -c ${name}=off`),
  ' -c plan_cache_mode=force_generic_plan',
].join('')

/** What one service waits for longer (its view is rebuilt, another process writes) must not hold up the others that commit with it. */
const LOCK_WAIT_MS = 1_000

/** Without a service it acts for none until a transaction says for whom; see `ACT_FOR`. */
function connectionFor(url: string, service: string | null, byIndex: boolean): pg.ClientConfig {
  const acting =
    service === null
      ? `-c lock_timeout=${LOCK_WAIT_MS}`
      : `-c role=${roleOf(service)} -c search_path=${schemaOf(service)}`
  return {
    connectionString: url,
    application_name: `madang ${service ?? 'all services'}`,
    options: `${acting}${byIndex ? BY_INDEX : ''}`,
  }
}

/** Until the end of the transaction: the role of a service, which can touch its own schema and nothing else. */
const ACT_FOR = `select set_config('role', $1, true), set_config('search_path', $2, true)`

export interface Pool extends Reader {
  /** On a connection of its own. Statements are sent without waiting for those before them. */
  inTransaction<T>(action: (tx: Queryable) => Promise<T>): Promise<T>
  end(): Promise<void>
}

export interface PoolOptions {
  /** Everything is looked up by key. */
  readonly byIndex?: boolean
}

export function openPool(url: string, service: string, { byIndex = false }: PoolOptions = {}): Pool {
  const pool = new pg.Pool({
    ...connectionFor(url, service, byIndex),
    max: byIndex ? BY_INDEX_CONNECTIONS_MAX : POOL_CONNECTIONS_MAX,
    idleTimeoutMillis: POOL_IDLE_MS,
    pipeline: true,
  } as pg.PoolConfig)
  // An idle connection may break when the server restarts; the next query takes a new one.
  pool.on('error', () => {})
  return {
    query: (text, values) => pool.query(prepared(text, values)) as never,
    async inTransaction(action) {
      const client = await pool.connect()
      const query = (text: string, values?: readonly unknown[]) => client.query(prepared(text, values)) as never
      try {
        const begun = query('begin') as Promise<unknown>
        const [, result] = await Promise.all([begun, action({ query })])
        const { command } = (await query('commit')) as { command: string }
        if (command !== 'COMMIT') throw new RolledBack(ROLLED_BACK)
        client.release()
        return result
      } catch (error) {
        // Rolled back by its end, whatever state it is in.
        client.release(true)
        throw error
      }
    },
    end: () => pool.end(),
  }
}

export class ConnectionLost extends Error {}

/** Follows from another failure, which tells more. */
export class RolledBack extends Error {}
const ROLLED_BACK = 'the transaction was rolled back: one of its statements failed'

const streamOf = (client: pg.Client): Duplex =>
  (client as unknown as { connection: { stream: Duplex } }).connection.stream

type Send = <R>(send: (client: pg.Client) => Promise<R>) => Promise<R>

const sending =
  <R>(text: string, values?: readonly unknown[]) =>
  (client: pg.Client): Promise<Rows<R>> =>
    client.query(prepared(text, values)) as never

/** One transaction whose statements can be waited for, on a connection that others may follow on. */
export class Transaction implements Queryable, Writing {
  readonly begun: Promise<unknown>
  readonly #send: Send
  #open = true

  constructor(send: Send) {
    this.#send = send
    this.begun = send(sending('begin'))
  }

  query<R = any>(text: string, values?: readonly unknown[]): Promise<Rows<R>> {
    return this.#whileOpen(sending<R>(text, values))
  }

  copy(text: string, rows: Buffer): Promise<unknown> {
    return this.#whileOpen(client => copyIn(client, text, rows))
  }

  #whileOpen<R>(send: (client: pg.Client) => Promise<R>): Promise<R> {
    if (!this.#open) return Promise.reject(new Error('a statement came after the end of its transaction was sent'))
    return this.#send(send)
  }

  /**
   * Sends the commit right behind the statements before it, without waiting for them: if one of them failed, the server
   * makes it a rollback.
   */
  async commit(): Promise<void> {
    const sent = this.query('commit')
    this.#open = false
    const { command } = (await sent) as unknown as { command: string }
    if (command !== 'COMMIT') throw new RolledBack(ROLLED_BACK)
  }

  /** Does nothing where the end was sent already. */
  async rollback(): Promise<void> {
    if (!this.#open) return
    const sent = this.query('rollback')
    this.#open = false
    await sent.catch(() => {})
  }
}

/** A connection to write through, for a service or (null) for all in turn. Statements are pipelined; it reconnects when it was lost. */
export class WriteConnection {
  readonly #url: string
  readonly #service: string | null
  #client: pg.Client | null = null
  #opening: Promise<pg.Client> | null = null
  #corked = false

  constructor(url: string, service: string | null) {
    this.#url = url
    this.#service = service
  }

  async #open(): Promise<pg.Client> {
    const client = new pg.Client({
      ...connectionFor(this.#url, this.#service, true),
      pipeline: true,
    } as pg.ClientConfig)
    const drop = () => {
      if (this.#client === client) this.#client = null
    }
    client.on('error', drop)
    client.on('end', drop)
    await client.connect()
    widenSendBuffer(streamOf(client))
    this.#client = client
    return client
  }

  async connect(): Promise<void> {
    if (this.#client) return
    this.#opening ??= this.#open().finally(() => {
      this.#opening = null
    })
    await this.#opening
  }

  /** A transaction may begin as soon as the one before has sent its commit; its answer need not be here. */
  begin(): Transaction {
    // All of it on one client: what follows a lost connection must not go on over the next.
    const client = this.#client
    return new Transaction(send => {
      if (!client || client !== this.#client) {
        return Promise.reject(new ConnectionLost('the connection to the database was lost'))
      }
      this.#cork(client)
      return send(client)
    })
  }

  /** For a transaction whose statements and end are sent by `send`. */
  together(): PipelinedTransaction {
    return new PipelinedTransaction(nameFor)
  }

  /** What is sent together from here on is done as this service. */
  actFor(service: string, together: PipelinedTransaction): Promise<unknown>[] {
    if (this.#service === null) return [together.of(service).query(ACT_FOR, [roleOf(service), schemaOf(service)])]
    if (this.#service === service) return []
    throw new Error(`the connection of ${this.#service} writes nothing of ${service}`)
  }

  /** See `PipelinedTransaction.send`. */
  send(together: PipelinedTransaction): Promise<string | null> {
    const client = this.#client
    if (!client) return together.giveUp(new ConnectionLost('the connection to the database was lost'))
    this.#cork(client)
    return together.send(client)
  }

  /** Statements of one turn of the event loop leave in one write to the socket. */
  #cork(client: pg.Client): void {
    if (this.#corked) return
    const stream = streamOf(client)
    this.#corked = true
    stream.cork()
    queueMicrotask(() => {
      this.#corked = false
      stream.uncork()
    })
  }

  async end(): Promise<void> {
    await this.#client?.end().catch(() => {})
    this.#client = null
  }
}

const TRANSIENT = new Set(['40001', '40P01', '55P03'])
const UNREACHABLE = /^(08|57P0|53|58)/

const codeOf = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? '')

/** Serialization failures and deadlocks: the same statements may pass the next time. */
export const isTransient = (error: unknown): boolean => TRANSIENT.has(codeOf(error))

/** The server is not there, is starting, is stopping or is out of room: no fault of the statement. */
export function isUnreachable(error: unknown): boolean {
  if (error instanceof ConnectionLost) return true
  const code = codeOf(error)
  if (UNREACHABLE.test(code) || ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE'].includes(code)) return true
  return (
    error instanceof Error &&
    /Connection terminated|not queryable|connection error|has been closed/i.test(error.message)
  )
}

/** Waits for all of them and throws the first real failure; what failed only because of another is passed over. */
export async function all(statements: readonly Promise<unknown>[]): Promise<void> {
  const settled = await Promise.allSettled(statements)
  const failures = settled.filter(result => result.status === 'rejected').map(result => result.reason as unknown)
  if (failures.length === 0) return
  throw failures.find(failure => codeOf(failure) !== '25P02' && !(failure instanceof RolledBack)) ?? failures[0]
}
