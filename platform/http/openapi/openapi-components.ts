/**
 * The shared components of the document: the problem schema, the security scheme, and every schema that has an `$id`.
 */
import type { TSchema } from 'typebox'
import type { Words } from '../../kit/named-enum.ts'
import { DESCRIPTION_HERE } from '../../kit/schemas.ts'
import { Problem } from './problem-schema.ts'

export class Components {
  readonly #schemas: Record<string, unknown> = {}

  constructor() {
    this.refer(Problem)
  }

  /** A plain JSON Schema; parts with an `$id` become references to components of that name. */
  refer(schema: TSchema): unknown {
    return this.#hoist(plain(schema))
  }

  /** The same; an object or a union that has no `$id` becomes a component of this name. */
  referAs(name: string, schema: TSchema): unknown {
    const { $id, ...rest } = plain(schema) as Named
    const isNamed = $id !== undefined || (rest.properties === undefined && rest.anyOf === undefined)
    return this.#hoist(isNamed ? { $id, ...rest } : { $id: name, ...rest })
  }

  /** `texts` are those of the codes that a `Reason` may be. */
  all(texts: Readonly<Record<string, Words>>): Readonly<Record<string, unknown>> {
    const { Reason, ...schemas } = this.#schemas
    return {
      schemas: Reason === undefined ? schemas : { ...schemas, Reason: { ...Object(Reason), 'x-enum-texts': texts } },
      securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    }
  }

  #hoist(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(item => this.#hoist(item))
    if (typeof value !== 'object' || value === null) return value
    const { $id, ...rest } = value as Record<string, unknown>
    const hoisted = Object.fromEntries(Object.entries(rest).map(([name, member]) => [name, this.#hoist(member)]))
    if (typeof $id !== 'string') return $id === undefined ? hoisted : { ...hoisted, $id: this.#hoist($id) }
    return this.#component($id, hoisted)
  }

  /** Its sample may be another at each place, and so may what is said of it there: they are not part of the component. */
  #component(name: string, given: Readonly<Record<string, unknown>>): unknown {
    const { examples: _, [DESCRIPTION_HERE]: description, ...schema } = given
    const known = this.#schemas[name]
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(schema)) {
      throw new Error(`two schemas have the $id ${name}`)
    }
    this.#schemas[name] = schema
    return { $ref: `#/components/schemas/${name}`, ...(description !== undefined && { description }) }
  }
}

interface Named {
  readonly $id?: string
  readonly properties?: unknown
  readonly anyOf?: unknown
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
