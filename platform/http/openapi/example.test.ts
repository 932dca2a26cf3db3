import { Type } from 'typebox'
import { expect, test } from 'vitest'
import { namedEnum } from '../../kit/named-enum.ts'
import { annotated, Nullable, Timestamp } from '../../kit/schemas.ts'
import { exampleOf } from './example.ts'

const Price = Type.Number({ description: 'In won.', examples: [15_000] })
const Status = namedEnum(
  'Status',
  { open: { ko: '열림', en: 'Open' }, done: { ko: '끝', en: 'Done' } },
  { description: 'How far.' },
)

test.each([
  ['its own', Type.String({ examples: ['a', 'b'] }), 'a'],
  ['its default', Type.Integer({ default: 20 }), 20],
  ['its only value', Type.Literal('wallet'), 'wallet'],
  ['the first of its values', Status, 'open'],
  ['another of its values', annotated(Status, { example: 'done' }), 'done'],
  ['the first of its forms', Nullable(Price), 15_000],
  ['null where that is said', Nullable(Price, { example: null }), null],
  ['zero where that is said', annotated(Price, { example: 0 }), 0],
  ['one item', Type.Array(Price), [15_000]],
  ['no item where that is said', Type.Array(Price, { examples: [[]] }), []],
  [
    'made of its parts',
    Type.Object({
      price: Price,
      at: Type.Optional(Timestamp),
      tags: Type.Array(Type.Object({ open: Type.Boolean() })),
    }),
    { price: 15_000, at: '2026-11-20T01:30:00.000Z', tags: [{ open: false }] },
  ],
  [
    'of all its parts',
    Type.Intersect([Type.Object({ a: Price }), Type.Object({ b: Status })]),
    { a: 15_000, b: 'open' },
  ],
  [
    'something of its type',
    Type.Object({ a: Type.String(), b: Type.Integer({ minimum: 3 }), c: Type.Null() }),
    { a: 'text', b: 3, c: null },
  ],
  ['an object of anything', Type.Record(Type.String(), Type.Number()), {}],
])('a schema has %s as its sample', (_, schema, sample) => expect(exampleOf(schema)).toEqual(sample))

test('what is said at one place changes nothing at another', () => {
  const cheap = annotated(Price, { description: 'Reduced.', example: 9_000 })
  expect([exampleOf(Price), exampleOf(cheap)]).toEqual([15_000, 9_000])
  expect(Price).toMatchObject({ description: 'In won.' })
  expect(cheap).toMatchObject({ type: 'number', description: 'Reduced.' })
  expect(Type.Object({ cheap: Type.Optional(cheap) })).not.toHaveProperty('required')
})

test('the values of an enum are told in both languages', () =>
  expect(Status).toMatchObject({
    $id: 'Status',
    enum: ['open', 'done'],
    description: 'How far.\n\n- `open`: Open\n- `done`: Done',
    'x-enum-descriptions': ['Open', 'Done'],
    'x-enum-texts': { open: { ko: '열림', en: 'Open' }, done: { ko: '끝', en: 'Done' } },
  }))
