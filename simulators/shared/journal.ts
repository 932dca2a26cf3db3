/**
 * What a simulator knows, as a file of JSON lines: everything it recorded is applied again at the next start, so that
 * its books outlive the process that kept them. Without a file it forgets.
 */
import { closeSync, existsSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs'

export class Journal<Entry> {
  readonly #apply: (entry: Entry) => void
  #file: number | null

  constructor(file: string | undefined, apply: (entry: Entry) => void) {
    this.#apply = apply
    if (file && existsSync(file)) this.#replay(file)
    this.#file = file ? openSync(file, 'a', 0o600) : null
  }

  /** What is recorded together is one line: after a crash either all of it is there, or nothing. */
  record(entries: readonly Entry[]): void {
    if (entries.length === 0) return
    if (this.#file !== null) writeSync(this.#file, `${JSON.stringify(entries)}\n`)
    for (const entry of entries) this.#apply(entry)
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file)
    this.#file = null
  }

  #replay(file: string): void {
    const text = readFileSync(file, 'utf8')
    const whole = text.slice(0, text.lastIndexOf('\n') + 1)
    for (const line of whole.split('\n')) {
      if (line) for (const entry of JSON.parse(line) as Entry[]) this.#apply(entry)
    }
    // A line the crash cut off was never answered; the next one must not be glued to it.
    if (whole.length < text.length) truncateSync(file, Buffer.byteLength(whole))
  }
}
