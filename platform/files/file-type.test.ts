import { describe, expect, test } from 'vitest'
import { jpeg, png, webp } from '../../test/harness/images.ts'
import { fileTypeOf } from './file-type.ts'

/** The beginning of a ZIP archive, and the name of a part. */
const archive = (...parts: readonly string[]) =>
  Buffer.from(`PK\x03\x04\x14\0\x06\0[Content_Types].xml${parts.join('')}`, 'latin1')

describe('the bytes say', () => {
  test.each([
    ['image/png', png(1, 1)],
    ['image/jpeg', jpeg(1, 1)],
    ['image/webp', webp.lossless(1, 1)],
    ['application/pdf', Buffer.from('%PDF-1.7\n')],
    ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', archive('xl/workbook.xml')],
    ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', archive('word/document.xml')],
    ['text/plain', Buffer.from('첫 줄\r\n\t둘째 줄\n')],
    [null, archive('META-INF/MANIFEST.MF')],
    [null, Buffer.from('GIF89a\x01\0')],
    [null, Buffer.from('MZ\x90\0\x03')],
    [null, Buffer.from([0xc3, 0x28])],
    [null, Buffer.from('\x7fELF\x02')],
  ])('%s', (type, bytes) => {
    expect(fileTypeOf(bytes)).toBe(type)
  })

  test('nothing that may run is an image', () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
    const images = ['image/png', 'image/jpeg', 'image/webp'] as const
    expect(fileTypeOf(svg, images)).toBeNull()
    expect(fileTypeOf(Buffer.from('<!doctype html>'), images)).toBeNull()
  })

  test('only what is asked for', () => {
    expect(fileTypeOf(png(1, 1), ['image/jpeg'])).toBeNull()
  })
})
