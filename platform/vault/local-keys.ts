/**
 * Master keys in a file that only its owner may read: `{"keys": [{"keyId", "key"}]}`, 32 bytes each in base64url. The
 * newest (last) key wraps; every key unwraps. The first key is the root of the derived keys, so it is never removed.
 */
import { createHash, hkdfSync } from 'node:crypto'
import { link, mkdir, open, readFile, rename, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Mistake } from '../ports/mistake.ts'
import type { Random } from '../ports/ports.ts'
import { decryptBytes, encrypt, KEY_BYTES } from './cipher.ts'
import type { KeyProvider } from './master-keys.ts'

interface MasterKey {
  readonly keyId: string
  readonly key: Uint8Array
}

function newKey(random: Random): MasterKey {
  const key = random.bytes(KEY_BYTES)
  return { keyId: `local-${createHash('sha256').update(key).digest('hex').slice(0, 12)}`, key }
}

/** Reads the key file. The first start creates it with one key. */
export async function openLocalKeys(file: string, random: Random): Promise<KeyProvider> {
  const keys = (await readKeys(file)) ?? (await createKeys(file, random))
  return new LocalKeys(keys, random)
}

/**
 * Adds a key that wraps from the next start on, and returns its id. Data that was wrapped by older keys stays readable.
 */
export async function rotateLocalKeys(file: string, random: Random): Promise<string> {
  const keys = await readKeys(file)
  if (!keys) throw new Error(`there is no key file at ${file}`)
  const added = newKey(random)
  const written = await writeBeside(file, [...keys, added], random)
  await rename(written, file)
  return added.keyId
}

async function readKeys(file: string): Promise<readonly MasterKey[] | null> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return null
    throw unusable(file, '읽을 수 없어요', 'cannot be read', cause)
  })
  if (text === null) return null
  const { keys } = contentOf(file, text)
  if (!Array.isArray(keys) || keys.length === 0) throw unusable(file, '키가 없어요', 'holds no keys')
  return keys.map(({ keyId, key }) => {
    const bytes = Buffer.from(key, 'base64url')
    if (!keyId || bytes.length !== KEY_BYTES)
      throw unusable(file, '길이가 맞지 않는 키가 있어요', 'holds a key of a wrong length')
    return { keyId, key: bytes }
  })
}

function contentOf(file: string, text: string): { keys?: { keyId: string; key: string }[] } {
  try {
    return JSON.parse(text) ?? {}
  } catch (cause) {
    throw unusable(file, '마스터 키의 형식이 아니에요', 'is not one of master keys', cause)
  }
}

const unusable = (file: string, ko: string, en: string, cause?: unknown): Mistake =>
  new Mistake(
    {
      ko: `키 파일 ${file}: ${ko}. 백업에서 파일을 되돌려 주세요.`,
      en: `the key file ${file} ${en}: restore it from its backup`,
    },
    cause,
  )

/**
 * The complete file appears under its name in one step, or the file of another process is used: `link` refuses an
 * existing name.
 */
async function createKeys(file: string, random: Random): Promise<readonly MasterKey[]> {
  await mkdir(dirname(file), { recursive: true })
  const written = await writeBeside(file, [newKey(random)], random)
  try {
    await link(written, file)
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code !== 'EEXIST') throw fault
  } finally {
    await unlink(written)
  }
  return (await readKeys(file)) as readonly MasterKey[]
}

async function writeBeside(file: string, keys: readonly MasterKey[], random: Random): Promise<string> {
  const beside = `${file}.${Buffer.from(random.bytes(6)).toString('hex')}`
  const text = { keys: keys.map(({ keyId, key }) => ({ keyId, key: Buffer.from(key).toString('base64url') })) }
  const handle = await open(beside, 'wx', 0o600)
  try {
    await handle.writeFile(`${JSON.stringify(text, null, 2)}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
  return beside
}

class LocalKeys implements KeyProvider {
  readonly keyId: string
  readonly #keys: ReadonlyMap<string, Uint8Array>
  readonly #root: Uint8Array
  readonly #random: Random

  constructor(keys: readonly MasterKey[], random: Random) {
    this.#keys = new Map(keys.map(({ keyId, key }) => [keyId, key]))
    this.#root = keys.at(0)!.key
    this.keyId = keys.at(-1)!.keyId
    this.#random = random
  }

  async wrap(dataKey: Uint8Array): Promise<string> {
    return encrypt(this.#key(this.keyId), this.keyId, dataKey, this.#random)
  }

  async unwrap(wrapped: string, keyId: string): Promise<Uint8Array> {
    return decryptBytes(this.#key(keyId), keyId, wrapped)
  }

  async derive(purpose: string): Promise<Uint8Array> {
    return new Uint8Array(hkdfSync('sha256', this.#root, '', `madang/${purpose}`, KEY_BYTES))
  }

  #key(keyId: string): Uint8Array {
    const key = this.#keys.get(keyId)
    if (!key) throw new Error(`the key file does not hold the key ${keyId}`)
    return key
  }
}
