/**
 * One process per data folder. The lock is a lock of the operating system on a SQLite file. It ends with its process in
 * every case, so it is never stale, and it also works between containers that share a folder but not their pids.
 */
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Mistake } from '../ports/mistake.ts'

export interface Lock {
  release(): void
}

const busy = 5
/** Another process holds the lock this briefly while it writes its pid. */
const patience_ms = 200
const attempts_max = 5

/** A lock without a reference would be garbage-collected, and thereby released. */
const held = new Set<DatabaseSync>()

/** Throws, and names the holder, when another process or this one holds the lock. */
export function takeLock(path: string): Lock {
  const file = new DatabaseSync(path, { timeout: patience_ms })
  try {
    take(file)
  } catch (cause) {
    const isHeld = (cause as { errcode?: number }).errcode === busy
    const refusal = isHeld
      ? new Mistake({
          ko: `프로세스 ${holderOf(file)}이(가) 이미 ${dirname(path)} 폴더를 쓰고 있어요. 먼저 그 프로세스를 종료해 주세요.`,
          en: `process ${holderOf(file)} is already using ${dirname(path)}: stop it first`,
        })
      : new Mistake(
          {
            ko: `${path} 파일을 잠글 수 없어요. 이 폴더에 쓸 수 있는지 확인해 주세요.`,
            en: `cannot lock ${path}: make its folder writable`,
          },
          cause,
        )
    file.close()
    throw refusal
  }
  held.add(file)
  return { release: () => release(file) }
}

/** The pid must be committed to be visible to others, which ends the lock. Hence the second, open transaction. */
function take(file: DatabaseSync): void {
  for (let attempt = 0; attempt < attempts_max; attempt++) {
    file.exec(`BEGIN IMMEDIATE; PRAGMA user_version = ${process.pid}; COMMIT`)
    file.exec('BEGIN IMMEDIATE')
    if (holderOf(file) === process.pid) return
    file.exec('ROLLBACK')
  }
  throw new Error('others keep taking it')
}

function holderOf(file: DatabaseSync): number {
  return Number(file.prepare('PRAGMA user_version').get()?.user_version)
}

function release(file: DatabaseSync): void {
  if (held.delete(file)) file.close()
}
