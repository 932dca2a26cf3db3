/**
 * Files in the table `files` of the service's schema. They are in the backup of the database and reachable from every
 * process, and what is named can be checked by a query (ADR 31).
 */
import { hash } from 'node:crypto'
import type { Queryable } from '../db/database.ts'
import { select, sql, verbatim } from '../db/sql.ts'
import type { Clock } from '../ports/ports.ts'
import type { Vault } from '../vault/vault.ts'
import type { FileType } from './file-type.ts'
import {
  contentHash,
  FILE_BYTES_MAX,
  type FileContent,
  type FileName,
  type Files,
  type NewFile,
  ORPHAN_AGE_MS_MAX,
  type StoredFile,
} from './files.ts'

/** Files that one step of the sweep removes. */
export const SWEPT_MAX = 100

export interface PostgresFilesOptions {
  readonly service: string
  readonly database: Queryable
  readonly vault: Vault
  readonly clock: Clock
  /** Tables of the service's views that say which files its heads name. */
  readonly references: readonly string[]
}

interface Row {
  readonly subject: string | null
  readonly type: FileType
  readonly content: Buffer
}

export class PostgresFiles implements Files {
  readonly #options: PostgresFilesOptions

  constructor(options: PostgresFilesOptions) {
    this.#options = options
  }

  async put({ owner, subject, type, bytes }: NewFile): Promise<StoredFile> {
    const { service, vault, references } = this.#options
    if (references.length === 0)
      throw new Error(`${service} stores a file, and no view of it says which files are named`)
    const { length: size } = bytes
    if (size === 0 || size > FILE_BYTES_MAX) throw new Error(`a file of ${size} bytes cannot be stored`)
    const sha256 = contentHash(bytes)
    const content = subject === null ? Buffer.from(bytes) : await vault.sealBytes(subject, bytes)
    if (!(await this.#isThere({ owner, sha256 }, subject)))
      await this.#insert({ owner, sha256 }, subject, type, size, content)
    return { sha256, type, size }
  }

  /** It is needed again, so it is no orphan. */
  async #isThere({ owner, sha256 }: FileName, subject: string | null): Promise<boolean> {
    const { rowCount } = await this.#options.database.query(
      `update files set orphaned_at = null, stored_at = $4
       where owner = $1 and sha256 = $2 and subject is not distinct from $3`,
      [owner, sha256, subject, this.#options.clock.now()],
    )
    return rowCount === 1
  }

  async #insert(
    { owner, sha256 }: FileName,
    subject: string | null,
    type: FileType,
    size: number,
    content: Buffer,
  ): Promise<void> {
    await this.#options.database.query(
      `insert into files (owner, sha256, subject, type, size, content, content_sha256, stored_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (owner, sha256) do update set subject = excluded.subject, type = excluded.type,
         content = excluded.content, content_sha256 = excluded.content_sha256,
         stored_at = excluded.stored_at, orphaned_at = null`,
      [owner, sha256, subject, type, size, content, hash('sha256', content, 'buffer'), this.#options.clock.now()],
    )
  }

  async read({ owner, sha256 }: FileName): Promise<FileContent | null> {
    const { database, vault } = this.#options
    const [row] = await select<Row>(
      database,
      sql`select subject, type, content from files where owner = ${owner} and sha256 = ${sha256}`,
    )
    if (!row) return null
    const { subject, type, content } = row
    const bytes = subject === null ? content : await vault.openBytes(subject, content)
    if (bytes === null) return null
    if (contentHash(bytes) !== sha256) throw new Error(`the file ${sha256} of ${owner} is not what was stored`)
    return { sha256, type, size: bytes.length, bytes }
  }

  /**
   * Marks what no head names, removes what was marked a day ago, and empties what is of a forgotten subject. A file is stored
   * before it is named, and storing it again takes its mark away, so nothing is removed while it is being named. True when
   * there may be more.
   */
  async sweep(): Promise<boolean> {
    const { database, clock, references } = this.#options
    const now = clock.now()
    const named = verbatim(
      references
        .map(table => `exists (select 1 from ${table} r where r.owner = f.owner and r.sha256 = f.sha256)`)
        .join(' or '),
    )
    await select(
      database,
      sql`update files f set orphaned_at = case when ${named} then null else ${now}::timestamptz end
          where (f.orphaned_at is null) <> (${named})`,
    )
    return (
      (await this.#removeOrphans(named, new Date(now.getTime() - ORPHAN_AGE_MS_MAX))) || (await this.#emptyForgotten())
    )
  }

  /** The age is looked at twice: what was stored again while this ran has none. */
  async #removeOrphans(named: ReturnType<typeof verbatim>, before: Date): Promise<boolean> {
    const removed = await select(
      this.#options.database,
      sql`delete from files where orphaned_at <= ${before} and (owner, sha256) in (
            select owner, sha256 from files f where orphaned_at <= ${before} and not (${named}) limit ${SWEPT_MAX})
          returning 1`,
    )
    return removed.length === SWEPT_MAX
  }

  /** The row stays as long as a head names it: its key is destroyed, so that nobody misses the content. */
  async #emptyForgotten(): Promise<boolean> {
    const emptied = await select(
      this.#options.database,
      sql`update files set content = '' where (owner, sha256) in (
            select f.owner, f.sha256 from files f join subject_keys k on k.subject = f.subject
            where k.destroyed_at is not null and f.content <> '' limit ${SWEPT_MAX})
          returning 1`,
    )
    return emptied.length === SWEPT_MAX
  }
}
