import { Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import { accept } from '../../kit/command.ts'
import { namedEnum } from '../../kit/named-enum.ts'
import { commonRefusals, defineCatalogue } from '../../kit/refusal.ts'
import { annotated } from '../../kit/schemas.ts'
import { ok, type Route, read, write } from '../routes/route.ts'
import { Reason } from '../routes/schemas.ts'
import { openApiOf } from './openapi.ts'
import { Components } from './openapi-components.ts'

const Thing = Type.Object(
  { id: Type.String({ examples: ['thing-1'] }), size: Type.Union([Type.Integer(), Type.Null()], { examples: [3] }) },
  { $id: 'Thing', examples: [{ id: 'thing-1', size: 3 }] },
)
const refusals = defineCatalogue({ sold_out: { status: 409, ko: '품절이에요.', en: 'It is sold out.' } })

const routes: Route[] = [
  read({
    method: 'GET',
    path: '/api/things/{id}',
    name: 'getThing',
    summary: 'One thing',
    who: 'anyone',
    params: Type.Object({ id: Type.String() }),
    query: Type.Object({ asOf: Type.Optional(Type.String({ format: 'date-time', description: 'As it was then.' })) }),
    replies: { 200: Thing },
    refusals: ['not_found'],
    read: () => ok({}),
  }),
  write({
    method: 'POST',
    path: '/api/things',
    name: 'makeThing',
    summary: 'Makes a thing',
    description: 'For those who sell.',
    who: ['merchant', 'operator'],
    body: Type.Object({ things: Type.Array(Thing) }),
    replies: { 201: Thing, 204: null },
    refusals: ['sold_out'],
    write: () => ({ type: 'make', keys: [], decide: () => accept([]) }),
    wait: { stream: () => '', until: () => true, present: async () => ({}) },
  }),
]

const document = openApiOf([{ name: 'things', routes, refusals }], '1.2.3')
const schemas = document.components.schemas as Record<string, unknown>
const get = document.paths['/api/things/{id}']!.get!
const post = document.paths['/api/things']!.post!

describe('the document', () => {
  it('is OpenAPI 3.1 and plain JSON', () => {
    expect(document.openapi).toBe('3.1.0')
    expect(document.info.version).toBe('1.2.3')
    expect(JSON.parse(JSON.stringify(document))).toEqual(document)
  })

  it('tells who may call', () => {
    expect(get.security).toEqual([])
    expect(post.security).toEqual([{ token: ['merchant'] }, { token: ['operator'] }])
    expect(post.description).toBe('For those who sell.\n\nNeeds one of the roles `merchant`, `operator`.')
    expect(get.description).toBeUndefined()
  })

  it('tells what goes in', () => {
    expect(get.parameters).toEqual([
      { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
      {
        name: 'asOf',
        in: 'query',
        required: false,
        description: 'As it was then.',
        schema: { type: 'string', format: 'date-time' },
      },
    ])
    expect(post.parameters.map(({ name }) => name)).toEqual(['Idempotency-Key', 'Prefer'])
    expect(post.requestBody).toMatchObject({ required: true })
  })

  it('tells every answer, with the refusals of each status together', () => {
    expect(Object.keys(get.responses)).toEqual(['200', '400', '404', '429', 'default'])
    const refused = ['400', '401', '403', '409', '410', '413', '415', '422', '429', 'default']
    expect(Object.keys(post.responses)).toEqual(['201', '204', ...refused])
    expect(post.responses['409']).toMatchObject({ description: '`sold_out`: It is sold out.' })
    expect(post.responses['204']).toEqual({ description: 'No Content' })
  })

  it('tells where to find what was made', () => {
    expect(post.responses['201']).toMatchObject({
      headers: { Location: { required: true, schema: { type: 'string', format: 'uri-reference' } } },
    })
    expect(JSON.stringify(post.responses['201'])).toContain('`/api/things/{id}`')
    expect(post.responses['204']).not.toHaveProperty('headers')
  })

  it('names shared schemas once', () => {
    const reference = { $ref: '#/components/schemas/Thing' }
    expect(get.responses['200']).toMatchObject({ content: { 'application/json': { schema: reference } } })
    expect(post.requestBody).toMatchObject({
      content: { 'application/json': { schema: { $ref: '#/components/schemas/MakeThingBody' } } },
    })
    expect(schemas.MakeThingBody).toMatchObject({ properties: { things: { items: reference } } })
    expect(schemas.Thing).toEqual({
      type: 'object',
      required: ['id', 'size'],
      properties: {
        id: { type: 'string', examples: ['thing-1'] },
        size: { anyOf: [{ type: 'integer' }, { type: 'null' }], examples: [3] },
      },
    })
  })

  it('shows a sample of what goes in and comes out', () => {
    const sample = { id: 'thing-1', size: 3 }
    expect(post.requestBody).toMatchObject({ content: { 'application/json': { example: { things: [sample] } } } })
    expect(get.responses['200']).toMatchObject({ content: { 'application/json': { example: sample } } })
    expect(schemas.Thing).not.toHaveProperty('examples')
  })

  it('says at one place more of what has a name', () => {
    const Kind = namedEnum('Kind', { big: { ko: '큰', en: 'Big.' } }, { description: 'How big.' })
    const components = new Components()
    expect(components.refer(annotated(Kind, { description: 'At most.', example: 'big' }))).toEqual({
      $ref: '#/components/schemas/Kind',
      description: 'At most.',
    })
    expect(components.refer(Kind)).toEqual({ $ref: '#/components/schemas/Kind' })
  })

  it('has the texts of all codes at the reasons', () => {
    const { components } = openApiOf(
      [{ name: 'things', routes: [{ ...routes[0], replies: { 200: Reason } } as Route], refusals }],
      '1',
    )
    expect((components.schemas as Record<string, unknown>).Reason).toMatchObject({
      type: 'string',
      'x-enum-texts': {
        sold_out: { ko: '품절이에요.', en: 'It is sold out.' },
        not_found: { en: commonRefusals.not_found.en },
      },
    })
  })

  it('refuses two of a name, of a place, of an $id', () => {
    const [first, second] = routes as [Route, Route]
    const twice = (more: Partial<Route>) => () =>
      openApiOf([{ name: 'things', routes: [first, second, { ...first, ...more } as Route], refusals }], '1')
    expect(twice({ path: '/api/others/{id}' })).toThrow('named getThing')
    expect(twice({ name: 'other' })).toThrow('answer GET /api/things/{id}')
    const replies = { 200: Type.Object({ other: Type.String() }, { $id: 'Thing' }) }
    expect(twice({ name: 'other', path: '/api/others', replies })).toThrow('$id Thing')
  })
})
