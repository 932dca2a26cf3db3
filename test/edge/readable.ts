/** What a member can read of their own, byte for byte: whoever may not touch it must leave it as it is. */

import { type Operation, urlOf } from './operations.ts'
import { send } from './send.ts'
import { allPathValuesIn, type World } from './world.ts'

/** Answers by operation and URL. */
export type Readable = ReadonlyMap<string, string>

/** All reads of the document that Minji may make, with the ids of everything she has. */
export async function readableByMinji(world: World, operations: readonly Operation[]): Promise<Readable> {
  const { madang, minji } = world
  const hers = ({ roles }: Operation) => roles.length === 0 || roles.some(role => minji.roles.includes(role))
  const reads = operations.filter(operation => operation.method === 'GET' && !operation.open && hers(operation))
  const readable = reads.flatMap(operation =>
    allPathValuesIn(world, operation).map(async (values): Promise<[string, string]> => {
      const url = urlOf(operation, values)
      const { status, text } = await send(madang, operation, { url, what: 'of her own', token: minji.token })
      return [`${operation.id} ${url}`, `${status} ${text}`]
    }),
  )
  return new Map(await Promise.all(readable))
}

/** What the other reads show. */
export const without = (reads: readonly string[], readable: Readable): Readonly<Record<string, string>> =>
  Object.fromEntries([...readable].filter(([name]) => !reads.includes(name.split(' ')[0]!)))
