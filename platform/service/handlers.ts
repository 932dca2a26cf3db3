/** Typed handlers of a service: its reactions to events of other services, and its read models. */
import type { Queryable, Writing } from '../db/database.ts'
import type { Command } from '../kit/command.ts'
import type { AnyEvent, DataOf } from '../kit/contract.ts'
import { mustMatch } from '../kit/contract-check.ts'
import type { Message } from '../kit/message.ts'
import type { Caused, InlineView, Listener, Projection, Reaction, ServiceContext } from './service.ts'

/** A message of one of these contracts: `type` narrows `data`. */
export type MessageOf<C extends AnyEvent> = C extends AnyEvent
  ? Message<DataOf<C>> & { readonly type: C['type'] }
  : never

type Handle<C extends AnyEvent> = (
  event: MessageOf<C>,
  context: ServiceContext,
) => readonly Command[] | Promise<readonly Command[]>

export interface EventHandler {
  readonly contract: AnyEvent
  readonly handle: (event: Message<any>, context: ServiceContext) => readonly Command[] | Promise<readonly Command[]>
}

/** Turns an event of another service into commands of this one. */
export const on = <C extends AnyEvent>(contract: C, handle: Handle<C>): EventHandler => ({
  contract,
  handle: (event, context) => {
    if (event.isRead) mustMatch(contract, event.data)
    return (handle as EventHandler['handle'])(event, context)
  },
})

function sourceOf(name: string, contracts: readonly AnyEvent[]): string {
  const [source, ...others] = new Set(contracts.map(({ service }) => service))
  if (source === undefined || others.length > 0) throw new Error(`${name} does not listen to exactly one service`)
  return source
}

/** Handlers of the events of one service. They share an offset under this name. */
export const reaction = (name: string, ...handlers: readonly EventHandler[]): Reaction => ({
  name,
  from: sourceOf(
    name,
    handlers.map(({ contract }) => contract),
  ),
  contracts: handlers.map(({ contract }) => contract),
  on: Object.fromEntries(handlers.map(({ contract, handle }) => [contract.type, handle])),
})

/** A reaction to one event. */
export const reactionTo = <C extends AnyEvent>(name: string, contract: C, handle: Handle<C>): Reaction =>
  reaction(name, on(contract, handle))

/**
 * A reaction that sees all events of a page at once, for commands that are fewer when they are made together. Each command
 * is caused by one of the events. It is called with a single event when a page has failed.
 */
export function pageReaction<const C extends AnyEvent>(
  name: string,
  contracts: readonly C[],
  page: (events: readonly MessageOf<C>[], context: ServiceContext) => Promise<readonly Caused[]>,
): Reaction {
  const checked: NonNullable<Reaction['page']> = async (events, context) => {
    for (const { isRead, type, data } of events) if (isRead) mustMatch(contractOf(contracts, type), data)
    return page(events as readonly MessageOf<C>[], context)
  }
  const one = async (event: Message, context: ServiceContext) =>
    (await checked([event], context)).map(({ command }) => command)
  return {
    name,
    from: sourceOf(name, contracts),
    contracts,
    on: Object.fromEntries(contracts.map(({ type }) => [type, one])),
    page: checked,
  }
}

/** Hears events of one service, for hints that may be lost. */
export const listener = <const C extends AnyEvent>(
  name: string,
  contracts: readonly C[],
  hear: (events: readonly MessageOf<C>[], context: ServiceContext) => void,
): Listener => ({
  name,
  from: sourceOf(name, contracts),
  types: contracts.map(({ type }) => type),
  hear: (events, context) => hear(events as readonly MessageOf<C>[], context),
})

interface ModelOptions<C extends AnyEvent> {
  readonly name: string
  /** The tables it writes. Nothing else writes them. */
  readonly tables: readonly string[]
  /** The events it is built from. */
  readonly events: readonly C[]
}

export interface ViewOptions<C extends AnyEvent> extends ModelOptions<C> {
  /** Raise it when the rows say something else than before: they are rebuilt at the next start. 1 unless said. */
  readonly version?: number
  readonly apply: (tx: Writing, events: readonly MessageOf<C>[]) => Promise<unknown>
}

/** A read model that is written in the same transaction as the events, set-wise: one statement per table and batch. */
export const view = <const C extends AnyEvent>({ events, apply, ...model }: ViewOptions<C>): InlineView => ({
  ...model,
  types: events.map(({ type }) => type),
  apply: async (tx, batch) => {
    await apply(tx, batch as readonly MessageOf<C>[])
  },
})

export interface ProjectionOptions<C extends AnyEvent> extends ModelOptions<C> {
  readonly apply: (tx: Queryable, events: readonly MessageOf<C>[]) => Promise<unknown>
}

/** A read model that is fed by the events of one other service (or its own), set-wise. */
export const projection = <const C extends AnyEvent>({
  events,
  apply,
  ...model
}: ProjectionOptions<C>): Projection => ({
  ...model,
  from: sourceOf(model.name, events),
  types: events.map(({ type }) => type),
  contracts: events,
  apply: async (tx, batch) => {
    for (const { isRead, type, data } of batch) if (isRead) mustMatch(contractOf(events, type), data)
    await apply(tx, batch as readonly MessageOf<C>[])
  },
})

function contractOf(contracts: readonly AnyEvent[], type: string): AnyEvent {
  const contract = contracts.find(each => each.type === type)
  if (!contract) throw new Error(`nothing was declared of ${type}`)
  return contract
}
