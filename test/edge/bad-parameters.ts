/** Texts that are wrong in a path, a query or a header, found from the parameter's schema. */
import { oddIds } from './bad-values.ts'
import type { Parameter } from './operations.ts'
import { accepts, type Schema, variantsOf } from './schema.ts'

export interface BadText {
  readonly what: string
  /** As it goes into the URL or the header. */
  readonly text: string
  readonly statuses: readonly number[]
}

const invalid = [400]
const unknown = [400, 403, 404]
/** What a path without its id may be: nothing, or the path of something else. */
const nowhere = [400, 404, 405]
/** A region is its name, and one that nobody lives in has topped up nothing. */
export const freeNames = new Set(['region'])
/** Legal, if odd: whatever it means, it is no fault of ours. */
const harmless = [200, ...unknown]

const brokenEscapes = ['%', '%zz', '%C0%80', '%ED%A0%80', '%FF%FE', '%u0041']

const texts = [
  ...['', ' ', '0', '-1', '101', '1.5', '1e1', '0x1', '+1', 'abc', 'NaN', 'Infinity', 'true', 'null', '[]', '{}'],
  ...['9007199254740993', '99999999999999999999', 'x'.repeat(81), 'x'.repeat(1_001), '가'.repeat(2_000)],
  ...[
    'yesterday',
    '2026-01-01',
    '2026-13-01T00:00:00Z',
    '2026-02-30T00:00:00Z',
    '2026-01-01T00:00:00',
    '2026-01-01T25:00:00Z',
  ],
  ...['2016-12-31T23:59:60Z', '0000-01-01T00:00:00Z', '2026-01-01T00:00:00Z[Asia/Seoul]', '2026-01-01T00:00:00+99:00'],
  ...['0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '2026-01-01T00:00:00.123456789+09:00', '+275760-09-13T00:00:00Z'],
  ...oddIds,
]

const positions: readonly unknown[] = [
  'x',
  '\0',
  '',
  null,
  {},
  [],
  1,
  0,
  -1,
  1.5,
  1e308,
  2 ** 31,
  true,
  { sort: 'newest' },
  ['x'],
]
const encoded = (position: unknown): string => Buffer.from(JSON.stringify(position)).toString('base64url')
const cursors = ['x', '!!!', '=', 'eyI', ...positions.map(encoded), encoded('x'.repeat(700)), encoded('\ud800')]

/** A number is read from digits, a truth from its word; everything else is the text itself. */
function meant(schema: Schema, text: string): unknown {
  if (variantsOf(schema).some(({ type }) => type === 'boolean') && /^(true|false)$/.test(text)) return text === 'true'
  const numeric = variantsOf(schema).some(({ type }) => type === 'integer' || type === 'number')
  return numeric && /^-?\d{1,16}(\.\d{1,16})?$/.test(text) ? Number(text) : text
}

export function badTexts({ name, in: where, schema }: Parameter): BadText[] {
  // The sign of our own pages is no text that could be mended: without it the request is another site's.
  if (where === 'header') return badHeaders(schema, name === 'X-Madang-Session' ? [403] : invalid)
  const legal = (text: string) => accepts(schema, meant(schema, text))
  const described = (text: string) => `${name} is ${JSON.stringify(text.slice(0, 60))}`
  const bad = (text: string): BadText => {
    const what = described(text)
    if (where === 'query') return { what, text: encodeURIComponent(text), statuses: legal(text) ? harmless : invalid }
    const odd = freeNames.has(name) ? harmless : unknown
    return { what, text: encodeURIComponent(text), statuses: text === '' ? nowhere : odd }
  }
  const escapes = brokenEscapes.map(text => ({
    what: described(text),
    text,
    statuses: where === 'path' ? unknown : harmless,
  }))
  const nulls = ['%00', 'a%00b'].map(text => ({ what: described(text), text, statuses: invalid }))
  const own = name === 'cursor' ? cursors.map(text => ({ ...bad(text), statuses: harmless })) : []
  // Dots alone are taken out of a URL before it is sent; they are tried over a socket.
  return [...texts.filter(text => where === 'query' || !/^\.\.?$/.test(text)).map(bad), ...escapes, ...nulls, ...own]
}

const badHeaders = (schema: Schema, statuses: readonly number[]): BadText[] =>
  ['', ' ', 'two words', 'é', '\x7f', 'x'.repeat(256)]
    .filter(text => !accepts(schema, text))
    .map(text => ({ what: `the header is ${JSON.stringify(text.slice(0, 20))}`, text, statuses }))
