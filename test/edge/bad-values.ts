/** Values that break a schema, and texts that are no JSON: everything a body can get wrong, found from its schema. */

import { sampleOf } from './bodies.ts'
import { accepts, isAmount, type Schema, variantsOf } from './schema.ts'
import { unreadable } from './texts.ts'

/** Stands in a body for text that goes onto the wire as it is. */
export const raw = (text: string) => ({ raw: text })

export interface BadBody {
  readonly what: string
  readonly text: string
  /** What the answer may be. */
  readonly statuses: readonly number[]
}

export type Path = readonly (string | number)[]

const invalid = [400]
/** What the domain says of a value that is no amount, no currency, or nobody's id. */
const refused = [400, 401, 402, 404, 409, 422]

const nested = [raw('['.repeat(10_000) + ']'.repeat(10_000)), raw(`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`)]

const nonsense: readonly unknown[] = [
  ...['', ' ', 'text', '1', 'true', '§', 'e\u0301'.repeat(300), 'x'.repeat(100_000)],
  ...[0, -1, 1, 1.5, 0.1, 2 ** 53, 2 ** 31, 1e21, 1e308, -1e308, raw('1e999'), raw('-1e999')],
  ...[true, false, null, [], {}, ['text'], [1], [null], { a: 1 }, { length: 1 }],
  ...['2026-02-30T00:00:00Z', '2026-01-01', 'tomorrow', '2016-12-31T23:59:60Z', '0000-01-01T00:00:00Z'],
]

/** Names that mean something to JavaScript, a path, or SQL, but are the id of nothing. */
export const oddIds = ['__proto__', 'constructor', 'toString', 'null', '-1', '..', '../..', "' or '1'='1", '마당', '😀']

const badSumsOf: Readonly<Record<string, readonly number[]>> = {
  KRW: [0, -1, -0.01, 0.5, 1500.5, 1e-7, 1e21, 1e308, 2 ** 53],
  USD: [0, -1, 0.001, 29.999, 2 ** 46 + 1, 2 ** 53, 1e308],
}
const badCurrencies = ['XXX', 'krw', 'KRWW', '', '원', '__proto__', 'constructor', 'toString']
/** A log-in says the same of every address it does not know. */
const badEmails = ['text', 'a@', '@b.c', 'a b@c.d', 'a@b@c.d', 'a@b.c\n']

/** All that is wrong with parts of a valid body. */
export function* badParts(schema: Schema, valid: unknown): Generator<BadBody> {
  for (const { path, node, body, required } of nodesOf(schema, { whole: valid, value: valid, path: [] })) {
    const at = path.join('.') || 'the body'
    const bad = (value: unknown, statuses: readonly number[], what = `is ${printed(value)}`): BadBody => ({
      what: `${at} ${what}`,
      text: write(put(body, path, value)),
      statuses,
    })
    const breaks = ({ text }: BadBody): boolean => !accepts(schema, JSON.parse(text))
    if (required) yield bad(undefined, invalid, 'is missing')
    for (const value of [...nonsense, ...beyond(node)].map(value => bad(value, invalid))) if (breaks(value)) yield value
    for (const value of nested) yield bad(value, invalid, 'is nested deeply')
    if (variantsOf(node).some(({ type }) => type === 'string')) {
      for (const text of ['a\0', '\ud800', '\udc00\ud800']) yield bad(text, invalid)
      for (const text of unreadable) if (breaks(bad(text, invalid))) yield bad(text, invalid)
    }
    const name = String(path.at(-1))
    if (isAmount(node)) yield* badSums(body, path)
    if (name === 'currency') for (const value of badCurrencies) yield bad(value, [400, 422])
    if (name === 'email') for (const value of badEmails) yield bad(value, [400, 401])
    if (isIdName(name)) for (const value of oddIds) if (accepts(node, value)) yield bad(value, refused)
  }
}

/** What an order expects to pay: nothing at all is an expectation that is not met. */
const isExpected = (path: Path): boolean => ['price', 'expectedTotal'].includes(String(path.at(-1)))

/** In won, and where the body names its currency also in dollars. */
function* badSums(body: unknown, path: Path): Generator<BadBody> {
  const currencyPath = [...path.slice(0, -1), 'currency']
  const named = get(body, currencyPath) !== undefined
  for (const [currency, sums] of Object.entries(badSumsOf)) {
    if (currency !== 'KRW' && !named) continue
    const inCurrency = named ? put(body, currencyPath, currency) : body
    for (const sum of sums) {
      const text = write(put(inCurrency, path, sum))
      yield {
        what: `${path.join('.')} is ${sum} ${currency}`,
        text,
        statuses: isExpected(path) ? [400, 409, 422] : [400, 422],
      }
    }
  }
}

