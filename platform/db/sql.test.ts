import { expect, it } from 'vitest'
import { allOf, type Sql, select, sql, verbatim } from './sql.ts'

const written = ({ text, values }: Sql) => ({ text, values })

it('numbers its values', () =>
  expect(written(sql`select ${1} where a = ${'x'} limit ${2}`)).toEqual({
    text: 'select $1 where a = $2 limit $3',
    values: [1, 'x', 2],
  }))

it('takes in parts, and parts of parts', () => {
  const inner = sql`b = ${'b'}`
  const part = sql`(${inner} or c = ${null})`
  expect(written(sql`select ${0} from ${verbatim('things')} where ${part} and ${part}`)).toEqual({
    text: 'select $1 from things where (b = $2 or c = $3) and (b = $4 or c = $5)',
    values: [0, 'b', null, 'b', null],
  })
})

it('joins what there is of conditions', () => {
  expect(written(allOf([]))).toEqual({ text: 'true', values: [] })
  expect(written(sql`where ${allOf([null, sql`a = ${1}`, null, sql`b or c`])} limit ${2}`)).toEqual({
    text: 'where true and (a = $1) and (b or c) limit $2',
    values: [1, 2],
  })
})

it('is asked with its values', async () => {
  const asked: unknown[] = []
  const query = async (text: string, values?: readonly unknown[]) => {
    asked.push(text, values)
    return { rows: [{ id: 'a' }] as never[], rowCount: 1 }
  }
  expect(await select<{ id: string }>({ query }, sql`select id from things where id = ${'a'}`)).toEqual([{ id: 'a' }])
  expect(asked).toEqual(['select id from things where id = $1', ['a']])
})
