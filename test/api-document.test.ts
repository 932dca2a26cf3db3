import type { TSchema } from 'typebox'
import { Compile } from 'typebox/schema'
import { describe, expect, test } from 'vitest'
import { apiDocument, declaredServices } from '../main/api-document.ts'
import { exampleOf } from '../platform/http/openapi/example.ts'
import type { Route } from '../platform/http/routes/route.ts'
import { partValidator } from '../platform/http/server/schema.ts'

const routes = (await declaredServices()).flatMap(service => service.routes)
const document = await apiDocument()
const operations = Object.values(document.paths).flatMap(methods => Object.values(methods))
const components = document.components.schemas as Readonly<Record<string, Shape>>

interface Shape {
  readonly $id?: string
  readonly type?: string
  readonly format?: string
  readonly properties?: Readonly<Record<string, Shape>>
  readonly items?: Shape
  readonly anyOf?: readonly Shape[]
  readonly enum?: readonly string[]
  readonly examples?: readonly unknown[]
  readonly 'x-enum-descriptions'?: readonly string[]
  readonly 'x-enum-texts'?: Readonly<Record<string, { readonly ko: string; readonly en: string }>>
  readonly [keyword: string]: unknown
}

const cases = routes.map(route => ({ title: `${route.method} ${route.path} (${route.name})`, route }))

describe('every operation', () => {
  const ownDescription = ({ description = '' }: Route): string => description

  test('has a description that says more than its summary', () => {
    const thin = routes.filter(route => ownDescription(route).length < Math.max(60, route.summary.length / 2))
    expect(thin.map(({ name }) => name)).toEqual([])
    expect(routes.filter(route => !/^[A-Z].*\.$/s.test(ownDescription(route))).map(({ name }) => name)).toEqual([])
  })

  test('has a description of its own', () => {
    const bySaid = Map.groupBy(routes, ownDescription)
    expect([...bySaid.values()].filter(same => same.length > 1).map(same => same.map(({ name }) => name))).toEqual([])
  })

  test('names in it no refusal that it does not give', () => {
    // What becomes a reason of the resource, later.
    const reasons = new Set(['requestTopUp: account_not_linked', 'cancelOrder: refund_declined'])
    const common = new Set(['not_found', 'precondition_failed', 'invalid_request'])
    const documented = (operationId: string, code: string) =>
      common.has(code) ||
      JSON.stringify(operations.find(operation => operation.operationId === operationId)?.responses).includes(code)
    const codes = Object.keys(components.Reason?.['x-enum-texts'] ?? {})
    const wrong = routes.flatMap(route =>
      [...ownDescription(route).matchAll(/`([a-z]+(?:_[a-z]+)+)`/g)]
        .map(([, code = '']) => code)
        .filter(code => codes.includes(code) && !documented(route.name, code))
        .map(code => `${route.name}: ${code}`),
    )
    expect(wrong.filter(each => !reasons.has(each))).toEqual([])
  })
})

const bodyOf = ({ body }: Route): TSchema | undefined => body
const jsonReplies = ({ replies, produces }: Route): [string, TSchema][] =>
  produces === undefined
    ? Object.entries(replies as Record<string, TSchema | null>).flatMap(([status, schema]) =>
        schema === null ? [] : [[status, schema]],
      )
    : []

/** Parts that say neither themselves nor through their union what they look like. */
function* silent(schema: Shape, at: string): Generator<string> {
  if (schema.examples !== undefined || schema.default !== undefined || 'const' in schema || schema.enum) return
  const { type, properties, items, anyOf } = schema
  if (anyOf) yield* silent(anyOf[0]!, at)
  else if (properties) for (const [name, member] of Object.entries(properties)) yield* silent(member, `${at}.${name}`)
  else if (items) yield* silent(items, `${at}[]`)
  else if (type !== 'boolean' && type !== 'null') yield at
}

