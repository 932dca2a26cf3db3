/**
 * A buffer of values, each preceded by its length, as PostgreSQL reads them in its binary formats: numbers in network
 * order, texts in UTF-8. One buffer per process, because nothing awaits between the first byte and the last.
 */
const FIRST_BYTES = 64 * 1024
/** Bytes of one UTF-16 unit in UTF-8, at most. */
const CHARACTER_BYTES_MAX = 3
const TWO_TO_32 = 2 ** 32

export class CopyBuffer {
  #bytes = Buffer.allocUnsafeSlow(FIRST_BYTES)
  #numbers = new DataView(this.#bytes.buffer)
  #at = 0

  /** Returns what was written since the last call, in a buffer of its own. */
  take(): Buffer {
    const taken = Buffer.from(this.#bytes.subarray(0, this.#at))
    this.#at = 0
    return taken
  }

  /** Discards what was written since the last call. */
  drop(): void {
    this.#at = 0
  }

  raw(bytes: Uint8Array): void {
    this.#makeRoom(bytes.length)
    this.#bytes.set(bytes, this.#at)
    this.#at += bytes.length
  }

  int8(value: number): void {
    this.#makeRoom(1)
    this.#bytes[this.#at] = value
    this.#at += 1
  }

  int16(value: number): void {
    this.#makeRoom(2)
    this.#numbers.setInt16(this.#at, value)
    this.#at += 2
  }

  int32(value: number): void {
    this.#makeRoom(4)
    this.#numbers.setInt32(this.#at, value)
    this.#at += 4
  }

  /** A whole number that a double holds exactly. */
  int64(value: number): void {
    if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is no whole number, or not exact`)
    const high = Math.floor(value / TWO_TO_32)
    this.int32(high)
    this.int32(value - high * TWO_TO_32)
  }

  double(value: number): void {
    this.#makeRoom(8)
    this.#numbers.setFloat64(this.#at, value)
    this.#at += 8
  }

  /** A text, preceded by its length. */
  text(value: string): void {
    this.#makeRoom(4 + value.length * CHARACTER_BYTES_MAX)
    const length = this.#bytes.write(value, this.#at + 4)
    this.#numbers.setInt32(this.#at, length)
    this.#at += 4 + length
  }

  /** The output of `write`, preceded by its length. */
  measured(write: () => void): void {
    const start = this.#at
    this.int32(0)
    write()
    this.#numbers.setInt32(start, this.#at - start - 4)
  }

  #makeRoom(count: number): void {
    if (this.#at + count <= this.#bytes.length) return
    const larger = Buffer.allocUnsafeSlow(2 * (this.#at + count))
    larger.set(this.#bytes.subarray(0, this.#at))
    this.#bytes = larger
    this.#numbers = new DataView(larger.buffer)
  }
}
