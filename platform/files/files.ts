/**
 * The port of files: pictures, attachments, documents. A file is stored before the command whose event names it by the hash
 * of its content; bytes are never in an event. What no head names any more is removed after a day.
 *
 *     const { sha256 } = await context.files.put({ owner: productKey(id), subject: null, type, bytes })
 *     … an event that names the hash, and a view `fileReferences` that says so
 *     const file = await context.files.read({ owner: productKey(id), sha256 })
 */
import { hash } from 'node:crypto'
import type { FileType } from './file-type.ts'

/** Larger files are a fault of the route that took them. */
export const FILE_BYTES_MAX = 10 * 1024 * 1024
/** What no head names is removed after this time. It is longer than any request lasts. */
export const ORPHAN_AGE_MS_MAX = 86_400_000

export interface FileName {
  /** The head that names it, `product:prd_1`. The same content of two owners is two files. */
  readonly owner: string
  /** Of the content, base64url. */
  readonly sha256: string
}

export interface NewFile {
  readonly owner: string
  /** Whose data key encrypts it, and whom it is forgotten with: a person or a document. Null for what is public. */
  readonly subject: string | null
  readonly type: FileType
  readonly bytes: Uint8Array
}

export interface StoredFile {
  readonly sha256: string
  readonly type: FileType
  readonly size: number
}

export interface FileContent extends StoredFile {
  readonly bytes: Buffer
}

export interface Files {
  /** It is on the disk once this resolves. The same file again changes nothing. Throws `ForgottenSubject`. */
  put(file: NewFile): Promise<StoredFile>
  /** Null if there is none, or if its subject was forgotten. */
  read(name: FileName): Promise<FileContent | null>
}

export const contentHash = (bytes: Uint8Array): string => hash('sha256', bytes, 'base64url')
