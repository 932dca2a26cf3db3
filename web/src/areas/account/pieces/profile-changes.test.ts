import { describe, expect, test } from 'vitest'
import { changesOf, valuesOf } from './profile-changes.ts'
import type { Profile } from './queries.ts'

const profile = {
  id: 'mem_1',
  email: 'minji@madang.demo',
  name: '김민지',
  roles: ['customer'],
  region: '서울',
  language: 'ko',
  phone: null,
  address: { zipCode: '03045', city: '서울', street: '효자로 12' },
} as unknown as Profile

describe('what was changed of a profile', () => {
  const changes = (change: Partial<ReturnType<typeof valuesOf>>) =>
    changesOf(profile, { ...valuesOf(profile), ...change })

  test('is nothing where all is as it was, blanks aside', () => {
    expect(changes({ name: ' 김민지 ' })).toEqual({})
  })

  test('is what is given, and null for what was taken away', () => {
    expect(changes({ phone: '010-2345-6789', region: '' })).toEqual({ phone: '010-2345-6789', region: null })
  })

  test('is the whole address, or none', () => {
    expect(changes({ detail: '3층' })).toEqual({
      address: { zipCode: '03045', city: '서울', street: '효자로 12', detail: '3층' },
    })
    expect(changes({ zipCode: '', city: '', street: '' })).toEqual({ address: null })
  })
})