export const isIdName = (name: string): boolean =>
  /(^id|[a-z]Ids?)$|^(to|from|of|owner|member|user|payer|payee|sender|actor|account)$/.test(name)

/** One step outside of each limit. */
function beyond(node: Schema): unknown[] {
  return variantsOf(node).flatMap(
    ({ minimum, maximum, minLength = 0, maxLength, minItems = 0, maxItems, items, ...rest }) => [
      ...(minimum === undefined ? [] : [minimum - 1]),
      ...(maximum === undefined ? [] : [maximum + 1]),
      ...(minLength > 0 ? ['가'.repeat(minLength - 1)] : []),
      ...(maxLength === undefined ? [] : ['가'.repeat(maxLength + 1), '😀'.repeat(maxLength + 1)]),
      ...(minItems > 0 ? [[]] : []),
      ...(items === undefined ? [] : lists(items, maxItems, rest.uniqueItems === true)),
    ],
  )
}

function lists(items: Schema, maxItems: number | undefined, unique: boolean): unknown[][] {
  const item = sampleOf(items, '', {})
  const tooMany = maxItems === undefined ? [] : [Array.from({ length: maxItems + 1 }, () => item)]
  return unique ? [...tooMany, [item, item]] : tooMany
}

/** The last of two members of one name counts, so a bad one may not hide behind a good one. */
export function* badTwins(schema: Schema, valid: Readonly<Record<string, unknown>>): Generator<BadBody> {
  for (const name of Object.keys(valid)) {
    const bad = [[], {}, null, 'x'.repeat(5_001)].find(value => !accepts(schema, { ...valid, [name]: value }))
    if (bad === undefined) continue
    const text = `${write(valid).slice(0, -1)},${JSON.stringify(name)}:${write(bad)}}`
    yield { what: `${name} is there twice, the second time ${printed(bad)}`, text, statuses: invalid }
  }
}

interface FieldLocation {
  readonly whole: unknown
  readonly value: unknown
  readonly path: Path
}

export interface Node {
  readonly path: Path
  readonly node: Schema
  /** The valid body in which it stands. */
  readonly body: unknown
  readonly required: boolean
}

/** Every place of a body that its schema describes, also inside of the variants of a union. */
export function* nodesOf(node: Schema, { whole, value, path }: FieldLocation, required = false): Generator<Node> {
  yield { path, node, body: whole, required }
  for (const variant of variantsOf(node)) {
    const { properties = {}, required: names = [], items } = variant
    const own = accepts(variant, value) ? value : sampleOf(variant, '', {})
    const body = own === value ? whole : put(whole, path, own)
    for (const [name, member] of Object.entries(properties)) {
      yield* nodesOf(member, { whole: body, value: get(own, [name]), path: [...path, name] }, names.includes(name))
    }
    if (items !== undefined && Array.isArray(own)) {
      yield* nodesOf(items, { whole: body, value: own[0], path: [...path, 0] })
    }
  }
}

/** The text members that name somebody or something, wherever they stand. */
export const idPlacesOf = (schema: Schema, body: unknown): Path[] =>
  [...nodesOf(schema, { whole: body, value: body, path: [] })]
    .filter(({ path, node }) => isIdName(String(path.at(-1))) && variantsOf(node).some(({ type }) => type === 'string'))
    .map(({ path }) => path)

const get = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((part, name) => (part as Record<string | number, unknown> | undefined | null)?.[name], value)

/** A copy with another value at that place; undefined takes it away. */
export function put(body: unknown, path: Path, value: unknown): unknown {
  const [name, ...rest] = path
  if (name === undefined) return value
  if (Array.isArray(body)) return body.map((item, index) => (index === name ? put(item, rest, value) : item))
  const own = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
  return { ...own, [name]: put(own[name], rest, value) }
}

const isRaw = (value: unknown): value is { raw: string } =>
  typeof value === 'object' && value !== null && Object.keys(value).join() === 'raw'

export function write(value: unknown): string {
  if (isRaw(value)) return value.raw
  if (Array.isArray(value)) return `[${value.map(write).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${write(member)}`).join()}}`
}

const printed = (value: unknown): string => String(write(value)).slice(0, 60)
