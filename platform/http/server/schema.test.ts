import { type TSchema, Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import type { RequestPart } from './field-error.ts'
import { InvalidPart, NO_BODY, NO_PARAMETERS, partValidator } from './schema.ts'

const readAs = (part: RequestPart, schema: TSchema, given: unknown) => {
  const result = partValidator(part, schema)(given)
  return 'error' in result ? result.error.fields : result.value
}

describe('a body', () => {
  const Address = Type.Object({ street: Type.String(), zipCode: Type.String({ minLength: 5 }) })
  const To = Type.Union([Type.Object({ userId: Type.String() }), Type.Object({ email: Type.String() })])
  const Body = Type.Object({
    items: Type.Array(Type.Object({ productId: Type.String(), quantity: Type.Integer({ minimum: 1, maximum: 99 }) })),
    shippingAddress: Type.Optional(Address),
    to: Type.Optional(To),
    currency: Type.Optional(Type.String({ default: 'KRW' })),
    facts: Type.Optional(Type.Record(Type.String(), Type.Number())),
  })

  it('is refused with each field that the schema does not know, and what was probably meant', () => {
    const given = {
      extra: 1,
      facts: { a: 1, b: 2 },
      to: { email: 'a@b.c', admin: true },
      shippingAddress: { zipcode: 'x', zipCode: '12345', street: 's' },
      items: [{ price: 0, quantity: 2, productId: 'p' }],
    }
    expect(readAs('body', Body, given)).toEqual([
      { in: 'body', pointer: '/extra', code: 'unknown_field', allowed: Object.keys(Body.properties) },
      { in: 'body', pointer: '/to/admin', code: 'unknown_field', allowed: ['email'] },
      {
        ...{ in: 'body', pointer: '/shippingAddress/zipcode', code: 'unknown_field' },
        ...{ allowed: ['street', 'zipCode'], nearest: 'zipCode' },
      },
      { in: 'body', pointer: '/items/0/price', code: 'unknown_field', allowed: ['productId', 'quantity'] },
    ])
  })

  it('comes in the order of the schema', () => {
    const given = {
      facts: { a: 1, b: 2 },
      to: { email: 'a@b.c' },
      shippingAddress: { zipCode: '12345', street: 's' },
      items: [{ quantity: 2, productId: 'p' }],
    }
    expect(JSON.stringify(readAs('body', Body, given))).toBe(
      '{"items":[{"productId":"p","quantity":2}],"shippingAddress":{"street":"s","zipCode":"12345"},' +
        '"to":{"email":"a@b.c"},"currency":"KRW","facts":{"a":1,"b":2}}',
    )
  })

  it('of several parts has the properties of each', () => {
    const Both = Type.Intersect([Type.Object({ a: Type.String() }), Type.Object({ b: Type.String() })])
    expect(readAs('body', Both, { a: '1', b: '2' })).toEqual({ a: '1', b: '2' })
    expect(readAs('body', Both, { a: '1', b: '2', c: '3' })).toMatchObject([{ pointer: '/c', code: 'unknown_field' }])
  })

  it('is never coerced', () => {
    expect(readAs('body', Body, { items: [{ productId: 7, quantity: '2' }] })).toEqual([
      { in: 'body', pointer: '/items/0/productId', code: 'wrong_type', limit: 'string' },
      { in: 'body', pointer: '/items/0/quantity', code: 'wrong_type', limit: 'integer' },
    ])
  })

  it('is told which fields are wrong, and never their values', () => {
    const given = { shippingAddress: { zipCode: '1' }, to: { phone: '010' } }
    expect(readAs('body', Body, given)).toEqual([
      { in: 'body', pointer: '/items', code: 'required' },
      { in: 'body', pointer: '/shippingAddress/street', code: 'required' },
      { in: 'body', pointer: '/shippingAddress/zipCode', code: 'too_short', limit: 5 },
      { in: 'body', pointer: '/to', code: 'no_such_form' },
    ])
  })

  it.each([null, undefined, [], 'text', 7])('of %j is no object', given =>
    expect(readAs('body', Body, given)).toEqual([{ in: 'body', pointer: '', code: 'wrong_type', limit: 'object' }]),
  )

  it('has a bounded list of complaints', () => {
    const many = Array.from({ length: 1_000 }, () => ({}))
    expect((readAs('body', Body, { items: many }) as unknown[]).length).toBeLessThanOrEqual(20)
  })

  it('fails with an error that Fastify hands on', () => {
    expect(partValidator('body', Body)(null)).toMatchObject({ error: expect.any(InvalidPart) })
  })
})

describe('a route that takes nothing', () => {
  it.each([undefined, null, {}])('is given %j', given => {
    expect(readAs('body', NO_BODY, given)).toEqual(given)
    expect(readAs('query', NO_PARAMETERS, {})).toEqual({})
  })

  it('refuses what it does not know', () => {
    const unknown = { pointer: '/reason', code: 'unknown_field', allowed: [] }
    expect(readAs('body', NO_BODY, { reason: 'x' })).toEqual([{ in: 'body', ...unknown }])
    expect(readAs('query', NO_PARAMETERS, { reason: 'x' })).toEqual([{ in: 'query', ...unknown }])
    expect(readAs('body', NO_BODY, [])).toMatchObject([{ code: 'wrong_type', limit: 'object' }])
  })
})

describe('a union', () => {
  const Body = Type.Object({
    size: Type.Optional(Type.Union([Type.Literal('S'), Type.Literal('M')])),
    phone: Type.Optional(Type.Union([Type.String({ minLength: 8 }), Type.Null()])),
    status: Type.Optional(Type.Union([Type.Enum(['open', 'done']), Type.Null()])),
    to: Type.Optional(
      Type.Union([Type.Object({ userId: Type.String() }), Type.Object({ email: Type.String({ minLength: 3 }) })]),
    ),
  })

  it.each([
    [{ size: 'L' }, { pointer: '/size', code: 'not_allowed', allowed: ['S', 'M'] }],
    [{ phone: '010' }, { pointer: '/phone', code: 'too_short', limit: 8 }],
    [{ phone: 10 }, { pointer: '/phone', code: 'wrong_type', limit: 'string' }],
    [{ status: 'gone' }, { pointer: '/status', code: 'not_allowed', allowed: ['open', 'done'] }],
    [{ status: 1 }, { pointer: '/status', code: 'not_allowed', allowed: ['open', 'done'] }],
    [{ to: { email: 'a' } }, { pointer: '/to/email', code: 'too_short', limit: 3 }],
    [{ to: { phone: '010' } }, { pointer: '/to', code: 'no_such_form' }],
  ])('of which none fits %j tells what the one that was meant lacks', (given, error) =>
    expect(readAs('body', Body, given)).toEqual([{ in: 'body', ...error }]),
  )
})

describe('a parameter', () => {
  const Query = Type.Object({
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
    open: Type.Optional(Type.Boolean()),
    tags: Type.Optional(Type.Array(Type.String())),
    code: Type.Optional(Type.Union([Type.Literal(0), Type.Literal(1)])),
    text: Type.Optional(Type.String()),
  })

  it.each([
    [{}, { limit: 20 }],
    [{ limit: '5' }, { limit: 5 }],
    [{ open: 'true' }, { limit: 20, open: true }],
    [{ open: 'false' }, { limit: 20, open: false }],
    [{ tags: 'a' }, { limit: 20, tags: ['a'] }],
    [{ tags: ['a', 'b'] }, { limit: 20, tags: ['a', 'b'] }],
    [{ code: '1' }, { limit: 20, code: 1 }],
    [{ text: '12' }, { limit: 20, text: '12' }],
  ])('%j reads as %j', (given, read) => expect(readAs('query', Query, given)).toEqual(read))

  it.each([
    { limit: '' },
    { limit: '5.5' },
    { limit: ' 5' },
    { limit: '5abc' },
    { limit: '0x10' },
    { limit: '1e1' },
    { limit: '0' },
    { limit: '101' },
    { limit: '-1' },
    { limit: '9'.repeat(400) },
    { limit: ['1', '2'] },
    { open: 'yes' },
    { open: '' },
    { code: '2' },
    { text: ['a', 'b'] },
    { limitt: '5' },
  ])('%j does not read', given =>
    expect(readAs('query', Query, given)).toMatchObject([{ in: 'query', pointer: `/${Object.keys(given)[0]}` }]),
  )
})
