/** The definition of a service: what it owns, what it offers, what it reads. The composition root runs it. */

import type { Queryable, Reader, Writing } from '../db/database.ts'
import type { Files } from '../files/files.ts'
import type { Route } from '../http/routes/route.ts'
import type { SocketEndpoint } from '../http/routes/socket.ts'
import type { Aggregate } from '../kit/aggregate.ts'
import type { CallDefinition } from '../kit/calls.ts'
import type { Command } from '../kit/command.ts'
import type { AnyEvent, ServiceContract } from '../kit/contract.ts'
import type { Message } from '../kit/message.ts'
import type { Catalogue, Refusal } from '../kit/refusal.ts'
import type { RpcClient, RpcHandlers } from '../kit/rpc.ts'
import type { SagaDefinition } from '../kit/saga-definition.ts'
import type { Writer } from '../kit/writer.ts'
import type { Logger } from '../ports/logger.ts'
import type { Ports } from '../ports/ports.ts'
import type { Vault } from '../vault/vault.ts'
import type { HeadView } from './head-view.ts'
import type { Named, Task } from './task.ts'

export interface Projections {
  /** The position of a projection, in any process. While it is unchanged, nothing was applied. */
  reached(name: string): Promise<string>
  /** `listener` is called whenever something was applied to a projection by this process, or has perhaps been by another. */
  onApplied(listener: (name: string) => void): void
}

/**
 * How a handler finds what was written before it was called, in copies of other services' facts. A copy is read once it
 * has caught up with this process, which takes no time unless something was written a moment ago. A refusal that rests on
 * a copy (`fromCopy` in the catalogue) is given by the HTTP edge only once the service has caught up with all processes.
 */
export interface CatchUp {
  /**
   * With what this process has committed of these services, by one actor if one is named. Null if nothing is missing.
   * Resolves false when `THIS_PROCESS_MAX_MS` is over.
   */
  withThisProcess(sources: readonly string[], actor?: string): Promise<boolean> | null
  /** With what any process has committed, of all services or of these. False when `ALL_MAX_MS` is over. */
  withAll(sources?: readonly string[]): Promise<boolean>
}

/** What the code of a service may use at run time. */
export interface ServiceContext {
  readonly service: string
  readonly ports: Ports
  readonly writer: Writer
  /** Queries of the service's own schema, outside of any transaction. */
  readonly read: Reader
  /** The service's projections. */
  readonly projections: Projections
  readonly catchUp: CatchUp
  readonly rpc: RpcClient
  readonly vault: Vault
  /** Pictures, attachments, documents; a service that stores some has a view `fileReferences`. */
  readonly files: Files
  readonly log: Logger
  readonly settings: Readonly<Record<string, string | undefined>>
}

/** A read model that is written in the same transaction as the events, set-wise: one statement per table and batch. */
export interface InlineView {
  readonly name: string
  /** Raise it when the rows say something else than before: they are rebuilt at the next start. 1 unless said. */
  readonly version?: number
  readonly tables: readonly string[]
  readonly types: readonly string[]
  apply(tx: Writing, events: readonly Message<any>[]): Promise<void>
}

/** Turns events of another service into commands of this one. Offset and effect commit together. */
export interface Reaction {
  readonly name: string
  readonly from: string
  readonly on: Readonly<
    Record<string, (event: Message<any>, context: ServiceContext) => readonly Command[] | Promise<readonly Command[]>>
  >
  /** Turns the events of a page into fewer commands than `on` would, one by one. */
  readonly page?: (events: readonly Message<any>[], context: ServiceContext) => Promise<readonly Caused[]>
  /** The events it reads, if its handlers are typed by contracts. */
  readonly contracts?: readonly AnyEvent[]
}

/** A command, and the event that leads to it. */
export interface Caused {
  readonly command: Command
  readonly cause: Message
}

/** Hears events as they are served, in every process. Nothing is kept of it: what is not heard is lost. */
export interface Listener {
  readonly name: string
  /** A service; null: every service that has such events. */
  readonly from: string | null
  readonly types: readonly string[]
  hear(events: readonly Message<any>[], context: ServiceContext): void
}

/** A read model that is fed by the events of another service (or its own), set-wise. */
export interface Projection {
  readonly name: string
  readonly from: string
  readonly tables: readonly string[]
  readonly types: readonly string[]
  readonly contracts?: readonly AnyEvent[]
  apply(tx: Queryable, events: readonly Message<any>[]): Promise<void>
}

/** A consistency check: its rows are the differences; none means that the check passes. */
export interface Check {
  readonly name: string
  /** Which of the ten properties it is part of (1..10). */
  readonly property: number
  differences(read: Queryable): Promise<readonly Record<string, unknown>[]>
}

/** Builds the command for a command message or a due timer. */
export type Accept = (input: any, context: ServiceContext) => Command | Promise<Command>

/** What people may do about a task. */
export interface TaskAction {
  readonly name: Named
  /** What happens then, in a sentence: read by whoever is about to do it. */
  readonly does: Named
  /** Money is written off, or a step is said to have been done by hand: it happens once a second person agrees. */
  readonly secondPerson?: boolean
  /** False where the task goes on until an event closes it (`closeTask`) or opens it again (`openTask`). */
  readonly ends?: boolean
  /** What is done together with the task's own event. Nothing, unless said: then the task is only closed. */
  readonly command?: (task: Task, context: ServiceContext, by: string) => Command | Refusal | Promise<Command | Refusal>
}

/** A kind of task; see `task.ts`. */
export interface TaskKind {
  readonly kind: string
  readonly what: Named
  /** What its reasons (`why`) mean. Codes of refusals need no text here: the catalogue has them. */
  readonly causes?: Readonly<Record<string, Named>>
  /** Whose it is; an operator's unless said. */
  readonly role?: string
  readonly actions: Readonly<Record<string, TaskAction>>
}

export interface ServiceDefinition {
  readonly name: string
  /** The messages that cross its boundary. A service of a test may have none. */
  readonly contract?: ServiceContract
  /** Its tables beside the platform's. A service that needs none has none. */
  readonly migrations?: URL
  readonly aggregates?: readonly Aggregate[]
  /** Heads that stay in memory, per generation of two; the default suits large services too. */
  readonly headsMax?: number
  readonly views?: readonly (InlineView | HeadView)[]
  readonly accepts?: Readonly<Record<string, Accept>>
  readonly reactions?: readonly Reaction[]
  readonly projections?: readonly Projection[]
  readonly listeners?: readonly Listener[]
  readonly sagas?: readonly SagaDefinition[]
  /** What it leaves to people. */
  readonly tasks?: readonly TaskKind[]
  /** Services that it sends notices to outside of its sagas. */
  readonly asks?: readonly string[]
  readonly calls?: (context: ServiceContext) => Readonly<Record<string, CallDefinition>>
  readonly routes?: (context: ServiceContext) => readonly Route[]
  readonly sockets?: (context: ServiceContext) => readonly SocketEndpoint[]
  readonly rpc?: (context: ServiceContext) => RpcHandlers
  readonly refusals?: Catalogue
  readonly checks?: readonly Check[]
  /** Runs once when the storage of the service is ready, before requests are accepted (load keys, warm a cache). */
  readonly start?: (context: ServiceContext) => Promise<void>
}

/** A service without a contract, for tests and measurements. */
export const bareService = (definition: ServiceDefinition): ServiceDefinition => definition
