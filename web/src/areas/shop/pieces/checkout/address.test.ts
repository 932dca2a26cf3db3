import { describe, expect, test } from 'vitest'
import { addressErrors, addressLine, addressOf, firstAddress } from './address.ts'

const MEMBER = { name: '김민지', phone: '010-2345-6789', address: null }
const HOME = { street: '효자로 12', city: '서울', zipCode: '03045' }

describe('the form begins with', () => {
  test('where the last order went', () => {
    const last = { street: '마당로 1', city: '부산', zipCode: '48000', recipient: '이서준' }
    expect(firstAddress(last, { ...MEMBER, address: HOME })).toEqual({
      ...{ recipient: '이서준', phone: '', zipCode: '48000', city: '부산', street: '마당로 1', detail: '' },
    })
  })
  test('the profile, before there was an order', () => {
    expect(firstAddress(null, { ...MEMBER, address: { ...HOME, detail: '3층' } })).toEqual({
      ...{
        recipient: '김민지',
        phone: '010-2345-6789',
        zipCode: '03045',
        city: '서울',
        street: '효자로 12',
        detail: '3층',
      },
    })
  })
  test('the name, where nothing else is known; an older order has no recipient', () => {
    expect(firstAddress(null, { ...MEMBER, phone: null })).toMatchObject({ recipient: '김민지', phone: '', street: '' })
    expect(firstAddress(HOME, MEMBER)).toMatchObject({ recipient: '김민지', street: '효자로 12' })
  })
})

test('what is empty is not sent', () => {
  const form = { recipient: ' 김민지 ', phone: ' ', zipCode: '03045', city: '서울', street: '효자로 12', detail: '' }
  expect(addressOf(form)).toEqual({ ...HOME, recipient: '김민지' })
})

test('an address is one line', () => {
  expect(addressLine({ ...HOME, detail: '3층' })).toBe('(03045) 서울 효자로 12, 3층')
  expect(addressLine(HOME)).toBe('(03045) 서울 효자로 12')
})

test('a refusal stands at its field', () => {
  expect(addressErrors({ 'shippingAddress.zipCode': '다섯 자리예요', expectedTotal: '…' })).toEqual({
    zipCode: '다섯 자리예요',
  })
})