describe('a sample', () => {
  test.each(cases)('of $title is valid', ({ route }) => {
    const body = bodyOf(route)
    const checked = body && partValidator('body', body)(exampleOf(body))
    expect(checked && 'error' in checked ? checked.error.fields : []).toEqual([])
    for (const [status, schema] of jsonReplies(route)) {
      const example = JSON.parse(JSON.stringify(exampleOf(schema)))
      expect([status, Compile(schema).Errors(example)[1]]).toEqual([status, []])
    }
  })

  test('is said by every field that has one', () => {
    const found = routes.flatMap(route => {
      const body = bodyOf(route)
      return [
        ...(body ? silent(body as Shape, `${route.name} body`) : []),
        ...jsonReplies(route).flatMap(([status, schema]) => [...silent(schema as Shape, `${route.name} ${status}`)]),
      ]
    })
    expect(found).toEqual([])
  })

  test('is in the document, at every body and JSON reply', () => {
    const media = operations.flatMap(({ operationId, requestBody, responses }) =>
      [requestBody, ...Object.values(responses)].flatMap(each => {
        const { content = {} } = (each ?? {}) as { content?: Record<string, { example?: unknown }> }
        return Object.entries(content).map(([type, { example }]) => ({ operationId, type, example }))
      }),
    )
    const json = media.filter(({ type }) => type === 'application/json')
    expect(json.length).toBeGreaterThan(150)
    expect(json.filter(({ example }) => example === undefined)).toEqual([])
  })
})

/** Schemas within components and operations that are no reference, with where they are. */
function* within(value: unknown, at: string): Generator<[string, Shape]> {
  if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* within(item, `${at}/${index}`)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return
  yield [at, value as Shape]
  for (const [name, member] of Object.entries(value)) {
    if (!['example', 'examples', 'default', 'x-enum-texts'].includes(name)) yield* within(member, `${at}/${name}`)
  }
}

describe('the schemas', () => {
  test('all have a name, for the classes and enums that generators make of them', () => {
    const named = Object.entries(components).flatMap(([name, schema]) =>
      Object.entries(schema).flatMap(([keyword, member]) => [...within(member, `${name}/${keyword}`)]),
    )
    const nameless = [...named, ...within(document.paths, 'paths')].filter(
      ([, { properties, enum: values }]) => typeof properties === 'object' || Array.isArray(values),
    )
    // A member may be called `properties` or `enum`; none is so far.
    expect(nameless.map(([at]) => at)).toEqual([])
    expect(Object.keys(components).filter(name => !/^[A-Z][A-Za-z0-9]+$/.test(name))).toEqual([])
  })

  const enums = Object.entries(components).filter(([, schema]) => schema.enum !== undefined)

  test.each(enums)('the values of %s are told in both languages', (_, { enum: values = [], ...schema }) => {
    const { 'x-enum-texts': texts = {}, 'x-enum-descriptions': descriptions } = schema
    expect(Object.keys(texts)).toEqual(values)
    expect(descriptions).toEqual(values.map(value => texts[value]?.en))
    for (const { ko, en } of Object.values(texts)) {
      expect(ko).toMatch(/[가-힣]/)
      expect(en).toMatch(/^[A-Z]/)
    }
  })

  test('every status is an enum, and every reason has the texts of all codes', () => {
    expect(enums.filter(([name]) => name.endsWith('Status')).length).toBeGreaterThan(10)
    const texts = Object.entries(components.Reason?.['x-enum-texts'] ?? {})
    expect(texts.length).toBeGreaterThan(120)
    expect(texts.filter(([, { ko, en }]) => !/[가-힣]/.test(ko) || !/^[A-Z].*\.$/.test(en))).toEqual([])
    const open = Object.entries(components).flatMap(([name, { properties = {} }]) =>
      Object.entries(properties)
        .filter(([field, schema]) => field === 'status' && schema.type === 'string' && !('const' in schema))
        .map(() => name),
    )
    expect(open).toEqual([])
  })
})
