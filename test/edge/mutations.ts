/** Bodies that are valid, nearly valid, or not: a valid one with some of its parts changed by chance. */
import type { Dice } from '../harness/dice.ts'
import { idPlacesOf, type Node, nodesOf, oddIds, put, raw, write } from './bad-values.ts'
import { type Schema, variantsOf } from './schema.ts'
import { unreadable } from './texts.ts'

/** Limits of what is counted, stored and shown, and one step to either side of them. */
const numbers: readonly unknown[] = [
  ...[0, 1, 2, -1, 0.1, 0.01, 0.001, 1.5, 29.99, 98, 99, 100, 101, 999_999, 1_000_000, 1_000_001, 15_000, 10_000_000],
  ...[
    1e9,
    1e9 + 1,
    1e11,
    1e11 + 1,
    2 ** 31 - 1,
    2 ** 31,
    -(2 ** 31) - 1,
    2 ** 32,
    2 ** 46,
    2 ** 46 + 0.01,
    2 ** 46 + 1,
  ],
  ...[
    35_184_372_088_832,
    4_503_599_627_370_495,
    4_503_599_627_370_496,
    2 ** 53 - 1,
    2 ** 53,
    -(2 ** 53),
    2 ** 63,
    2 ** 64,
  ],
  ...[1e15, 1e16, 1e21, 1e308, -1e308, 5e-324],
  ...['-0', '1e2', '0.10', '1E400', '-1e999', '9007199254740993', '9223372036854775808', '0.1e-400'].map(raw),
]

const texts: readonly string[] = [
  ...[
    '',
    ' ',
    'a',
    '0',
    '-1',
    'null',
    'KRW',
    'USD',
    'EUR',
    'krw',
    'wallet',
    'in',
    'out',
    'seoul',
    '마당',
    '가'.repeat(60),
  ],
  ...['2026-11-20', '0001-01-01', '9999-12-31', '2026-02-30', '2026-11-20T01:00:00Z', '9999-12-31T23:59:59Z'],
  ...['\0', 'a\0', '\ud800', 'e\u0301', '\u01f0', 'I\u0307', 'ﬀ', '㈜마당', '%00', '%', "'; --", '{}', '__proto__'],
  ...['x'.repeat(81), 'x'.repeat(256), '😀'.repeat(200), 'y'.repeat(5_001), '/'.repeat(500), 'http://x/y', '/cup.png'],
  ...['a@b.c', 'A@B.C', 'operator@example.test', '010-1234-5678', '00000', '110-000-000001', '999', '088'],
  ...unreadable,
  ...oddIds,
]

const shapes: readonly unknown[] = [
  null,
  true,
  false,
  [],
  {},
  [null],
  [[]],
  [1, 1],
  { a: 1 },
  { length: -1 },
  { ko: 'x' },
]

export interface Chance {
  readonly dice: Dice
  /** Of things that there are, whosever they are. */
  readonly ids: readonly string[]
}

const anything = ({ dice, ids }: Chance): unknown =>
  dice.pick([numbers, texts, shapes, ids].filter(({ length }) => length > 0).map(list => dice.pick<unknown>(list)))

/** Mostly of the type that belongs there, so that it gets past the schema. */
function valueFor(node: Schema, chance: Chance): unknown {
  const { dice } = chance
  const variant = dice.pick(variantsOf(node))
  const { type = '', minimum, maximum, examples = [] } = variant
  const chosen = variant.enum ?? examples
  if (dice.chance(0.2)) return anything(chance)
  if (chosen.length > 0 && dice.chance(0.5)) return dice.pick(chosen)
  const edges = [minimum, maximum].filter(edge => edge !== undefined)
  switch (type) {
    case 'number':
    case 'integer':
      return edges.length > 0 && dice.chance(0.4) ? dice.pick(edges) + dice.pick([-1, 0, 0, 1]) : dice.pick(numbers)
    case 'string':
      return dice.pick(texts)
    case 'boolean':
      return dice.chance(0.5)
    default:
      return anything(chance)
  }
}

const nameOf = ({ dice }: Chance): string =>
  dice.pick([
    'amount',
    'userId',
    'memberId',
    'roles',
    'price',
    'status',
    'id',
    'version',
    'constructor',
    '__proto__',
    '',
    '금액',
  ])

type Mutation = (body: unknown, nodes: readonly Node[], schema: Schema, chance: Chance) => unknown

const replaced: Mutation = (body, nodes, _schema, chance) => {
  const { path, node } = chance.dice.pick(nodes)
  return put(body, path, valueFor(node, chance))
}

const leftOut: Mutation = (body, nodes, _schema, { dice }) => put(body, dice.pick(nodes).path, undefined)

const added: Mutation = (body, nodes, _schema, chance) => {
  const { path } = chance.dice.pick(nodes)
  return put(body, [...(chance.dice.chance(0.7) ? [] : path), nameOf(chance)], anything(chance))
}

const repeated: Mutation = (body, nodes, _schema, { dice }) => {
  const lists = nodes.filter(({ node }) => variantsOf(node).some(({ items }) => items !== undefined))
  if (lists.length === 0) return body
  const { path } = dice.pick(lists)
  const list = path.reduce<unknown>((part, name) => (part as Record<string | number, unknown> | null)?.[name], body)
  return Array.isArray(list)
    ? put(
        body,
        path,
        Array.from({ length: dice.pick([0, 2, 3, 99, 101]) }, () => list[0]),
      )
    : body
}

const ofAnother: Mutation = (body, _nodes, schema, { dice, ids }) => {
  const places = idPlacesOf(schema, body)
  return places.length === 0 ? body : put(body, dice.pick(places), dice.pick(ids))
}

const mutations: readonly Mutation[] = [replaced, replaced, replaced, leftOut, added, repeated, ofAnother, ofAnother]

/** How often a body is changed: a third of them not at all. */
const TIMES = [0, 0, 0, 1, 1, 1, 1, 2, 3]

export function mutated(valid: unknown, schema: Schema, chance: Chance): unknown {
  const { dice } = chance
  const nodes = [...nodesOf(schema, { whole: valid, value: valid, path: [] })].filter(({ path }) => path.length > 0)
  let body = valid
  for (let times = dice.pick(TIMES); times > 0; times -= 1) {
    if (nodes.length > 0) body = dice.pick(mutations)(body, nodes, schema, chance)
  }
  return dice.chance(0.01) ? anything(chance) : body
}

/** As it goes over the wire; now and then broken on the way. */
export function textOf(body: unknown, { dice }: Chance): string {
  const text = write(body) ?? ''
  if (dice.chance(0.98)) return text
  return dice.pick([
    text.slice(0, dice.below(text.length + 1)),
    `${text}${text}`,
    text.replaceAll('"', "'"),
    `[${text}]`,
  ])
}
