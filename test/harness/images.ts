/** Images of any size for tests, as small as their formats allow: whole headers, and hardly a pixel. */
import { crc32, deflateSync } from 'node:zlib'

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, check])
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** Grey, one bit a pixel. `shade` makes another file of the same size. */
export function png(width: number, height: number, shade = 0): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.writeUInt8(1, 8)
  const row = Buffer.alloc(1 + Math.ceil(width / 8), shade)
  row[0] = 0
  const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)))
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))])
}

function segment(marker: number, data: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(data.length + 2, 2)
  return Buffer.concat([head, data])
}

/** What a camera notes: an image file directory with the orientation alone. */
function exif(orientation: number, little: boolean): Buffer {
  const tiff = Buffer.alloc(26)
  tiff.write(little ? 'II' : 'MM', 'latin1')
  const short = (value: number, at: number) => (little ? tiff.writeUInt16LE(value, at) : tiff.writeUInt16BE(value, at))
  const long = (value: number, at: number) => (little ? tiff.writeUInt32LE(value, at) : tiff.writeUInt32BE(value, at))
  short(42, 2)
  long(8, 4)
  short(1, 8)
  short(0x0112, 10)
  short(3, 12)
  long(1, 14)
  short(orientation, 18)
  return Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff])
}

export interface JpegOptions {
  readonly orientation?: number
  readonly little?: boolean
  /** C0 is baseline, C2 progressive. */
  readonly frame?: number
}

/** Up to the frame's header; `width` and `height` are as they are stored. */
export function jpeg(width: number, height: number, { orientation, little = true, frame = 0xc0 }: JpegOptions = {}) {
  const header = Buffer.from([8, 0, 0, 0, 0, 1, 1, 0x11, 0])
  header.writeUInt16BE(height, 1)
  header.writeUInt16BE(width, 3)
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1')),
    ...(orientation === undefined ? [] : [segment(0xe1, exif(orientation, little))]),
    // Tables come before the frame, and a marker may be filled up.
    segment(0xc4, Buffer.alloc(20)),
    Buffer.from([0xff]),
    segment(frame, header),
    Buffer.from([0xff, 0xd9]),
  ])
}

function riff(type: string, data: Buffer): Buffer {
  const size = (bytes: number) => {
    const four = Buffer.alloc(4)
    four.writeUInt32LE(bytes)
    return four
  }
  const form = Buffer.concat([Buffer.from(`WEBP${type}`, 'latin1'), size(data.length), data])
  return Buffer.concat([Buffer.from('RIFF', 'latin1'), size(form.length), form])
}

export const webp = {
  lossy(width: number, height: number): Buffer {
    const data = Buffer.alloc(20)
    data.writeUIntBE(0x9d012a, 3, 3)
    data.writeUInt16LE(width, 6)
    // The upper two bits scale.
    data.writeUInt16LE(height | 0x4000, 8)
    return riff('VP8 ', data)
  },
  lossless(width: number, height: number): Buffer {
    const data = Buffer.alloc(20)
    data[0] = 0x2f
    data.writeUInt32LE(((width - 1) | ((height - 1) << 14)) >>> 0, 1)
    return riff('VP8L', data)
  },
  extended(width: number, height: number): Buffer {
    const data = Buffer.alloc(10)
    data.writeUIntLE(width - 1, 4, 3)
    data.writeUIntLE(height - 1, 7, 3)
    return riff('VP8X', data)
  },
}
