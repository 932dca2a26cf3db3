import { Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import { accept } from '../../kit/command.ts'
import { locateOf, locationTemplate } from './location.ts'
import { ok, read, write } from './route.ts'

const Thing = Type.Object({
  id: Type.String(),
  owner: Type.Object({ name: Type.String(), nickname: Type.Optional(Type.String()) }),
  number: Type.Integer(),
})
const make = (location?: string, replies: Record<number, Type.TSchema> = { 201: Thing }) =>
  write({
    ...{ method: 'POST', path: '/api/things', name: 'makeThing', summary: 'Makes', who: 'member', replies },
    write: () => ({ type: 'make', keys: [], decide: () => accept([]) }),
    ...(location !== undefined && { location }),
  })
const body = { id: 'thg_1', owner: { name: '김 하늘/1' }, number: 7 }
const located = (location?: string, text = JSON.stringify(body)) => locateOf(make(location))?.(text)

describe('the location of what was made', () => {
  it('is the route’s own path with the id of the answer, unless said', () => {
    expect(located()).toBe('/api/things/thg_1')
  })

  it.each([
    ['another path', '/api/others/{id}', '/api/others/thg_1'],
    ['a number', '/api/things/{id}/parts/{number}', '/api/things/thg_1/parts/7'],
    ['a member of a member, escaped', '/api/people/{owner.name}', '/api/people/%EA%B9%80%20%ED%95%98%EB%8A%98%2F1'],
  ])('is filled in from the answer: %s', (_, template, path) => {
    expect(located(template)).toBe(path)
  })

  it.each([
    ['that stands later', { number: 7, id: 'thg_2' }, '/api/things/thg_2'],
    ['with characters that JSON escapes', { id: 'a"b' }, '/api/things/a%22b'],
    ['alone', { id: 'thg_3' }, '/api/things/thg_3'],
  ])('finds an id %s', (_, reply, path) => {
    expect(located(undefined, JSON.stringify(reply))).toBe(path)
  })

  it.each([
    ['/api/things/{unknown}'],
    ['/api/things/{owner.nickname}'],
    ['/api/things/{owner.name.first}'],
    ['/api/things'],
  ])('does not begin with a template that no answer fills in: %s', template => {
    expect(() => locateOf(make(template))).toThrow('makeThing')
  })

  it('is there only for what makes something', () => {
    expect(locationTemplate(make(undefined, { 200: Thing }))).toBeNull()
    const route = read({
      ...{ method: 'GET', path: '/api/things/{id}', name: 'getThing', summary: 'One', who: 'anyone' },
      ...{ replies: { 200: Thing }, read: () => ok(body) },
    })
    expect(locateOf(route)).toBeNull()
  })
})
