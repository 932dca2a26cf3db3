import { describe, expect, test } from 'vitest'
import { jpeg, png, webp } from '../../test/harness/images.ts'
import { fileTypeOf } from './file-type.ts'
import { imageSizeOf } from './image-size.ts'

const sizeOf = (bytes: Buffer) => {
  const type = fileTypeOf(bytes)
  return type && imageSizeOf(bytes, type)
}

describe('the size of', () => {
  test.each([
    ['a PNG', png(640, 480), [640, 480]],
    ['a JPEG', jpeg(640, 480), [640, 480]],
    ['a progressive JPEG', jpeg(4096, 3, { frame: 0xc2 }), [4096, 3]],
    ['a JPEG that a camera took upright', jpeg(640, 480, { orientation: 1 }), [640, 480]],
    ['a JPEG on its side', jpeg(640, 480, { orientation: 6 }), [480, 640]],
    ['a JPEG on its side, in the other order of bytes', jpeg(640, 480, { orientation: 8, little: false }), [480, 640]],
    ['a JPEG upside down', jpeg(640, 480, { orientation: 3 }), [640, 480]],
    ['a lossy WebP', webp.lossy(640, 480), [640, 480]],
    ['a lossless WebP', webp.lossless(16384, 16383), [16384, 16383]],
    ['an extended WebP', webp.extended(640, 70_000), [640, 70_000]],
  ])('%s is read from its header', (_, bytes, [width, height]) => {
    expect(sizeOf(bytes)).toEqual({ width, height })
  })

  test.each([
    ['a PNG without a pixel', png(0, 480)],
    ['a PNG that ends early', png(640, 480).subarray(0, 20)],
    [
      'a PNG that begins with another chunk',
      Buffer.from(png(1, 1).toString('latin1').replace('IHDR', 'IDAT'), 'latin1'),
    ],
    ['a JPEG without a frame', jpeg(640, 480, { frame: 0xfe })],
    ['a JPEG whose segments end nowhere', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0xff, 0xff, 0])],
    ['a JPEG of nothing but fill', Buffer.alloc(5_000, 0xff).fill(0xd8, 1, 2)],
    [
      'a WebP of an unknown form',
      Buffer.from(webp.extended(1, 1).toString('latin1').replace('VP8X', 'VP9 '), 'latin1'),
    ],
    ['a WebP that ends early', webp.extended(1, 1).subarray(0, 25)],
  ])('%s cannot be read', (_, bytes) => {
    expect(sizeOf(bytes)).toBeNull()
  })

  test('any beginning of an image is read or not, without a fault', () => {
    for (const whole of [png(7, 5), jpeg(7, 5, { orientation: 6 }), webp.lossy(7, 5), webp.extended(7, 5)]) {
      for (let length = 0; length <= whole.length; length += 1) {
        const size = sizeOf(whole.subarray(0, length))
        if (size) expect(new Set([size.width, size.height])).toEqual(new Set([7, 5]))
      }
    }
  })
})
