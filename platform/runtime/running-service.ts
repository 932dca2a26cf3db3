/** A running service: its writer, relay, consumers, timers and calls, created from its definition. */
import type { Pool } from '../db/database.ts'
import type { RolePools } from '../db/role-pool.ts'
import { WriteConnection } from '../db/write-connection.ts'
import { PostgresFiles } from '../files/postgres-files.ts'
import type { Aggregate } from '../kit/aggregate.ts'
import type { Message } from '../kit/message.ts'
import type { LocalRpc } from '../kit/rpc.ts'
import type { CommitWatermark } from '../outbox/commit-watermark.ts'
import { Relay } from '../outbox/relay.ts'
import type { Logger } from '../ports/logger.ts'
import type { Ports } from '../ports/ports.ts'
import { SagaEngine } from '../saga/engine.ts'
import { SAGA_STUCK, type StuckSaga, sagaAggregate } from '../saga/state.ts'
import { referenceTablesOf } from '../service/file-references.ts'
import type { Projections, ServiceContext, ServiceDefinition } from '../service/service.ts'
import { aggregatesWithTasks, viewsOf } from '../service/task-view.ts'
import type { KeyProvider } from '../vault/master-keys.ts'
import { createVault, type Vault } from '../vault/vault.ts'
import { GroupCommit } from '../write/group-commit.ts'
import type { Pipeline } from '../write/pipeline.ts'
import { BatchingWriter } from '../write/writer.ts'
import { CallRunner } from './call-runner.ts'
import { ConsumersCatchUp } from './catch-up.ts'
import { Consumer, projectionsRow } from './consumer.ts'
import { giveUpDeadLetter, replayDeadLetter } from './dead-letters.ts'
import { Listening } from './listening.ts'
import { asksOf, MessageHandlers } from './message-handlers.ts'
import { ServiceTimers } from './timers.ts'

export interface ServiceDeps {
  readonly databaseUrl: string
  readonly ports: Ports
  readonly keys: KeyProvider
  readonly settings: Readonly<Record<string, string | undefined>>
  readonly log: Logger
  readonly rpc: LocalRpc
  readonly watermark: CommitWatermark
  /** The services that commit together; null if the service commits for itself, as if it ran in its own process. */
  readonly group: GroupCommit<Pipeline> | null
  /** Shared by all services of the process. */
  readonly pools: RolePools
}

export class RunningService {
  readonly definition: ServiceDefinition
  readonly context: ServiceContext
  readonly writer: BatchingWriter
  readonly relay: Relay
  readonly sagas: SagaEngine
  readonly timers: ServiceTimers
  readonly calls: CallRunner
  readonly consumers: Consumer[] = []
  readonly aggregates: ReadonlyMap<string, Aggregate>
  /** For pages and lists of the service. */
  readonly read: Pool
  readonly files: PostgresFiles
  /** For the platform, which finds everything by key. */
  readonly #lookUp: Pool
  readonly #connection: WriteConnection
  readonly #handlers: MessageHandlers
  readonly #onApplied = new Set<(name: string) => void>()
  readonly #deps: ServiceDeps
  readonly #log: Logger

