/**
 * The data keys of subjects, wrapped, in the service's table `subject_keys`. A destroyed key leaves a tombstone
 * (`destroyed_at` set, nothing wrapped), so that a forgotten subject never gets a new key.
 */
import type { Queryable } from '../database.ts'
import type { Ports } from '../ports.ts'
import type { KeyProvider } from '../vault.ts'
import { KEY_BYTES } from './cipher.ts'

/** Unwrapped keys held in memory. */
export const CACHED_KEYS_MAX = 10_000
/** After this a cached key is checked against its row again: another instance may have forgotten the subject. */
export const CACHED_KEY_AGE_MS_MAX = 30_000

interface Row {
  readonly subject: string
  readonly wrapped: string
  readonly key_id: string
}

interface Cached {
  readonly key: Uint8Array
  readonly wrapped: string
  readonly checkedAt_ms: number
}

interface Reading {
  readonly subjects: Set<string>
  readonly rows: Promise<Map<string, Row>>
}

export class SubjectKeys {
  readonly #database: Queryable
  readonly #provider: KeyProvider
  readonly #ports: Ports
  readonly #cache = new Map<string, Cached>()
  /** Counts destructions: a key that was being read meanwhile is used once and not kept. */
  #destructions = 0
  #reading: Reading | null = null

  constructor(database: Queryable, provider: KeyProvider, ports: Ports) {
    this.#database = database
    this.#provider = provider
    this.#ports = ports
  }

  /** The subject's key, or null if it has none (never made, or destroyed). */
  async find(subject: string): Promise<Uint8Array | null> {
    const cached = this.#cached(subject)
    if (cached) return cached
    const destructions = this.#destructions
    const row = await this.#row(subject)
    return row ? this.#unwrap(row, destructions) : null
  }

  /** The subject's key, made now if there was none; null if it was destroyed. */
  async obtain(subject: string): Promise<Uint8Array | null> {
    const cached = this.#cached(subject)
    if (cached) return cached
    const destructions = this.#destructions
    const row = (await this.#row(subject)) ?? (await this.#create(subject))
    return this.#unwrap(row, destructions)
  }

  async destroy(subject: string): Promise<void> {
    await this.#database.query(
      `insert into subject_keys (subject, wrapped, key_id, created_at, destroyed_at) values ($1, '', '', $2, $2)
       on conflict (subject) do update set wrapped = '', key_id = '',
         destroyed_at = coalesce(subject_keys.destroyed_at, excluded.destroyed_at)`,
      [subject, this.#ports.clock.now()],
    )
    this.#destructions += 1
    this.#cache.delete(subject)
  }

  #cached(subject: string): Uint8Array | null {
    const cached = this.#cache.get(subject)
    if (!cached) return null
    const age_ms = this.#ports.clock.now().getTime() - cached.checkedAt_ms
    return age_ms >= 0 && age_ms < CACHED_KEY_AGE_MS_MAX ? cached.key : null
  }

  /** Rows asked for in the same turn are read by one query: a page of a list opens many subjects. */
  async #row(subject: string): Promise<Row | undefined> {
    this.#reading ??= this.#read()
    this.#reading.subjects.add(subject)
    return (await this.#reading.rows).get(subject)
  }

  #read(): Reading {
    const subjects = new Set<string>()
    const rows = Promise.resolve().then(async () => {
      this.#reading = null
      const found = await this.#database.query<Row>(
        'select subject, wrapped, key_id from subject_keys where subject = any($1)',
        [[...subjects]],
      )
      return new Map(found.rows.map(row => [row.subject, row]))
    })
    return { subjects, rows }
  }

  /** Whoever comes first makes the key; everyone then reads the one that was kept. */
  async #create(subject: string): Promise<Row> {
    const wrapped = await this.#provider.wrap(this.#ports.random.bytes(KEY_BYTES))
    await this.#database.query(
      `insert into subject_keys (subject, wrapped, key_id, created_at) values ($1, $2, $3, $4)
       on conflict (subject) do nothing`,
      [subject, wrapped, this.#provider.keyId, this.#ports.clock.now()],
    )
    const row = await this.#row(subject)
    if (!row) throw new Error(`the key of ${subject} was written and is not there`)
    return row
  }

  async #unwrap(row: Row, destructions: number): Promise<Uint8Array | null> {
    const before = this.#cache.get(row.subject)
    this.#cache.delete(row.subject)
    if (row.wrapped === '') return null
    const key = before?.wrapped === row.wrapped ? before.key : await this.#provider.unwrap(row.wrapped, row.key_id)
    if (key.length !== KEY_BYTES) throw new Error(`the key of ${row.subject} has ${key.length} bytes`)
    if (destructions === this.#destructions) this.#keep(row, key)
    return key
  }

  #keep(row: Row, key: Uint8Array): void {
    const oldest = this.#cache.keys().next()
    if (this.#cache.size >= CACHED_KEYS_MAX && !oldest.done) this.#cache.delete(oldest.value)
    this.#cache.set(row.subject, { key, wrapped: row.wrapped, checkedAt_ms: this.#ports.clock.now().getTime() })
  }
}
