import fc from 'fast-check'
import { Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import { invalidForm } from '../../kit/invalid.ts'
import { defineCursor, pageOf } from './paging.ts'

const cursor = defineCursor(Type.Object({ at: Type.String(), id: Type.String() }))

describe('a cursor', () => {
  it('comes back as it was given', () => {
    const place = { at: '2026-11-20T00:00:00Z', id: '상품_1' }
    expect(cursor.decode(cursor.encode(place))).toEqual(place)
    expect(cursor.encode(place)).toMatch(/^[\w-]+$/)
  })

  it('is none at the beginning', () => expect(cursor.decode(undefined)).toBeNull())

  it.each([
    '',
    'x',
    'null',
    Buffer.from('{').toString('base64url'),
    Buffer.from('null').toString('base64url'),
    Buffer.from('{"at":1,"id":"a"}').toString('base64url'),
    Buffer.from('{"at":"a","id":"\\u0000"}').toString('base64url'),
    Buffer.from('{"at":"a","id":"\\ud800"}').toString('base64url'),
  ])('that we never gave is refused: %j', text => expect(cursor.decode(text)).toEqual(invalidForm('query', 'cursor')))

  it('is a place or a refusal, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String(), fc.json().map(btoaUrl)), text => {
        const place = cursor.decode(text)
        return place !== null && ('refused' in place || typeof place.at === 'string')
      }),
    )
  })
})

const btoaUrl = (text: string) => Buffer.from(text).toString('base64url')

describe('a page', () => {
  const place = defineCursor(Type.Integer())
  const page = (rows: number[], limit: number) =>
    pageOf(
      rows,
      limit,
      place,
      row => row,
      row => ({ id: row }),
    )

  it('names the next while there is more', () => {
    const first = page([1, 2, 3], 2)
    expect(first.items).toEqual([{ id: 1 }, { id: 2 }])
    expect(place.decode(first.nextCursor!)).toBe(2)
  })

  it('names none at the end', () => {
    expect(page([1, 2], 2)).toEqual({ items: [{ id: 1 }, { id: 2 }], nextCursor: null })
    expect(page([], 2)).toEqual({ items: [], nextCursor: null })
  })
})
