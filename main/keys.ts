/** The master keys of an installation. They are made once, for a database that is empty; lost ones are never replaced by new ones. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { Mistake } from '../platform/ports/mistake.ts'
import type { Random } from '../platform/ports/ports.ts'
import { openKeyProvider } from '../platform/vault/key-provider.ts'
import type { KeyProvider } from '../platform/vault/master-keys.ts'
import type { Configuration } from './configuration.ts'

/** Null when the keys are in Vault. */
export const keyFileOf = ({ env, dataDirectory }: Pick<Configuration, 'env' | 'dataDirectory'>): string | null =>
  env.VAULT_ADDR ? null : (env.MASTER_KEY_FILE ?? join(dataDirectory, 'master-keys.json'))

/** A data key of a member, wrapped by the master keys that belong to this database. */
interface Wrapped {
  readonly wrapped: string
  readonly key_id: string
}

/** What is encrypted in the database: nothing, or something with or without a member's key. */
async function sealedIn(databaseUrl: string): Promise<{ readonly any: boolean; readonly sample: Wrapped | null }> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'madang keys' })
  await client.connect()
  try {
    const { rows: tables } = await client.query(
      `select to_regclass('identity.subject_keys') is not null and to_regclass('identity.signing_keys') is not null as there`,
    )
    if (!tables[0].there) return { any: false, sample: null }
    const { rows } = await client.query<Wrapped>(
      `select wrapped, key_id from identity.subject_keys where key_id <> '' limit 1`,
    )
    const { rows: own } = await client.query('select 1 from identity.signing_keys limit 1')
    return { any: rows.length + own.length > 0, sample: rows[0] ?? null }
  } finally {
    await client.end()
  }
}

function lost(file: string): Mistake {
  return new Mistake({
    ko: `마스터 키 파일 ${file}이(가) 없어요. 이 데이터베이스의 개인정보는 그 키로만 읽을 수 있으니, 백업에서 파일을 되돌리거나 MASTER_KEY_FILE로 알려 주세요.`,
    en: `The master keys ${file} are missing, and only they open what this database has encrypted: restore the file from its backup, or name it with MASTER_KEY_FILE.`,
  })
}

const foreign = (file: string, cause: unknown): Mistake =>
  new Mistake(
    {
      ko: `${file}의 마스터 키는 이 데이터베이스의 것이 아니에요. 이 데이터베이스와 함께 백업한 파일을 쓰거나 MASTER_KEY_FILE로 알려 주세요.`,
      en: `The master keys in ${file} are not those of this database: use the file that was kept with it, or name it with MASTER_KEY_FILE.`,
    },
    cause,
  )

/** Throws a `Mistake` when the keys of the database are lost, or are others. */
export async function openKeys(
  configuration: Configuration,
  databaseUrl: string,
  random: Random,
): Promise<KeyProvider> {
  const { env: settings, dataDirectory } = configuration
  const file = keyFileOf(configuration)
  const sealed = file === null ? null : await sealedIn(databaseUrl)
  if (file !== null && sealed?.any && !existsSync(file)) throw lost(file)
  const keys = await openKeyProvider({ settings, dataDirectory, random })
  if (file !== null && sealed?.sample) {
    const { wrapped, key_id } = sealed.sample
    await keys.unwrap(wrapped, key_id).catch(cause => {
      throw foreign(file, cause)
    })
  }
  return keys
}
