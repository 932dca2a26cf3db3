/** One service brought to life: its writer, relay, consumers, timers and calls, wired from what it declares. */

import type { Pool } from '../db/database.ts'
import type { RolePools } from '../db/role-pool.ts'
import { WriteConnection } from '../db/write-connection.ts'
import type { Aggregate } from '../kit/aggregate.ts'
import { accept, type Command, type CommandData, type ReplyData, replyMessage } from '../kit/command.ts'
import { mustMatch } from '../kit/contract-check.ts'
import type { Message, Origin } from '../kit/message.ts'
import { refuse } from '../kit/refusal.ts'
import type { LocalRpc } from '../kit/rpc.ts'
import { gaugesLoop } from '../observability/gauges.ts'
import type { CommitWatermark } from '../outbox/commit-watermark.ts'
import { Relay } from '../outbox/relay.ts'
import type { Logger } from '../ports/logger.ts'
import type { Loop } from '../ports/loop.ts'
import type { Ports } from '../ports/ports.ts'
import { SagaEngine } from '../saga/engine.ts'
import { sagaAggregate } from '../saga/state.ts'
import type {
  Accept,
  Projection,
  Projections,
  Reaction,
  ServiceContext,
  ServiceDefinition,
} from '../service/service.ts'
import { createVault, type KeyProvider, type Vault } from '../vault/vault.ts'
import { GroupCommit } from '../write/group-commit.ts'
import type { Pipeline } from '../write/pipeline.ts'
import type { Entry } from '../write/unit.ts'
import { BatchingWriter } from '../write/writer.ts'
import { CallRunner } from './call-runner.ts'
import { Consumer, type ConsumerOptions } from './consumer.ts'
import { Timers } from './timers.ts'

export interface ServiceDeps {
  readonly databaseUrl: string
  readonly ports: Ports
  readonly keys: KeyProvider
  readonly settings: Readonly<Record<string, string | undefined>>
  readonly log: Logger
  readonly rpc: LocalRpc
  readonly watermark: CommitWatermark
  /** With whom a service commits: with all services of the process, or (null) for itself as if it ran alone. */
  readonly group: GroupCommit<Pipeline> | null
  /** Shared by all services of the process. */
  readonly pools: RolePools
}

interface Pools {
  readonly read: Pool
  readonly lookUp: Pool
}

export class RunningService {
  readonly definition: ServiceDefinition
  readonly context: ServiceContext
  readonly writer: BatchingWriter
  readonly relay: Relay
  readonly sagas: SagaEngine
  readonly timers: Timers
  readonly gauges: Loop
  readonly calls: CallRunner
  readonly consumers: Consumer[] = []
  readonly aggregates: ReadonlyMap<string, Aggregate>
  /** For the service's own pages and lists. */
  readonly read: Pool
  /** For the floor under it, which finds everything by key. */
  readonly #lookUp: Pool
  readonly #connection: WriteConnection
  readonly #accepts: Readonly<Record<string, Accept>>
  /** Commands that were once built by waiting for something: they are not asked for at once again. */
  readonly #builtByWaiting = new Set<string>()
  readonly #onApplied = new Set<(name: string) => void>()
  readonly #deps: ServiceDeps
  readonly #log: Logger

