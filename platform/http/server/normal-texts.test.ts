import { type TSchema, Type } from 'typebox'
import { expect, test } from 'vitest'
import { AccountNumber, EmailAddress, line, name, Phone } from '../routes/texts.ts'
import { partValidator } from './schema.ts'

const read = (schema: TSchema, given: unknown) => {
  const result = partValidator('body', schema)(given)
  return 'error' in result ? result.error.fields : result.value
}

const Body = Type.Object({
  names: Type.Array(name(5)),
  title: Type.Union([name(20), Type.Object({ ko: name(20), en: name(20) })]),
  to: Type.Optional(Type.Union([Type.Object({ email: EmailAddress }), Type.Object({ accountNumber: AccountNumber })])),
  phone: Type.Optional(Type.Union([Phone, Type.Null()])),
  memo: Type.Optional(line(10)),
})

test('texts reach the handler in their one form, wherever they stand', () =>
  expect(
    read(Body, {
      names: [' 가 ', '나'.normalize('NFD')],
      title: { ko: '커피  콩', en: ' Coffee' },
      to: { accountNumber: '110 123-456' },
      phone: null,
      memo: ' ',
    }),
  ).toEqual({
    names: ['가', '나'],
    title: { ko: '커피 콩', en: 'Coffee' },
    to: { accountNumber: '110123456' },
    phone: null,
    memo: '',
  }))

test('their limits count in that form', () => {
  const decomposed = '가나다라마'.normalize('NFD')
  expect(read(Type.Object({ name: name(5) }), { name: ` ${decomposed} ` })).toEqual({ name: '가나다라마' })
  expect(read(Type.Object({ name: name(5) }), { name: '   ' })).toMatchObject([{ pointer: '/name' }])
})

test('what nobody could read is refused at its field', () =>
  expect(read(Body, { names: ['가\u202e나'], title: '차' })).toMatchObject([
    { in: 'body', pointer: '/names/0', code: 'wrong_format', limit: 'name' },
  ]))

test('what was given is not changed', () => {
  const given = { name: ' 가 ' }
  read(Type.Object({ name: name(5) }), given)
  expect(given).toEqual({ name: ' 가 ' })
})
