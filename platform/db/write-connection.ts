/** The connection that commits: pipelined transactions of one service, or of all services of the process in turn. */
import type { Duplex } from 'node:stream'
import pg from 'pg'
import { widenSendBuffer } from '../linux/send-buffer.ts'
import { systemClock, type Timeout } from '../ports/ports.ts'
import { ACT_FOR, connectionFor, nameFor, prepared, statementName } from './connection.ts'
import {
  ConnectionLost,
  type Queryable,
  ROLLED_BACK,
  RolledBack,
  type Rows,
  roleOf,
  schemaOf,
  type Writing,
} from './database.ts'
import { PipelinedTransaction } from './pipelined-transaction.ts'

/**
 * A copy that sends its rows without waiting for the server's request for them. If the copy is refused, the server
 * skips the rows.
 */
export function copyIn(client: pg.Client, text: string, rows: Buffer): Promise<unknown> {
  const copying = new PipelinedTransaction((_, copied) => statementName(copied))
  copying.of('').copy(text, rows)
  return copying.send(client)
}

const streamOf = (client: pg.Client): Duplex =>
  (client as unknown as { connection: { stream: Duplex } }).connection.stream

type Send = <R>(send: (client: pg.Client) => Promise<R>) => Promise<R>

const sending =
  <R>(text: string, values?: readonly unknown[]) =>
  (client: pg.Client): Promise<Rows<R>> =>
    client.query(prepared(text, values)) as never

/** One transaction whose statements can be awaited, on a connection that is shared with later transactions. */
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
   * Sends the commit behind the preceding statements without waiting for them. If one of them failed, the server makes
   * it a rollback.
   */
  async commit(): Promise<void> {
    const sent = this.query('commit')
    this.#open = false
    const { command } = (await sent) as unknown as { command: string }
    if (command !== 'COMMIT') throw new RolledBack(ROLLED_BACK)
  }

  /** Does nothing when the end was already sent. */
  async rollback(): Promise<void> {
    if (!this.#open) return
    const sent = this.query('rollback')
    this.#open = false
    await sent.catch(() => {})
  }
}

/** That of one service is closed after so long without a statement: beside the group commit it is for exceptions. */
const IDLE_MS = 30_000

/** A connection to write through, for a service or (null) for all in turn. Statements are pipelined; it reconnects when it was lost. */
export class WriteConnection {
  readonly #url: string
  readonly #service: string | null
  readonly #idle_ms: number
  #closing: Timeout | null = null
  #client: pg.Client | null = null
  #opening: Promise<pg.Client> | null = null
  #corked = false

  constructor(url: string, service: string | null, idle_ms = IDLE_MS) {
    this.#url = url
    this.#service = service
    this.#idle_ms = idle_ms
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
    if (this.#service !== null) client.on('drain', () => this.#closeLater(client))
    await client.connect()
    widenSendBuffer(streamOf(client))
    this.#client = client
    return client
  }

  /** All that was sent is answered; the next statement keeps it open. */
  #closeLater(client: pg.Client): void {
    this.#closing?.cancel()
    this.#closing = systemClock.after(this.#idle_ms, () => {
      if (this.#client !== client) return
      this.#client = null
      client.end().catch(() => {})
    })
  }

  async connect(): Promise<void> {
    if (this.#client) return
    this.#opening ??= this.#open().finally(() => {
      this.#opening = null
    })
    await this.#opening
  }

  /** A transaction may begin once the previous transaction has sent its commit, before the answer to that commit. */
  begin(): Transaction {
    // All of a transaction runs on one client: it must not continue on the next client after a lost connection.
    const client = this.#client
    return new Transaction(send => {
      if (!client || client !== this.#client) {
        return Promise.reject(new ConnectionLost('the connection to the database was lost'))
      }
      this.#cork(client)
      return send(client)
    })
  }

  /** A transaction whose statements and end are sent by `send`. */
  together(): PipelinedTransaction {
    return new PipelinedTransaction(nameFor)
  }

  /** Statements that follow in this transaction act as this service. */
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

  /** The statements of one turn of the event loop leave in one write to the socket. */
  #cork(client: pg.Client): void {
    this.#closing?.cancel()
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
    this.#closing?.cancel()
    // One that is being opened would outlive this call, and keep the process alive for ever.
    await this.#opening?.catch(() => {})
    this.#closing?.cancel()
    await this.#client?.end().catch(() => {})
    this.#client = null
  }
}
