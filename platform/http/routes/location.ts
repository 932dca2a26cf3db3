/**
 * `Location` of a 201: the path of what was made (RFC 9110 §10.2.2). It is a template, filled in from the answer, so it
 * follows from what is stored under an idempotency key, and a replayed answer has it too:
 *
 *     write({ method: 'POST', path: '/api/orders', replies: { 201: OrderResponse }, … })   // /api/orders/{id}
 *     write({ …, location: '/api/products/{productId}/stock/{movement.number}' })
 */
import type { TSchema } from 'typebox'
import type { Route } from './route.ts'

/** The path, from the text of the answer. */
export type Locate = (body: string) => string

interface Shape {
  readonly properties?: Readonly<Record<string, TSchema>>
  readonly required?: readonly string[]
}

/** The status of an answer that has one. */
export const CREATED = 201
export const LOCATION_HEADER = 'location'
const name = /\{([\w.]+)\}/g
const DEFAULT_NAME = 'id'
/** The first member of nearly every answer: parsing the whole text for it would cost a hundredth of a small write. */
const leadingId = /^\{"id":"([^"\\]+)"/

/** The template of a route's `Location`; null for a route that makes nothing. */
export const locationTemplate = (route: Route): string | null => {
  if (!('write' in route) || route.replies[CREATED] === undefined) return null
  return route.location ?? `${route.path}/{${DEFAULT_NAME}}`
}

/** Throws where a name of the template is no member that every answer has. */
export function locateOf(route: Route): Locate | null {
  const template = locationTemplate(route)
  if (template === null) return null
  const names = [...template.matchAll(name)].map(([, path = '']) => path.split('.'))
  const unknown = names.find(path => !has(route.replies[CREATED] ?? null, path))
  if (names.length === 0 || unknown) throw new Error(`${route.name}: no answer fills in the location ${template}`)
  const fill = (reply: unknown) => template.replaceAll(name, (_, path: string) => textAt(reply, path.split('.')))
  if (names.length > 1 || names[0]?.join() !== DEFAULT_NAME) return body => fill(JSON.parse(body))
  const [before = '', after = ''] = template.split(`{${DEFAULT_NAME}}`)
  return body => {
    const id = leadingId.exec(body)?.[1]
    return id === undefined ? fill(JSON.parse(body)) : before + encodeURIComponent(id) + after
  }
}

function has(schema: TSchema | null, [first = '', ...rest]: readonly string[]): boolean {
  const { properties = {}, required = [] } = (schema ?? {}) as Shape
  const member = properties[first]
  if (member === undefined || !required.includes(first)) return false
  return rest.length === 0 || has(member, rest)
}

function textAt(value: unknown, path: readonly string[]): string {
  const found = path.reduce<unknown>((part, key) => (part as Record<string, unknown>)[key], value)
  return encodeURIComponent(String(found))
}
