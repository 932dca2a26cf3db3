import { describe, expect, test } from 'vitest'
import { readText, type TextKind } from './texts.ts'

const invisible = ['\u200b', '\u3164', '\u2060', '\u202e', '\ufeff', '\u00ad', '\u0007', '\u115f', '\u2800', '\u2028']

const lines: readonly TextKind[] = ['line', 'name', 'holder-name', 'token', 'e-mail', 'phone', 'postal-code']

describe.each(lines)('a text of the kind %s', kind => {
  test.each(invisible)('has no %j', character => {
    expect(readText(kind, character)).toBeNull()
    expect(readText(kind, `a${character}b@example.com`)).toBeNull()
  })
})

test.each<[TextKind, string, string | null]>([
  // One form for what looks the same.
  ['name', '  김   민지 ', '김 민지'],
  ['name', '김민지'.normalize('NFD'), '김민지'],
  ['name', '커피\u00a0콩\u3000두\u2003봉', '커피 콩 두 봉'],
  ['name', '커피\n콩', null],
  ['name', '커피\t콩', null],
  ['name', '   ', null],
  ['name', '…!?', null],
  ['name', '☕ 커피', '☕ 커피'],
  ['name', '👨\u200d👩\u200d👧 가족', '👨\u200d👩\u200d👧 가족'],
  ['name', 'a\u200d👧', null],
  ['name', 'O’Neill-김 3세', 'O’Neill-김 3세'],
  ['line', '', ''],
  ['line', ' 점심값 ♥ ', '점심값 ♥'],
  ['line', 'a\r\nb', null],
  ['paragraph', ' 첫 줄\r\n둘째\t줄\r셋째 ', '첫 줄\n둘째\t줄\n셋째'],
  ['paragraph', '안\u202e녕', null],
  ['holder-name', '㈜마당', '(주)마당'],
  ['holder-name', '（주）마당', '(주)마당'],
  // A letter that has a composed form in lower case only.
  ['e-mail', 'J\u030c@example.com', '\u01f0@example.com'],
  ['e-mail', '\u01f0@example.com', '\u01f0@example.com'],
  ['e-mail', ' Minji@Example.COM ', 'minji@example.com'],
  ['e-mail', 'minji@마당.한국', 'minji@xn--ok1b32k.xn--3e0b707e'],
  ['e-mail', 'a b@example.com', null],
  ['e-mail', 'minji@', null],
  ['phone', '01012345678', '010-1234-5678'],
  ['phone', '010 1234 5678', '010-1234-5678'],
  ['phone', '+82 10-1234-5678', '010-1234-5678'],
  ['phone', '02-123-4567', '02-123-4567'],
  ['phone', '0212345678', '02-1234-5678'],
  ['phone', '051-123-4567', '051-123-4567'],
  ['phone', '1588-1234', '1588-1234'],
  ['phone', '+1 (415) 555-0100', '+14155550100'],
  ['phone', '12345', null],
  ['phone', '010-1234', null],
  ['phone', '+82 99-9999-99999', null],
  ['postal-code', '04524', '04524'],
  ['postal-code', '０４５２４', '04524'],
  ['postal-code', '100-011', null],
  ['postal-code', '99999', null],
  ['account-number', '110-123-456789', '110123456789'],
  ['account-number', '110 123 456789', '110123456789'],
  ['account-number', '110--123', null],
  ['account-number', '12345', null],
  // The check digit of the National Tax Service.
  ['business-number', '124-81-00998', '124-81-00998'],
  ['business-number', '1248100998', '124-81-00998'],
  ['business-number', '124-81-00997', null],
  ['token', 'ord_01a2', 'ord_01a2'],
  ['token', 'two words', null],
  ['token', '마당', '마당'],
  ['password', ' 빈칸도 ', ' 빈칸도 '],
  ['password', '\ud800', null],
])('%s %j is %j', (kind, text, form) => expect(readText(kind, text)).toBe(form))

test.each<TextKind>([
  'name',
  'line',
  'paragraph',
  'holder-name',
  'e-mail',
  'phone',
  'account-number',
  'business-number',
])('the one form of %s is its own form', kind => {
  for (const text of ['㈜ 마당  커피', 'A@B.co', '010 1234 5678', '110 123 456789', '1248100998']) {
    const form = readText(kind, text)
    if (form !== null) expect(readText(kind, form)).toBe(form)
  }
})
