/**
 * Encryption of single fields. Every subject (a member) has a data key of its own, wrapped by a master key; destroying
 * the data key forgets the person.
 */
import { createHmac } from 'node:crypto'
import type { Queryable } from '../db/database.ts'
import type { Ports } from '../ports/ports.ts'
import { decrypt, encrypt } from './cipher.ts'
import type { KeyProvider } from './master-keys.ts'
import { SubjectKeys } from './subject-keys.ts'

/** Encrypts under one person's data key, which was prepared before: without waiting, as a batch needs it. */
export interface Sealer {
  readonly subject: string
  seal(plain: string): string
}

export interface Vault {
  /** Encrypts under the subject's data key, which is made at first use. AES-256-GCM. */
  seal(subject: string, plain: string): Promise<string>
  /** The subject's key at hand, made at first use. Null when it was destroyed. */
  sealer(subject: string): Promise<Sealer | null>
  /** Null when the subject's key was destroyed. */
  open(subject: string, sealed: string): Promise<string | null>
  /** Destroys the subject's data key. */
  forget(subject: string): Promise<void>
  /** Keyed hash (HMAC-SHA256, base64url) for look-ups by an encrypted value. */
  blindIndex(plain: string): string
  /** Encrypts under a key of the service itself, for its own secrets, such as signing keys. Synchronous. */
  sealOwn(plain: string): string
  openOwn(sealed: string): string
}

/** Something was to be encrypted for a person who has been forgotten: their key never comes back. */
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
  /** The service's own schema, with its `subject_keys` table. */
  readonly database: Queryable
  readonly ports: Ports
}

/** The vault of one service. Its derived keys are its own, so two services' indexes of one value do not match. */
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
    forget: subject => subjects.destroy(subject),
    blindIndex: plain => createHmac('sha256', indexKey).update(plain).digest('base64url'),
    sealOwn: plain => encrypt(ownKey, own, plain, ports.random),
    openOwn: sealed => decrypt(ownKey, own, sealed),
  }
}
