/**
 * Statements that are sent together with the end of their transaction. The server takes all that stands before a Sync for one
 * transaction (PostgreSQL, “Extended Query”, Pipelining): it needs no begin and no commit, and its answers come at once.
 * If one statement fails, the server passes over the rest and takes back what was before.
 */
import pg from 'pg'
import { textArray } from './array-literal.ts'
import type { Writing } from './database.ts'

/** A query, or a copy with its rows in text format. */
interface Statement {
  readonly text: string
  /** The server keeps the parsed statement under it; one without a name is parsed each time. */
  readonly name: string
  readonly values: readonly Parameter[]
  readonly rows: string | null
}

/** The driver's, with what its type leaves out. */
interface Connection extends pg.Connection {
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
  /** By name; ours are others than those of the driver's own queries. */
  readonly parsedStatements: Record<string, string>
}

type Parameter = string | Buffer | null

/** In the text format of the column's type. */
function parameterOf(value: unknown): Parameter {
  if (Buffer.isBuffer(value)) return value
  return Array.isArray(value) ? textArray(value, textOf) : textOf(value)
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'object') throw new TypeError('neither an object nor an array of arrays is a value here')
  return String(value)
}

/** Collects, sends once. What its statements answer is not told, only that all of them passed, or what failed. */
export class SentTogether implements Writing {
  readonly #nameOf: (text: string) => string | undefined
  readonly #statements: Statement[] = []
  readonly #passed = Promise.withResolvers<string | null>()
  #sent = false

  constructor(nameOf: (text: string) => string | undefined) {
    this.#nameOf = nameOf
    // Whoever waits for a statement is told; nobody has to.
    this.#passed.promise.catch(() => {})
  }

  query(text: string, values: readonly unknown[] = []): Promise<unknown> {
    return this.#add(text, values, null)
  }

  copy(text: string, rows: string): Promise<unknown> {
    return this.#add(text, [], rows)
  }

  #add(text: string, values: readonly unknown[], rows: string | null): Promise<unknown> {
    if (this.#sent) return Promise.reject(new Error('a statement came after the end of its transaction was sent'))
    const known = this.#nameOf(text)
    const name = known === undefined ? '' : `${known} together`
    this.#statements.push({ text, name, values: values.map(parameterOf), rows })
    return this.#passed.promise
  }

  /** Sends them all. Gives the first column of the first row that was answered, as text, once they are committed. */
  send(client: pg.Client): Promise<string | null> {
    this.#sent = true
    client.query(new Pipelined(this.#statements, this.#passed))
    return this.#passed.promise
  }

  /** Instead of sending: whoever waits is told why not. */
  giveUp(fault: Error): Promise<string | null> {
    this.#sent = true
    this.#passed.reject(fault)
    return this.#passed.promise
  }
}

/** How the driver is told: as a query that sends more than one statement. */
class Pipelined extends pg.Query {
  readonly #statements: readonly Statement[]
  readonly #passed: PromiseWithResolvers<string | null>
  #first: string | null = null

  constructor(statements: readonly Statement[], passed: PromiseWithResolvers<string | null>) {
    super('', () => {})
    this.#statements = statements
    this.#passed = passed
  }

  override submit = (connection: pg.Connection): void => {
    for (const statement of this.#statements) submitOne(connection as Connection, statement)
    connection.sync()
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    this.#first ??= fields[0] ?? null
  }

  handleCommandComplete(): void {}

  handleCopyInResponse(): void {}

  handleError(error: unknown): void {
    this.#passed.reject(error)
  }

  handleReadyForQuery({ parsedStatements }: Connection): void {
    for (const { text, name } of this.#statements) if (name !== '') parsedStatements[name] = text
    this.#passed.resolve(this.#first)
  }
}

function submitOne(connection: Connection, { text, name, values, rows }: Statement): void {
  if (connection.parsedStatements[name] === undefined) {
    // A transaction that failed may have got as far as parsing it, or not.
    if (name !== '') connection.close({ type: 'S', name }, true)
    connection.parse({ text, name, types: [] }, true)
  }
  connection.bind({ statement: name, values: [...values] }, true)
  connection.execute({}, true)
  if (rows === null) return
  connection.sendCopyFromChunk(Buffer.from(rows))
  connection.endCopyFrom()
}
