/** How a service states what crosses its boundary: events it tells, commands it takes. Schemas carry the types. */
import type { Static, TSchema } from 'typebox'
import type { NewMessage } from './message.ts'
import type { Request } from './saga-definition.ts'

export interface EventContract<S extends TSchema> {
  readonly type: string
  /** Version of the schema; a change that old readers cannot take gets a new type. */
  readonly version: number
  readonly schema: S
  /** The event as a decision states it. */
  of(stream: string, data: Static<S>, touches?: readonly string[]): NewMessage<Static<S>>
}

export function event<S extends TSchema>(type: string, schema: S, version = 1): EventContract<S> {
  return {
    type,
    version,
    schema,
    of: (stream, data, touches) => (touches ? { stream, type, data, touches } : { stream, type, data }),
  }
}

export interface CommandContract<S extends TSchema> {
  readonly to: string
  readonly type: string
  readonly schema: S
  /** The command as a saga's step asks it. */
  ask(input: Static<S>): Request
}

export function command<S extends TSchema>(to: string, type: string, schema: S): CommandContract<S> {
  return { to, type, schema, ask: input => ({ to, command: type, input }) }
}
