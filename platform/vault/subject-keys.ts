/**
 * The data keys of subjects, wrapped, in the table `subject_keys` of the service. A destroyed key leaves a tombstone
 * (`destroyed_at` set, nothing wrapped), so a forgotten subject never gets a new key.
 */
import type { Queryable } from '../db/database.ts'
import { gather, inOrderOf } from '../ports/gather.ts'
import type { Ports } from '../ports/ports.ts'
import { KEY_BYTES } from './cipher.ts'
import type { KeyProvider } from './master-keys.ts'

/** Unwrapped keys held in memory. */
export const CACHED_KEYS_MAX = 10_000
/** A cached key of this age is checked against its row again: another instance may have forgotten the subject. */
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

/** Keys read by one query. */
const READ_MAX = 1_000
/**
 * Keys created by one statement. Each commit waits for the disk, and a rush of new customers must not queue up there.
 */
const CREATED_MAX = 500

export class SubjectKeys {
  readonly #database: Queryable
  readonly #provider: KeyProvider
  readonly #ports: Ports
  readonly #cache = new Map<string, Cached>()
  /** The number of destructions. A key that was read during a destruction is used once and not cached. */
  #destructions = 0
  readonly #row: (subject: string) => Promise<Row | null>
  readonly #insert: (row: Row) => Promise<unknown>

  constructor(database: Queryable, provider: KeyProvider, ports: Ports) {
    this.#database = database
    this.#provider = provider
    this.#ports = ports
    this.#row = gather(READ_MAX, subjects => this.#read(subjects))
    this.#insert = gather(CREATED_MAX, rows => this.#insertAll(rows))
  }

  /** The key of the subject, or null if there is none (never created, or destroyed). */
  async find(subject: string): Promise<Uint8Array | null> {
    const cached = this.#cached(subject)
    if (cached) return cached
    const destructions = this.#destructions
    const row = await this.#row(subject)
    return row ? this.#unwrap(row, destructions) : null
  }

  /** The key of the subject, created now if there was none; null if it was destroyed. */
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

  async #read(subjects: readonly string[]): Promise<(Row | null)[]> {
    const { rows } = await this.#database.query<Row>(
      'select subject, wrapped, key_id from subject_keys where subject = any($1)',
      [subjects],
    )
    return inOrderOf(subjects, rows, ({ subject }) => subject)
  }

  /** The first insert creates the key; every caller then reads the key that was kept. */
  async #create(subject: string): Promise<Row> {
    const wrapped = await this.#provider.wrap(this.#ports.random.bytes(KEY_BYTES))
    await this.#insert({ subject, wrapped, key_id: this.#provider.keyId })
    const row = await this.#row(subject)
    if (!row) throw new Error(`the key of ${subject} was written and is not there`)
    return row
  }

  async #insertAll(rows: readonly Row[]): Promise<unknown[]> {
    await this.#database.query(
      `insert into subject_keys (subject, wrapped, key_id, created_at)
       select subject, wrapped, key_id, $4 from unnest($1::text[], $2::text[], $3::text[]) as k(subject, wrapped, key_id)
       on conflict (subject) do nothing`,
      [
        rows.map(row => row.subject),
        rows.map(row => row.wrapped),
        rows.map(row => row.key_id),
        this.#ports.clock.now(),
      ],
    )
    return rows.map(() => undefined)
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
