/**
 * Copies the declared properties of a valid value, in the order of the schema, and fills in defaults. Undeclared
 * properties never reach a handler, and each request has one canonical form.
 */
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/schema'

export type Project = (value: unknown) => unknown

type Json = Readonly<Record<string, unknown>>

/** The parts of JSON Schema that decide which properties a value has. */
interface Shape {
  readonly type?: string
  readonly properties?: Readonly<Record<string, TSchema>>
  readonly additionalProperties?: unknown
  readonly patternProperties?: unknown
  readonly items?: TSchema
  readonly anyOf?: readonly TSchema[]
  readonly allOf?: readonly TSchema[]
  readonly default?: unknown
}

/** Null when values of the schema are passed on unchanged: they have no undeclared properties to remove. */
export function projection(schema: TSchema): Project | null {
  const shape = schema as Shape
  if (shape.allOf !== undefined) return projectAll(shape.allOf)
  if (shape.anyOf !== undefined) return projectAny(shape.anyOf)
  if (shape.type === 'array' && shape.items !== undefined && !Array.isArray(shape.items))
    return projectItems(shape.items)
  const open = shape.additionalProperties !== undefined && shape.additionalProperties !== false
  if (shape.properties === undefined || open || shape.patternProperties !== undefined) return null
  return projectProperties(shape.properties)
}

function projectProperties(properties: Readonly<Record<string, TSchema>>): Project {
  const names = Object.keys(properties)
  const projects = names.map(name => projection(properties[name]!))
  const defaults = names.map(name => (properties[name] as Shape).default)
  return value => {
    const copy: Record<string, unknown> = {}
    for (let index = 0; index < names.length; index += 1) {
      const name = names[index]!
      const member = projected((value as Json)[name], projects[index]!, defaults[index])
      if (member !== undefined) copy[name] = member
    }
    return copy
  }
}

function projected(member: unknown, project: Project | null, otherwise: unknown): unknown {
  if (member === undefined) return own(otherwise)
  return project === null ? member : project(member)
}

/** Objects are copied: a default must not be shared between requests. */
const own = (value: unknown): unknown => (typeof value === 'object' && value !== null ? structuredClone(value) : value)

function projectItems(items: TSchema): Project | null {
  const project = projection(items)
  return project === null ? null : value => (value as unknown[]).map(project)
}

/** The first variant that the value matches decides. */
function projectAny(variants: readonly TSchema[]): Project | null {
  const choices = variants.map(variant => ({ validator: Compile(variant), project: projection(variant) }))
  if (choices.every(choice => choice.project === null)) return null
  return value => {
    const choice = choices.find(({ validator }) => validator.Check(value))
    return choice?.project == null ? value : choice.project(value)
  }
}

/** Each part declares some of the properties; the value is all of them together. */
function projectAll(parts: readonly TSchema[]): Project | null {
  const projects = parts.map(projection)
  if (projects.some(project => project === null)) return null
  return value => Object.assign({}, ...projects.map(project => project!(value)))
}
