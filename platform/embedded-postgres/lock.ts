/**
 * One process per data folder. The lock is the operating system's own, on a SQLite file: it ends with its process however
 * that ends, so it is never stale, and it also holds between containers that share a folder but not their pids.
 */
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

export interface Lock {
  release(): void
}

const busy = 5
/** Others hold it this short while they write down their pid. */
const patience_ms = 200
const attempts_max = 5

/** A lock that nobody refers to would be collected, and released with that. */
const held = new Set<DatabaseSync>()

/** Throws, and names the holder, when another process or this one holds it. */
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

/** A pid that is written must be committed for others to see it, which ends the lock; hence the second, open transaction. */
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
