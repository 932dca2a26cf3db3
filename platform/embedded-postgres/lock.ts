/**
 * One process per data folder. The lock is a lock of the operating system on a SQLite file. It ends with its process in
 * every case, so it is never stale, and it also works between containers that share a folder but not their pids.
 */
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

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
      ? new Error(`process ${holderOf(file)} is already using ${dirname(path)}: stop it first`)
      : new Error(`cannot lock ${path}`, { cause })
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
