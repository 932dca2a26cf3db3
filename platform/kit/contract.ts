/**
 * The contract of a service: events, commands with their replies and refusals, and RPCs. A contract carries its type,
 * version, schema and address. Handler types, topology, checks and the reference are derived from it.
 */
import type { Static, TSchema } from 'typebox'
import type { NewTimer } from './command.ts'
import type { NewMessage } from './message.ts'
import { answered, type Request, type Results } from './saga-definition.ts'

/** `money` of `money.transferred`: a type begins with the service that owns it. */
const ownerOf = (type: string): string => {
  const [service, name] = type.split('.')
  if (!service || !name) throw new Error(`the type ${type} does not begin with its service`)
  return service
}

export interface EventContract<T extends string = string, S extends TSchema = TSchema> {
  readonly kind: 'event'
  /** The service that publishes it. */
  readonly service: string
  readonly type: T
  /** Version of the schema. A change that old readers cannot read gets a new type. */
  readonly version: number
  readonly schema: S
  /** The event as a message of a decision. */
  of(stream: string, data: Static<S>, touches?: readonly string[]): NewEvent<T, Static<S>>
}

export interface NewEvent<T extends string, D> extends NewMessage<D> {
  readonly type: T
}

export function event<const T extends string, S extends TSchema>(type: T, schema: S, version = 1): EventContract<T, S> {
  return {
    kind: 'event',
    service: ownerOf(type),
    type,
    version,
    schema,
    of: (stream, data, touches) => (touches ? { stream, type, data, touches } : { stream, type, data }),
  }
}

/** The data of a contract's message: `DataOf<typeof orderConfirmed>`. */
export type DataOf<C> = C extends { readonly schema: infer S extends TSchema } ? Static<S> : never

export interface CommandContract<T extends string = string, S extends TSchema = TSchema, R extends TSchema = TSchema> {
  readonly kind: 'command'
  /** The service that handles it. */
  readonly service: string
  readonly type: T
  readonly version: number
  readonly schema: S
  /** Schema of the reply; null when the reply carries nothing. */
  readonly reply: R | null
  /** Codes of the refusals that the receiver may give. */
  readonly refusals: readonly string[]
  /** The command as the request of a saga step. */
  ask(input: Static<S>): Request
  /** The command as a timer of the same service. */
  timer(id: string, at: Date, input: Static<S>): NewTimer
  /** The reply to a saga step of this name. Throws when the step has no reply. */
  replyIn(results: Results, step: string): Static<R>
}

interface CommandOptions<R extends TSchema> {
  readonly reply?: R
  readonly refusals?: readonly string[]
  readonly version?: number
}

export function command<const T extends string, S extends TSchema, R extends TSchema = TSchema>(
  type: T,
  schema: S,
  { reply, refusals = [], version = 1 }: CommandOptions<R> = {},
): CommandContract<T, S, R> {
  const service = ownerOf(type)
  return {
    kind: 'command',
    service,
    type,
    version,
    schema,
    reply: reply ?? null,
    refusals,
    ask: input => ({ to: service, command: type, input }),
    timer: (id, at, input) => ({ id, at, type, input }),
    replyIn: (results, step) => answered(results, step) as Static<R>,
  }
}

/** A read-only call: in memory in one process, over the network between processes. */
export interface RpcContract<T extends string = string, I extends TSchema = TSchema, O extends TSchema = TSchema> {
  readonly kind: 'rpc'
  readonly service: string
  readonly type: T
  readonly version: number
  readonly schema: I
  readonly answer: O
}

export const rpc = <const T extends string, I extends TSchema, O extends TSchema>(
  type: T,
  schema: I,
  answer: O,
  version = 1,
): RpcContract<T, I, O> => ({ kind: 'rpc', service: ownerOf(type), type, version, schema, answer })

/** A call that several services answer in the same words; each that does lists its own, `of('orders')`, in its contract. */
export interface SharedRpc<I extends TSchema = TSchema, O extends TSchema = TSchema> {
  readonly name: string
  readonly schema: I
  readonly answer: O
  of(service: string): RpcContract<string, I, O>
}

export const sharedRpc = <I extends TSchema, O extends TSchema>(
  name: string,
  schema: I,
  answer: O,
): SharedRpc<I, O> => ({
  name,
  schema,
  answer,
  of: service => rpc<string, I, O>(`${service}.${name}`, schema, answer),
})

/** Everything that crosses the boundary of one service. The keys of `commands` and `rpcs` name its handlers. */
export interface ServiceContract {
  readonly name: string
  /** What the service is for, in a sentence. */
  readonly summary?: string | undefined
  readonly events: Readonly<Record<string, EventContract>>
  readonly commands: Readonly<Record<string, AnyCommand>>
  readonly rpcs: Readonly<Record<string, RpcContract>>
}

/** Input is contravariant: no one schema type stands for all commands. */
export type AnyCommand = CommandContract<string, any, any>
export type AnyEvent = EventContract<string, any>

interface Sections {
  readonly summary?: string
  readonly events?: Readonly<Record<string, AnyEvent>>
  readonly commands?: Readonly<Record<string, AnyCommand>>
  readonly rpcs?: Readonly<Record<string, RpcContract<string, any, any>>>
}

type Section<C extends Sections, K extends keyof Sections> = C[K] extends object ? C[K] : Record<never, never>

export interface DefinedContract<C extends Sections> {
  readonly name: string
  readonly summary: string | undefined
  readonly events: Section<C, 'events'>
  readonly commands: Section<C, 'commands'>
  readonly rpcs: Section<C, 'rpcs'>
}

/** Throws when one of the sections belongs to another service. */
export function defineContract<const C extends Sections>(name: string, sections: C): DefinedContract<C> {
  const { summary, events = {}, commands = {}, rpcs = {} } = sections
  for (const { service, type } of [events, commands, rpcs].flatMap(section => Object.values(section))) {
    if (service !== name) throw new Error(`${type} is no contract of ${name}`)
  }
  return { name, summary, events, commands, rpcs } as DefinedContract<C>
}