  constructor(definition: ServiceDefinition, deps: ServiceDeps, { read, lookUp }: Pools, vault: Vault) {
    const { name } = definition
    const { ports, databaseUrl, rpc, settings } = deps
    this.definition = definition
    this.#deps = deps
    this.#log = deps.log.child({ service: name })
    this.read = read
    this.#lookUp = lookUp
    this.#connection = new WriteConnection(databaseUrl, name)
    const aggregates = [...(definition.aggregates ?? []), ...(definition.sagas?.length ? [sagaAggregate] : [])]
    this.aggregates = new Map(aggregates.map(aggregate => [aggregate.name, aggregate]))
    const views = definition.views ?? []
    const batchDeps = {
      service: name,
      connection: this.#connection,
      aggregates: this.aggregates,
      headsMax: definition.headsMax,
      views,
      ports,
      writer: ports.ids.next('wrt'),
      commandFor: (message: Message) => this.#commandFor(message),
    }
    const group = deps.group ?? new GroupCommit(this.#connection)
    this.writer = new BatchingWriter(batchDeps, { read: lookUp, open: vault.open, log: this.#log, group })
    this.relay = new Relay(name, { read: lookUp, watermark: deps.watermark, clock: ports.clock, log: this.#log })
    this.writer.onCommit(({ xid, messages }) => this.relay.committed(xid, messages))
    this.context = {
      service: name,
      ports,
      writer: this.writer,
      read,
      rpc,
      vault,
      log: this.#log,
      settings,
      projections: this.#projections(),
    }
    this.sagas = new SagaEngine(name, definition.sagas ?? [])
    this.#accepts = { ...this.sagas.accepts, ...definition.accepts }
    const common = {
      service: name,
      read: lookUp,
      clock: ports.clock,
      log: this.#log,
      submit: this.writer.submit.bind(this.writer),
    }
    this.timers = new Timers({ ...common, ids: ports.ids, accepts: this.#accepts, context: this.context })
    this.gauges = gaugesLoop(name, read, ports.clock, this.#log)
    const calls = definition.calls?.(this.context) ?? {}
    this.calls = new CallRunner({ ...common, calls, sagas: this.sagas, faults: ports.faults })
    this.writer.onCommit(({ messages }) => {
      if (messages.some(message => message.kind === 'call')) this.calls.loop.wake()
    })
    if (definition.rpc) rpc.offer(definition.rpc(this.context))
  }

  #projections(): Projections {
    return {
      reached: async name => {
        const { rows } = await this.#lookUp.query(
          `select coalesce(string_agg(xid::text || ' ' || seq, ', ' order by source), '') as at from consumers where name = $1`,
          [consumerOf(this.definition.name, name)],
        )
        return rows[0].at
      },
      onApplied: listener => this.#onApplied.add(listener),
    }
  }

  /** Subscribes to the services of this process: addressed messages from each, facts where it declared an interest. */
  listenTo(sources: readonly RunningService[]): void {
    for (const source of sources) {
      const from = source.definition.name
      if (this.definition.accepts && source.definition.sagas?.length) this.#addCommands(source.relay)
      if (this.definition.sagas?.length) this.#addReplies(source.relay)
      for (const reaction of this.definition.reactions ?? []) {
        if (reaction.from === from) this.#addReaction(reaction, source.relay)
      }
      for (const projection of this.definition.projections ?? []) {
        if (projection.from === from) this.#addProjection(projection, source.relay)
      }
    }
  }

  get loops() {
    return [
      this.relay.loop,
      this.timers.loop,
      this.calls.loop,
      this.gauges,
      ...this.consumers.map(consumer => consumer.loop),
    ]
  }

  async open(): Promise<void> {
    await this.#refuseForeignNumbers()
    await this.writer.start()
    await this.definition.start?.(this.context)
  }

  /**
   * Outbox and offsets are in the order of this server's transaction numbers. In a server that counts from lower ones (a
   * logical dump restored elsewhere) new events would sort before old ones and never be served.
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
      // Without calls of its own a service has none to run.
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

  /** Applies a message that was set aside once more. False if there is none of that id left to replay. */
  async replayDeadLetter(id: string): Promise<boolean> {
    const { rows } = await this.read.query(
      'select consumer, source, message from dead_letters where id = $1 and replayed_at is null',
      [id],
    )
    const letter = rows[0]
    const consumer = this.consumers.find(({ name, source }) => name === letter?.consumer && source === letter.source)
    if (!consumer) return false
    const message = { ...letter.message, at: new Date(letter.message.at) }
    await consumer.applyAgain(message, tx =>
      tx.query(
        `with replayed as (update dead_letters set replayed_at = $2 where id = $1 and replayed_at is null returning 1)
         select must_change((select count(*) from replayed))`,
        [id, this.#deps.ports.clock.now()],
      ),
    )
    return true
  }

  #add(options: Pick<ConsumerOptions, 'name' | 'relay' | 'wants' | 'apply' | 'onDeadLetter'>): void {
    this.consumers.push(
      new Consumer({
        ...options,
        service: this.definition.name,
        submit: this.writer.submit.bind(this.writer),
        database: this.#lookUp,
        clock: this.#deps.ports.clock,
        log: this.#log,
      }),
    )
  }

  #addCommands(relay: Relay): void {
    const { name } = this.definition
    this.#add({
      name: `${name}.commands`,
      relay,
      wants: message => message.kind === 'command' && message.to === name,
      apply: async messages => ({
        entries: await Promise.all(messages.map(message => this.#entryFor(message as Message<CommandData>))),
      }),
      onDeadLetter: message => this.#refuseDead(message as Message<CommandData>),
    })
  }

  async #entryFor(message: Message<CommandData>): Promise<Entry> {
    const accepts = this.#accepts[message.data.command]
    if (!accepts) throw new Error(`${this.definition.name} accepts no command ${message.data.command}`)
    if (message.isRead) this.#checkCommand(message.data)
    return { command: await accepts(message.data.input, this.context), origin: originOf(message), message }
  }

  #checkCommand({ command, input }: CommandData): void {
    const contracts = Object.values(this.definition.contract?.commands ?? {})
    const contract = contracts.find(({ type }) => type === command)
    if (contract) mustMatch(contract, input)
  }

  /** What a message to this service asks of it, where that can be told without waiting for anything. */
  #commandFor(message: Message): Command | null {
    if (message.kind === 'reply') return this.sagas.answer(message as Message<ReplyData>)
    if (message.kind !== 'command') return null
    const { command, input } = message.data as CommandData
    if (this.#builtByWaiting.has(command)) return null
    const built = this.#accepts[command]?.(input, this.context) ?? null
    if (!(built instanceof Promise)) return built
    // It is asked for again when it comes over the outbox.
    built.catch(() => {})
    this.#builtByWaiting.add(command)
    return null
  }

  /** A command that could not be carried out was rolled back; the saga that waits for it is told. */
  #refuseDead(message: Message<CommandData>): Entry[] {
    const to = message.data.replyTo
    if (!to) return []
    const refusal = refuse('internal_fault', { messageId: message.id })
    const decide = () => accept([replyMessage(to, { ok: false, refusal })])
    return [{ command: { type: 'dead-letter', keys: [], decide }, origin: originOf(message) }]
  }

  #addReplies(relay: Relay): void {
    const { name } = this.definition
    this.#add({
      name: `${name}.replies`,
      relay,
      wants: message => message.kind === 'reply' && message.to === name,
      apply: messages => ({
        entries: messages.map(message => ({
          command: this.sagas.answer(message as Message<ReplyData>),
          origin: originOf(message),
        })),
      }),
    })
  }

  #addReaction(reaction: Reaction, relay: Relay): void {
    relay.want(Object.keys(reaction.on))
    this.#add({
      name: consumerOf(this.definition.name, reaction.name),
      relay,
      wants: message => message.kind === 'event' && message.type in reaction.on,
      apply: async messages => {
        const entries = await Promise.all(
          messages.map(async message => {
            const commands = (await reaction.on[message.type]?.(message, this.context)) ?? []
            return commands.map(command => ({ command, origin: originOf(message) }))
          }),
        )
        return { entries: entries.flat() }
      },
    })
  }

  #addProjection(projection: Projection, relay: Relay): void {
    relay.want(projection.types)
    this.#add({
      name: consumerOf(this.definition.name, projection.name),
      relay,
      wants: message => message.kind === 'event' && projection.types.includes(message.type),
      apply: messages => ({
        project: tx => projection.apply(tx, messages),
        onProjected: () => {
          for (const listener of this.#onApplied) listener(projection.name)
        },
      }),
    })
  }
}

const consumerOf = (service: string, name: string): string => `${service}.${name}`

const originOf = (message: Message): Origin => ({
  actor: message.actor,
  correlationId: message.correlationId,
  causationId: message.id,
  traceparent: message.traceparent,
})

export async function runService(definition: ServiceDefinition, deps: ServiceDeps): Promise<RunningService> {
  const read = deps.pools.read.of(definition.name)
  const lookUp = deps.pools.lookUp.of(definition.name)
  const vault = await createVault({ service: definition.name, keys: deps.keys, database: lookUp, ports: deps.ports })
  return new RunningService(definition, deps, { read, lookUp }, vault)
}
