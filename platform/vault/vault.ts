/**
 * Encryption of single fields. Every subject (a member) has its own data key, wrapped by a master key. Destroying the
 * data key makes all data of the subject unreadable.
 */
import { createHmac } from 'node:crypto'
import type { Queryable } from '../db/database.ts'
import type { Ports } from '../ports/ports.ts'
import { decrypt, decryptFile, encrypt, encryptFile } from './cipher.ts'
import type { KeyProvider } from './master-keys.ts'
import { SubjectKeys } from './subject-keys.ts'

/** Encrypts under the data key of one subject, which was loaded before. Synchronous, as a batch needs it. */
export interface Sealer {
  readonly subject: string
  seal(plain: string): string
}

export interface Vault {
  /** Encrypts under the data key of the subject, which is created at first use. AES-256-GCM. */
  seal(subject: string, plain: string): Promise<string>
  /** A sealer for the subject, whose key is created at first use. Null when the key was destroyed. */
  sealer(subject: string): Promise<Sealer | null>
  /** Null when the key of the subject was destroyed. */
  open(subject: string, sealed: string): Promise<string | null>
  /** The same for a file. Throws `ForgottenSubject` when the key was destroyed. */
  sealBytes(subject: string, bytes: Uint8Array): Promise<Buffer>
  /** Null when the key of the subject was destroyed. */
  openBytes(subject: string, sealed: Buffer): Promise<Buffer | null>
  /** Destroys the data key of the subject. */
  forget(subject: string): Promise<void>
  /** Keyed hash (HMAC-SHA256, base64url) for look-ups by an encrypted value. */
  blindIndex(plain: string): string
  /** Encrypts under a key of the service, for its own secrets, such as signing keys. Synchronous. */
  sealOwn(plain: string): string
  openOwn(sealed: string): string
}

/** The subject was forgotten: its key is destroyed and never created again. */
export class ForgottenSubject extends Error {
  readonly subject: string

  constructor(subject: string) {
    super(`the key of ${subject} was destroyed; nothing can be sealed for them any more`)
    this.name = 'ForgottenSubject'
    this.subject = subject
  }
}

export interface VaultOptions {
  readonly service: string
  readonly keys: KeyProvider
  /** The schema of the service, with the table `subject_keys`. */
  readonly database: Queryable
  readonly ports: Ports
}

/** The vault of one service. Each service derives its own keys, so the indexes of two services do not match. */
export async function createVault({ service, keys, database, ports }: VaultOptions): Promise<Vault> {
  const [indexKey, ownKey] = await Promise.all([keys.derive(`${service}/blind-index`), keys.derive(`${service}/own`)])
  const subjects = new SubjectKeys(database, keys, ports)
  const own = `service:${service}`
  const sealer = async (subject: string): Promise<Sealer | null> => {
    const key = await subjects.obtain(subject)
    return key && { subject, seal: plain => encrypt(key, subject, plain, ports.random) }
  }
  return {
    sealer,
    async seal(subject, plain) {
      const sealing = await sealer(subject)
      if (!sealing) throw new ForgottenSubject(subject)
      return sealing.seal(plain)
    },
    async open(subject, sealed) {
      const key = await subjects.find(subject)
      return key && decrypt(key, subject, sealed)
    },
    async sealBytes(subject, bytes) {
      const key = await subjects.obtain(subject)
      if (!key) throw new ForgottenSubject(subject)
      return encryptFile(key, subject, bytes, ports.random)
    },
    async openBytes(subject, sealed) {
      const key = await subjects.find(subject)
      return key && decryptFile(key, subject, sealed)
    },
    forget: subject => subjects.destroy(subject),
    blindIndex: plain => createHmac('sha256', indexKey).update(plain).digest('base64url'),
    sealOwn: plain => encrypt(ownKey, own, plain, ports.random),
    openOwn: sealed => decrypt(ownKey, own, sealed),
  }
}
