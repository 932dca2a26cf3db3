/**
 * One process per data folder: a file with the holder's pid. A lock whose holder is gone is taken over; the pid alone
 * does not prove that, since containers give the same small numbers again and again.
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { isAlive, startOf } from './process.ts'

export interface Lock {
  release(): void
}

const attempts_max = 5
const heldHere = new Set<string>()

export function takeLock(path: string): Lock {
  const mine = `${process.pid} ${startOf(process.pid)}\n`
  for (let attempt = 0; attempt < attempts_max; attempt++) {
    if (create(path, mine)) {
      heldHere.add(path)
      return { release: () => release(path, mine) }
    }
    const found = read(path)
    if (found === null) continue
    const holder = holderOf(path, found)
    if (holder) {
      throw new Error(
        `process ${holder} is already using ${dirname(path)}: stop it first (or, if it is no madang, remove ${path})`,
      )
    }
    setAside(path, found)
  }
  throw new Error(`cannot take the lock ${path}: others keep taking it`)
}

function create(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

/** The pid of a holder that still runs, or null. */
function holderOf(path: string, text: string): number | null {
  const [pid_text, start = ''] = text.trim().split(' ')
  const pid = Number(pid_text)
  if (!Number.isInteger(pid) || pid <= 0) return null
  if (pid === process.pid) return heldHere.has(path) ? pid : null
  return isAlive(pid) && startOf(pid) === start ? pid : null
}

/** Removes a stale lock. Of several that try, one moves the file away; a fresh lock moved by mistake is put back. */
function setAside(path: string, stale: string): void {
  const aside = `${path}.${process.pid}`
  try {
    renameSync(path, aside)
  } catch {
    return
  }
  const moved = read(aside)
  if (moved !== null && moved !== stale) create(path, moved)
  rmSync(aside, { force: true })
}

function release(path: string, mine: string): void {
  heldHere.delete(path)
  if (read(path) === mine) rmSync(path, { force: true })
}
