/** Requests with one mistake each, and what the answer has to say of it: where, of which kind, and what would be right. */
import { nodesOf, type Path, put, write } from './bad-values.ts'
import { type Operation, parametersIn } from './operations.ts'
import { type Schema, variantsOf } from './schema.ts'

export interface Mistake {
  readonly what: 'unknown field' | 'unknown parameter' | 'wrong enum' | 'wrong type'
  readonly query?: Readonly<Record<string, string>>
  /** Instead of the valid one. */
  readonly text?: string
  readonly error: {
    readonly in: 'body' | 'query'
    readonly pointer: string
    /** One of these: a value of several types has no single right one. */
    readonly codes: readonly string[]
    readonly allowed?: readonly unknown[]
    readonly nearest?: string
  }
}

const UNKNOWN = 'noSuchName'
const WRONG = 'no-such-value'

const pointerTo = (path: Path): string => path.map(name => `/${name}`).join('')

/** With one letter too many, so that it is near to what was meant. */
const misspelt = (name: string): string => `${name}x`

/** A body that may say anything, or is no JSON, knows no unknown fields. */
const isOpen = ({ body, isUpload, method }: Operation): boolean =>
  method === 'GET' || isUpload || (body as { additionalProperties?: unknown } | null)?.additionalProperties === true

function* unknownFields(operation: Operation, valid: unknown): Generator<Mistake> {
  if (isOpen(operation)) return
  const known = Object.keys(operation.body?.properties ?? {})
  const of = (name: string, error: Partial<Mistake['error']>): Mistake => ({
    what: 'unknown field',
    text: write({ ...(valid as object), [name]: 1 }),
    error: { in: 'body', pointer: `/${name}`, codes: ['unknown_field'], allowed: known, ...error },
  })
  yield of(UNKNOWN, {})
  const [first] = known
  if (first !== undefined) yield of(misspelt(first), { nearest: first })
}

function* unknownParameters(operation: Operation): Generator<Mistake> {
  const known = parametersIn(operation, 'query').map(({ name }) => name)
  const of = (name: string, error: Partial<Mistake['error']>): Mistake => ({
    what: 'unknown parameter',
    query: { [name]: '1' },
    error: { in: 'query', pointer: `/${name}`, codes: ['unknown_field'], allowed: known, ...error },
  })
  // What has to be there is missed before what should not be there is found.
  if (parametersIn(operation, 'query').some(({ required }) => required)) return
  yield of(UNKNOWN, {})
  const [first] = known
  if (first !== undefined) yield of(misspelt(first), { nearest: first })
}

/** The values of an enum, or of one that may be null; null for anything else. */
function valuesOf(schema: Schema): readonly unknown[] | null {
  const variants = variantsOf(schema).filter(({ type }) => type !== 'null')
  const [only] = variants
  if (variants.length !== 1 || only === undefined) return null
  return only.enum ?? (only.const === undefined ? null : [only.const])
}

const typesOf = (schema: Schema): string[] => [
  ...new Set(variantsOf(schema).flatMap(({ type }) => (type === undefined || type === 'null' ? [] : [type]))),
]

function* wrongValues(operation: Operation, valid: unknown): Generator<Mistake> {
  const { body } = operation
  if (body === null) return
  for (const { path, node, body: whole } of nodesOf(body, { whole: valid, value: valid, path: [] })) {
    const [values, types] = [valuesOf(node), typesOf(node)]
    const at = { in: 'body', pointer: pointerTo(path) } as const
    if (values !== null) {
      const error = { ...at, codes: ['not_allowed'], allowed: values }
      yield { what: 'wrong enum', text: write(put(whole, path, WRONG)), error }
    } else if (path.length > 0 && types.length > 0) {
      const wrong = types.includes('object') ? 1 : {}
      const codes =
        types.length === 1 && variantsOf(node).length <= 2 ? ['wrong_type', 'no_such_form'] : ['no_such_form']
      yield { what: 'wrong type', text: write(put(whole, path, wrong)), error: { ...at, codes } }
    }
  }
}

function* wrongParameters(operation: Operation): Generator<Mistake> {
  for (const { name, schema } of parametersIn(operation, 'query')) {
    const [values, types] = [valuesOf(schema), typesOf(schema)]
    const at = { in: 'query', pointer: `/${name}` } as const
    const query = { [name]: WRONG }
    if (values !== null) yield { what: 'wrong enum', query, error: { ...at, codes: ['not_allowed'], allowed: values } }
    else if (types.some(type => ['integer', 'number', 'boolean'].includes(type)))
      yield { what: 'wrong type', query, error: { ...at, codes: ['wrong_type'] } }
  }
}

/** `valid` is a body that the operation accepts, undefined where it takes none. */
export const mistakesIn = (operation: Operation, valid: unknown): Mistake[] => [
  ...unknownFields(operation, valid),
  ...unknownParameters(operation),
  ...wrongValues(operation, valid),
  ...wrongParameters(operation),
]
