/** Width and height of an image as it is shown, read from its header. Null where the header cannot be read. */
import { exifOrientation } from './exif.ts'
import type { FileType } from './file-type.ts'

export interface ImageSize {
  readonly width: number
  readonly height: number
}

const sized = (width: number, height: number): ImageSize | null => (width > 0 && height > 0 ? { width, height } : null)

/** The first chunk is the header (PNG, §11.2.1). */
function pngSize(bytes: Buffer): ImageSize | null {
  if (bytes.length < 24 || bytes.toString('latin1', 12, 16) !== 'IHDR') return null
  return sized(bytes.readUInt32BE(16), bytes.readUInt32BE(20))
}

/** Segments of a JPEG before its first scan; more than any camera writes. */
const SEGMENTS_MAX = 1_000

/** Start of frame of any coding: C0 to CF without the tables C4 and CC, and without C8, which is reserved (T.81, table B.1). */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
const APP1 = 0xe1
/** From here on a camera's picture lies on its side. */
const FIRST_SIDEWAYS = 5

function jpegSize(bytes: Buffer): ImageSize | null {
  let sideways = false
  for (const { marker, data } of jpegSegments(bytes)) {
    if (marker === APP1) sideways ||= (exifOrientation(data) ?? 1) >= FIRST_SIDEWAYS
    if (!isFrame(marker)) continue
    if (data.length < 5) return null
    const [height, width] = [data.readUInt16BE(1), data.readUInt16BE(3)]
    return sideways ? sized(height, width) : sized(width, height)
  }
  return null
}

function* jpegSegments(bytes: Buffer): Generator<{ readonly marker: number; readonly data: Buffer }> {
  let at = 2
  for (let count = 0; count < SEGMENTS_MAX && at + 4 <= bytes.length; count += 1) {
    if (bytes[at] !== 0xff) return
    const marker = bytes[at + 1] ?? 0
    // A marker may be preceded by any number of fill bytes.
    if (marker === 0xff) {
      at += 1
      continue
    }
    const end = at + 2 + bytes.readUInt16BE(at + 2)
    if (end > bytes.length) return
    yield { marker, data: bytes.subarray(at + 4, end) }
    at = end
  }
}

const WEBP_HEADER_BYTES = 30

/** The three forms of the first chunk: lossy (RFC 6386 §9.1), lossless, extended (RFC 9649 §2.7). */
function webpSize(bytes: Buffer): ImageSize | null {
  if (bytes.length < WEBP_HEADER_BYTES) return null
  switch (bytes.toString('latin1', 12, 16)) {
    case 'VP8 ':
      if (bytes.readUIntBE(23, 3) !== 0x9d012a) return null
      return sized(bytes.readUInt16LE(26) & 0x3fff, bytes.readUInt16LE(28) & 0x3fff)
    case 'VP8L': {
      if (bytes[20] !== 0x2f) return null
      const packed = bytes.readUInt32LE(21)
      return sized((packed & 0x3fff) + 1, ((packed >>> 14) & 0x3fff) + 1)
    }
    case 'VP8X':
      return sized(bytes.readUIntLE(24, 3) + 1, bytes.readUIntLE(27, 3) + 1)
    default:
      return null
  }
}

const readers: Partial<Record<FileType, (bytes: Buffer) => ImageSize | null>> = {
  'image/png': pngSize,
  'image/jpeg': jpegSize,
  'image/webp': webpSize,
}

export const imageSizeOf = (bytes: Buffer, type: FileType): ImageSize | null => readers[type]?.(bytes) ?? null
