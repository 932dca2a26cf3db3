/** The orientation that a camera notes in a JPEG, 1 to 8 (Exif 2.32, §4.6.5): what is shown may lie on its side in the file. */

const HEADER = 'Exif\0\0'
const ORIENTATION = 0x0112
const SHORT = 3
const ENTRY_BYTES = 12
const ENTRIES_MAX = 200

/** `segment` is the data of an APP1 segment. Null where it notes none. */
export function exifOrientation(segment: Buffer): number | null {
  if (segment.toString('latin1', 0, HEADER.length) !== HEADER) return null
  const tiff = segment.subarray(HEADER.length)
  if (tiff.length < 8) return null
  const order = tiff.toString('latin1', 0, 2)
  if (order !== 'II' && order !== 'MM') return null
  return orientationIn(tiff, order === 'II')
}

function orientationIn(tiff: Buffer, little: boolean): number | null {
  const short = (at: number) => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const directory = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4)
  if (directory + 2 > tiff.length) return null
  const entries = Math.min(short(directory), ENTRIES_MAX)
  for (let entry = 0; entry < entries; entry += 1) {
    const at = directory + 2 + entry * ENTRY_BYTES
    if (at + ENTRY_BYTES > tiff.length) return null
    if (short(at) === ORIENTATION) return short(at + 2) === SHORT ? short(at + 8) : null
  }
  return null
}
