/**
 * A pipelined transaction: its statements are sent together with its end. The server treats everything before a Sync as
 * one transaction (PostgreSQL, “Extended Query”, Pipelining), so no begin and no commit is needed, and all answers
 * arrive together. If a statement fails, the server skips the rest and rolls back.
 */
import pg from 'pg'
import { textArray } from './array-literal.ts'
import type { Writing } from './database.ts'

/** A query, or a copy with its rows. */
interface Statement {
  readonly text: string
  /** The server keeps the parsed statement under this name. A statement without a name is parsed each time. */
  readonly name: string
  readonly values: readonly Parameter[]
  readonly rows: Buffer | null
  /** The service that the statement belongs to. */
  readonly service: string
  /** The first value of its result is the result of the transaction. */
  readonly tells: boolean
}

/** The driver's connection, with fields that its type omits. */
interface Connection extends pg.Connection {
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
  /** By name. These names differ from the names of the driver's own queries. */
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

export type NameOf = (service: string, text: string) => string | undefined

/**
 * Collects statements and sends them once. The results of the statements are not returned, only that all of them
 * succeeded, or the failure.
 */
export class PipelinedTransaction {
  readonly #nameOf: NameOf
  readonly #statements: Statement[] = []
  readonly #passed = Promise.withResolvers<string | null>()
  #pipelined: Pipelined | null = null
  #over = false

  constructor(nameOf: NameOf) {
    this.#nameOf = nameOf
    // A caller that awaits a statement gets the failure; nobody has to await it.
    this.#passed.promise.catch(() => {})
  }

  /** Statements that are written through the result belong to this service. */
  of(service: string): Writing {
    return {
      query: (text, values = []) => this.#add(service, text, values, null, false),
      copy: (text, rows) => this.#add(service, text, [], rows, false),
    }
  }

  /** The statement whose first value is the result of the transaction. The first of several counts. */
  ask(service: string, text: string, values: readonly unknown[]): Promise<unknown> {
    return this.#add(service, text, values, null, true)
  }

  #add(
    service: string,
    text: string,
    values: readonly unknown[],
    rows: Buffer | null,
    tells: boolean,
  ): Promise<unknown> {
    if (this.#over) return Promise.reject(new Error('a statement came after the end of its transaction was sent'))
    const known = this.#nameOf(service, text)
    const name = known === undefined ? '' : `${known} together`
    this.#statements.push({ text, name, values: values.map(parameterOf), rows, service, tells })
    return this.#passed.promise
  }

  /** Sends the statements. Resolves with the requested value, as text, once they are committed. */
  send(client: pg.Client): Promise<string | null> {
    this.#over = true
    this.#pipelined = new Pipelined(this.#statements, this.#passed)
    client.query(this.#pipelined)
    return this.#passed.promise
  }

  /** Rejects all callers instead of sending. */
  giveUp(fault: Error): Promise<string | null> {
    this.#over = true
    this.#passed.reject(fault)
    return this.#passed.promise
  }

  /** The service whose statement failed; null if none did. */
  get failedIn(): string | null {
    return this.#pipelined?.failed?.service ?? null
  }
}

/** The transaction as the driver's query, which sends more than one statement. */
class Pipelined extends pg.Query {
  readonly #statements: readonly Statement[]
  readonly #passed: PromiseWithResolvers<string | null>
  #done = 0
  #told: string | null = null
  failed: Statement | null = null

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
    if (this.#statements[this.#done]?.tells) this.#told ??= fields[0] ?? null
  }

  handleCommandComplete(): void {
    this.#done += 1
  }

  handleCopyInResponse(): void {}

  handleError(error: unknown): void {
    this.failed = this.#statements[this.#done] ?? null
    this.#passed.reject(error)
  }

  handleReadyForQuery({ parsedStatements }: Connection): void {
    for (const { text, name } of this.#statements) if (name !== '') parsedStatements[name] = text
    this.#passed.resolve(this.#told)
  }
}

function submitOne(connection: Connection, { text, name, values, rows }: Statement): void {
  if (connection.parsedStatements[name] === undefined) {
    // A transaction that failed may or may not have got as far as parsing the statement.
    if (name !== '') connection.close({ type: 'S', name }, true)
    connection.parse({ text, name, types: [] }, true)
  }
  connection.bind({ statement: name, values: [...values] }, true)
  connection.execute({}, true)
  if (rows === null) return
  connection.sendCopyFromChunk(rows)
  connection.endCopyFrom()
}
