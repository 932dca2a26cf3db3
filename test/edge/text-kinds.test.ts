import { expect, test } from 'vitest'
import { operationsOf, readDocument } from './operations.ts'
import { type Schema, variantsOf } from './schema.ts'
import { openWorld } from './world.ts'

const world = await openWorld()
const operations = operationsOf(await readDocument(world.madang))

/** Fields of requests, wherever they stand, with the schema of their text. */
function* textsIn(schema: Schema, path: string): Generator<{ path: string; schema: Schema }> {
  for (const variant of variantsOf(schema)) {
    if (variant.type === 'string') yield { path, schema: variant }
    for (const [name, member] of Object.entries(variant.properties ?? {})) yield* textsIn(member, `${path}.${name}`)
    if (variant.items) yield* textsIn(variant.items, `${path}[]`)
  }
}

/** Of somebody else's form; and a wish that is not understood is not granted (RFC 7240). */
const FOREIGN = /^receiveTossWebhook\.|\?Prefer$/

test('every text that a request may have is of a kind: a format, a pattern, or one of a list', () => {
  const fields = operations.flatMap(({ id, body, parameters }) => [
    ...(body ? [...textsIn(body, id)] : []),
    ...parameters.flatMap(({ name, schema }) => [...textsIn(schema, `${id}?${name}`)]),
  ])
  expect(fields.length).toBeGreaterThan(100)
  const unruled = fields.filter(
    ({ schema: { format, pattern, enum: list, const: only } }) => !format && !pattern && !list && only === undefined,
  )
  expect(unruled.map(({ path }) => path).filter(path => !FOREIGN.test(path))).toEqual([])
})
