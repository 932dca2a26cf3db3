/**
 * HMAC-SHA256 (RFC 2104) by two plain hashes over blocks that are prepared once: half the time of `createHmac`, which makes
 * an object for each text, and every write needs one.
 */
import { hash } from 'node:crypto'

const BLOCK_BYTES = 64
const HASH_BYTES = 32
const INNER = 0x36
const OUTER = 0x5c
/** Texts up to this length are written into the prepared block; for longer ones one is made. */
const PREPARED_BYTES = 2_048
/** Bytes of one UTF-16 unit in UTF-8, at most. */
const UNIT_BYTES = 3

/** The hash of a text under a key, in base64url. */
export function keyedHash(key: Uint8Array): (text: string) => string {
  const short = key.length > BLOCK_BYTES ? hash('sha256', key, 'buffer') : key
  const inner = padded(short, INNER, PREPARED_BYTES)
  const outer = padded(short, OUTER, HASH_BYTES)
  return text => {
    const fits = text.length * UNIT_BYTES <= PREPARED_BYTES
    const block = fits ? inner : Buffer.concat([inner.subarray(0, BLOCK_BYTES), Buffer.from(text)])
    const end = fits ? BLOCK_BYTES + inner.write(text, BLOCK_BYTES, 'utf8') : block.length
    outer.write(hash('sha256', block.subarray(0, end), 'latin1'), BLOCK_BYTES, 'latin1')
    return hash('sha256', outer, 'base64url')
  }
}

/** A block of the key, with room behind it. */
function padded(key: Uint8Array, pad: number, context: number): Buffer {
  const block = Buffer.alloc(BLOCK_BYTES + context, pad)
  for (const [at, byte] of key.entries()) block[at] = byte ^ pad
  return block
}
