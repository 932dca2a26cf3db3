/**
 * The shared components of the document: the problem schema, the security scheme, and every schema that has an `$id`.
 */
import { type TSchema, Type } from 'typebox'
import { FIELD_ERROR_CODES } from '../../kit/invalid.ts'

const Problem = Type.Object(
  {
    type: Type.String({ format: 'uri-reference', description: 'Names the kind of problem.' }),
    title: Type.String({ description: "What happened, in the caller's language." }),
    status: Type.Integer(),
    code: Type.String({ description: 'Stable; programs decide by it.' }),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          in: Type.Enum(['body', 'query', 'path', 'header']),
          pointer: Type.String({ description: 'RFC 6901, `/items/0/quantity`; a parameter is `/name`.' }),
          code: Type.Enum(FIELD_ERROR_CODES, { description: 'Stable; programs decide by it.' }),
          message: Type.String({ description: "What to do, in the caller's language." }),
          limit: Type.Optional(Type.Union([Type.Number(), Type.String()], { description: 'What was not kept.' })),
          allowed: Type.Optional(Type.Array(Type.Unknown(), { description: 'What may stand there.' })),
          nearest: Type.Optional(Type.String({ description: 'The known field that was probably meant.' })),
        }),
      ),
    ),
  },
  { additionalProperties: true, description: 'RFC 9457, with facts of the refusal as further members.' },
)

export class Components {
  readonly #schemas: Record<string, unknown> = { Problem: plain(Problem) }

  /** A plain JSON Schema; parts with an `$id` become references to components of that name. */
  refer(schema: TSchema): unknown {
    return this.#hoist(plain(schema))
  }

  all(): Readonly<Record<string, unknown>> {
    return {
      schemas: this.#schemas,
      securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    }
  }

  #hoist(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(item => this.#hoist(item))
    if (typeof value !== 'object' || value === null) return value
    const { $id, ...rest } = value as Record<string, unknown>
    const hoisted = Object.fromEntries(Object.entries(rest).map(([name, member]) => [name, this.#hoist(member)]))
    if (typeof $id !== 'string') return $id === undefined ? hoisted : { ...hoisted, $id: this.#hoist($id) }
    const known = this.#schemas[$id]
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(hoisted)) {
      throw new Error(`two schemas have the $id ${$id}`)
    }
    this.#schemas[$id] = hoisted
    return { $ref: `#/components/schemas/${$id}` }
  }
}

/** TypeBox keeps symbols of its own on schemas. JSON keeps JSON Schema only. Generators want the type of a list of texts. */
const plain = (schema: TSchema): unknown =>
  JSON.parse(JSON.stringify(schema), (_, value) => (isListOfTexts(value) ? { type: 'string', ...value } : value))

const isListOfTexts = (value: { readonly enum?: unknown; readonly type?: unknown } | null): boolean =>
  typeof value === 'object' &&
  value !== null &&
  value.type === undefined &&
  Array.isArray(value.enum) &&
  value.enum.every(each => typeof each === 'string')