  constructor(definition: ServiceDefinition, deps: ServiceDeps, vault: Vault) {
    const { name, sagas = [] } = definition
    const { ports, databaseUrl, rpc, settings, pools, group } = deps
    this.definition = definition
    this.#deps = deps
    this.#log = deps.log.child({ service: name })
    this.read = pools.read.of(name)
    this.#lookUp = pools.lookUp.of(name)
    this.#connection = new WriteConnection(databaseUrl, name)
    this.aggregates = aggregatesOf(definition)
    const references = referenceTablesOf(definition)
    this.files = new PostgresFiles({ service: name, database: this.read, vault, clock: ports.clock, references })
    this.writer = this.#openWriter(vault, group ?? new GroupCommit(this.#connection))
    this.relay = new Relay(name, { read: this.#lookUp, watermark: deps.watermark, clock: ports.clock, log: this.#log })
    this.context = {
      service: name,
      ports,
      writer: this.writer,
      read: this.read,
      rpc,
      vault,
      files: this.files,
      log: this.#log,
      settings,
      projections: this.#projections(),
      catchUp: new ConsumersCatchUp({
        consumers: this.consumers,
        read: this.#lookUp,
        clock: ports.clock,
        onCaughtUp: () => {
          for (const projection of definition.projections ?? []) this.#applied(projection.name)
        },
      }),
    }
    this.sagas = new SagaEngine(name, sagas)
    this.#handlers = new MessageHandlers({
      definition,
      context: this.context,
      sagas: this.sagas,
      onProjected: projection => this.#applied(projection),
    })
    const common = {
      service: name,
      read: this.#lookUp,
      clock: ports.clock,
      log: this.#log,
      submit: this.writer.submit.bind(this.writer),
    }
    this.timers = new ServiceTimers({ ...common, accepts: this.#handlers.accepts, context: this.context })
    const calls = definition.calls?.(this.context) ?? {}
    this.calls = new CallRunner({ ...common, calls, sagas: this.sagas, faults: ports.faults })
    this.#followCommits()
    if (definition.rpc) rpc.offer(definition.rpc(this.context))
  }

  #openWriter(vault: Vault, group: GroupCommit<Pipeline>): BatchingWriter {
    const { definition } = this
    const { ports } = this.#deps
    const batchDeps = {
      service: definition.name,
      connection: this.#connection,
      aggregates: this.aggregates,
      headsMax: definition.headsMax,
      views: viewsOf(definition),
      ports,
      writer: ports.ids.next('wrt'),
      asks: asksOf(definition),
      commandFor: (message: Parameters<MessageHandlers['commandFor']>[0]) => this.#handlers.commandFor(message),
    }
    return new BatchingWriter(batchDeps, { read: this.#lookUp, open: vault.open, log: this.#log, group })
  }

  /** Commits of this process wake relay, calls and timers, which need not look for them. */
  #followCommits(): void {
    this.writer.onCommit(({ xid, messages, timers }) => {
      if (messages.length > 0) this.relay.committed(xid, messages)
      if (messages.some(message => message.kind === 'call')) this.calls.loop.wake()
      if (timers.length > 0) this.timers.set(timers.filter(timer => 'at' in timer))
      this.#logStuck(messages)
    })
  }

  /** Once, by the process that committed it: whoever reads logs learns of it without asking. */
  #logStuck(messages: readonly Message[]): void {
    for (const { stream, data, correlationId } of messages.filter(({ type }) => type === SAGA_STUCK)) {
      const { saga, step, reason, owner } = data as StuckSaga
      this.#log.error({ saga, id: stream, step, reason, owner, correlationId }, 'a saga is stuck: a person has to look')
    }
  }

  #applied(projection: string): void {
    for (const listener of this.#onApplied) listener(projection)
  }

  #projections(): Projections {
    const { name: service } = this.definition
    return {
      reached: async projection => {
        const { rows } = await this.#lookUp.query(
          `select coalesce(string_agg(xid::text || ' ' || seq, ', ' order by source, name), '') as at
           from consumers where name = any($1)`,
          [[projectionsRow(service), `${service}.${projection}`]],
        )
        return rows[0].at
      },
      onApplied: listener => this.#onApplied.add(listener),
    }
  }

  /** Subscribes to the services of this process whose messages it declares to read. */
  listenTo(sources: readonly RunningService[]): void {
    const { definition, writer, consumers } = this
    const { ports } = this.#deps
    for (const { definition: source, relay } of sources) {
      this.#hear(source.name, relay)
      const handlers = this.#handlers.handlersFor(source)
      const projections = this.#handlers.projectionsFor(source)
      if (handlers.length + projections.length === 0) continue
      const types = eventsWantedBy(definition, source.name)
      relay.want(types)
      consumers.push(
        new Consumer({
          service: definition.name,
          types,
          relay,
          handlers,
          projections,
          submit: writer.submit.bind(writer),
          database: this.#lookUp,
          clock: ports.clock,
          log: this.#log,
        }),
      )
    }
  }

  #hear(source: string, relay: Relay): void {
    const { context } = this
    for (const { from, types, hear } of this.definition.listeners ?? []) {
      if (from !== null && from !== source) continue
      new Listening({ relay, types, hear: events => hear(events, context), log: this.#log })
    }
  }

  get loops() {
    return [this.relay.loop, this.calls.loop, ...this.consumers.map(consumer => consumer.loop)]
  }

  async open(): Promise<void> {
    await this.#refuseForeignNumbers()
    await this.writer.start()
    await this.definition.start?.(this.context)
  }

  /**
   * Outbox and offsets are in the order of this server's transaction numbers. On a server with lower numbers (a logical
   * dump restored elsewhere) new events would sort before old ones and never be served.
   */
  async #refuseForeignNumbers(): Promise<void> {
    const { rows } = await this.read.query(
      `select 1 from (select xid from events order by xid desc, seq desc limit 1) e
       where e.xid >= pg_snapshot_xmax(pg_current_snapshot())`,
    )
    if (rows.length === 0) return
    const { name } = this.definition
    throw new Error(
      `${name}: the outbox holds transaction numbers this server has not reached. Restore databases with physical backups`,
    )
  }

  startLoops(): void {
    for (const loop of this.loops) {
      // A service without declared calls has none to run.
      if (loop !== this.calls.loop || this.definition.calls) loop.start()
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.loops.map(loop => loop.stop()))
    await this.calls.idle()
    await this.writer.idle()
    await Promise.all(this.consumers.map(consumer => consumer.saveOffset().catch(() => {})))
    await this.writer.idle()
    await this.#connection.end()
  }

  /** Applies a dead letter again. False if there is none of that id to replay. */
  replayDeadLetter(id: string): Promise<boolean> {
    return replayDeadLetter(id, this.read, this.consumers, this.#deps.ports.clock)
  }

  /** Ends a dead letter without applying it. False if there is none of that id. */
  giveUpDeadLetter(id: string): Promise<boolean> {
    return giveUpDeadLetter(id, this.#lookUp, this.#deps.ports.clock)
  }
}

function aggregatesOf(definition: ServiceDefinition): ReadonlyMap<string, Aggregate> {
  const all = [...aggregatesWithTasks(definition), ...(definition.sagas?.length ? [sagaAggregate] : [])]
  return new Map(all.map(aggregate => [aggregate.name, aggregate]))
}

function eventsWantedBy({ reactions = [], projections = [] }: ServiceDefinition, source: string): string[] {
  return [
    ...reactions.filter(({ from }) => from === source).flatMap(({ on }) => Object.keys(on)),
    ...projections.filter(({ from }) => from === source).flatMap(({ types }) => types),
  ]
}

export async function runService(definition: ServiceDefinition, deps: ServiceDeps): Promise<RunningService> {
  const { pools, keys, ports } = deps
  const database = pools.lookUp.of(definition.name)
  const vault = await createVault({ service: definition.name, keys, database, ports })
  return new RunningService(definition, deps, vault)
}
