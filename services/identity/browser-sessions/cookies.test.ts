import { describe, expect, it } from 'vitest'
import { areSecure, cookie, cookieIn } from './cookies.ts'

describe('a cookie', () => {
  it.each([
    ['madang_session=abc', 'abc'],
    ['theme=dark; madang_session=a-b_c.d; madang_device=x', 'a-b_c.d'],
    ['madang_session=first; madang_session=second', 'first'],
    ['madang_session=', null],
    ['other_madang_session=abc', null],
    ['madang_session="abc"', null],
    [`madang_session=${'x'.repeat(201)}`, null],
    ['', null],
    [undefined, null],
  ])('is found in %j: %j', (header, value) => expect(cookieIn(header, 'madang_session')).toBe(value))

  it('is for /session alone, for no script and no other site', () => {
    expect(cookie('a', 'b', 60, false)).toEqual([
      'set-cookie',
      'a=b; Max-Age=60; Path=/session; HttpOnly; SameSite=Strict',
    ])
  })

  it.each([
    [{}, false],
    [{ MADANG_PUBLIC_URL: 'http://localhost:3000' }, false],
    [{ MADANG_PUBLIC_URL: 'https://shop.example.com' }, true],
    [{ NODE_ENV: 'production' }, true],
  ])('is sent over HTTPS only with %j: %s', (settings, secure) => {
    expect(areSecure(settings)).toBe(secure)
    expect(cookie('a', 'b', 60, secure)[1].endsWith('; Secure')).toBe(secure)
  })
})
