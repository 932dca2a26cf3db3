/** Checks responses against the declared replies of a route. For tests and development; off in production. */
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/schema'
import type { Route } from '../routes/route.ts'

/** Throws when the response does not match the document. */
export type ReplyCheck = (status: number, body: unknown) => void

export function replyCheck({ name, replies }: Route): ReplyCheck {
  const validators = new Map(
    Object.entries(replies as Record<string, TSchema | null>).map(([status, schema]) => [
      Number(status),
      schema === null ? null : Compile(schema),
    ]),
  )
  return (status, body) => {
    const validator = validators.get(status)
    if (validator === undefined) throw new Error(`${name} answers ${status}, which it does not declare`)
    if (validator === null || validator.Check(body)) return
    const received: unknown = JSON.parse(JSON.stringify(body))
    if (validator.Check(received)) return
    const [, [first]] = validator.Errors(received)
    throw new Error(`${name} answers ${status} with ${first?.instancePath || 'a body'} that ${first?.message}`)
  }
}
