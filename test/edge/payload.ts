/** What an operation is sent, as it goes over the wire: a body in JSON, a file, or nothing. */
import { png } from '../harness/images.ts'
import { write } from './bad-values.ts'
import { bodyFor } from './bodies.ts'
import type { Operation } from './operations.ts'
import type { Person, World } from './world.ts'

export function payloadFor(operation: Operation, world: World, person: Person): string | Buffer | undefined {
  if (operation.isUpload) return png(3, 2)
  return operation.body ? write(bodyFor(operation, world, person)) : undefined
}
