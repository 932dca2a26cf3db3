import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Cell, csv, csvAnswer } from './csv.ts'

/** Reads what RFC 4180 calls a file, field by field. */
function read(text: string): string[][] {
  const rows: string[][] = [[]]
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y
  while (field.lastIndex < text.length) {
    const [, quoted, plain = '', end] = field.exec(text) ?? []
    if (end === undefined) throw new Error(`no field at ${field.lastIndex}`)
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain)
    if (end === '\r\n') rows.push([])
  }
  return rows.slice(0, -1)
}

const written = (...cells: Cell[]): string => csv(['a'], [cells]).slice('\uFEFFa\r\n'.length, -2)

describe('a table', () => {
  it('begins with a byte order mark, and ends every line like the others', () =>
    expect(csv(['이름', 'Name'], [['마당', 1]])).toBe('\uFEFF이름,Name\r\n마당,1\r\n'))

  it.each([
    ['=1+1', "'=1+1"],
    ['+82', "'+82"],
    ['-2', "'-2"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['  =1', "'  =1"],
    ['\t=1', "'\t=1"],
    ['\r1', '"\'\r1"'],
    ['＝1', "'＝1"],
    ['a=1', 'a=1'],
    ['마당, "본점"', '"마당, ""본점"""'],
  ])('the text %j is written %j', (text, cell) => expect(written(text)).toBe(cell))

  it.each([-5, 0, 29.99, -0.01, 15_000])('the number %d is a number', number =>
    expect(written(number)).toBe(String(number)),
  )

  const cell = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[ =+\-@\t\r\n",ab]{0,6}$/), fc.double())
  const table = fc
    .integer({ min: 1, max: 4 })
    .chain(width => fc.array(fc.array(cell, { minLength: width, maxLength: width })))

  it('gives back every cell as it was, but for the apostrophe that makes it harmless', () =>
    fc.assert(
      fc.property(table, rows => {
        const [, ...found] = read(csv(['h'], rows).slice(1))
        expect(found).toHaveLength(rows.length)
        const texts = found.flat()
        for (const [index, value] of rows.flat().entries()) {
          const allowed = typeof value === 'number' ? [String(value)] : [value, `'${value}`]
          expect(allowed).toContain(texts[index])
          if (typeof value === 'string') expect(texts[index]).not.toMatch(/^\s*[=+\-@\t\r]/)
        }
      }),
      { numRuns: 500 },
    ))

  it('is saved under its name', () =>
    expect(csvAnswer('a.csv', 'x')).toEqual({
      status: 200,
      body: 'x',
      headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="a.csv"' },
    }))
})
