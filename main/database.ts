/** The database of the settings, for a command: an external one, the one of a running platform, or an embedded one meanwhile. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { missingMigrations } from '../platform/db/migrate.ts'
import { runningEmbeddedPostgres, startEmbeddedPostgres } from '../platform/embedded-postgres/embedded-postgres.ts'
import { Mistake } from '../platform/ports/mistake.ts'
import type { Configuration } from './configuration.ts'
import { services } from './services.ts'

type Place = Pick<Configuration, 'databaseUrl' | 'dataDirectory'>

/** An embedded one is made when there is none. */
export async function withDatabase<T>(place: Place, action: (url: string) => Promise<T>): Promise<T> {
  const running = place.databaseUrl ?? runningEmbeddedPostgres(place.dataDirectory)
  if (running) return action(running)
  const server = await startEmbeddedPostgres({ directory: place.dataDirectory })
  try {
    return await action(server.url)
  } finally {
    await server.stop()
  }
}

export const hasDatabase = ({ databaseUrl, dataDirectory }: Place): boolean =>
  databaseUrl !== null || existsSync(join(dataDirectory, 'postgres', 'PG_VERSION'))

/** Throws a `Mistake` when there is none, or one that is not of this release: nothing is made or changed. */
export async function withExistingDatabase<T>(place: Place, action: (url: string) => Promise<T>): Promise<T> {
  if (!hasDatabase(place)) {
    throw new Mistake({
      ko: `${place.dataDirectory}에 데이터베이스가 없어요. 폴더가 맞는지 (MADANG_DATA) 확인하거나 먼저 madang start로 시작해 주세요.`,
      en: `There is no database in ${place.dataDirectory}: name the right folder with MADANG_DATA, or begin with madang start.`,
    })
  }
  return withDatabase(place, async url => {
    const missing = await missingMigrations(url, services)
    if (missing === null) throw neverPrepared
    if (missing.length > 0) throw older(missing)
    return action(url)
  })
}

const neverPrepared = new Mistake({
  ko: '이 데이터베이스는 비어 있어요. DATABASE_URL이 맞는지 확인하거나 먼저 madang migrate를 실행해 주세요.',
  en: 'This database is empty: correct DATABASE_URL, or run madang migrate first.',
})

const older = ([first]: readonly string[]): Mistake =>
  new Mistake({
    ko: `이전 버전의 데이터베이스예요 (마이그레이션 ${first} 없음). 먼저 madang migrate를 실행해 주세요.`,
    en: `This database is of an older release (it lacks migration ${first}): run madang migrate first.`,
  })
