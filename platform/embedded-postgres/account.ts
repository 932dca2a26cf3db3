/**
 * The operating system account that the server runs under, and the folders it can enter. PostgreSQL refuses to run as
 * root, so as root (a container, a CI job) it gets an unprivileged account.
 */
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  existsSync,
  lchownSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { Mistake } from '../ports/mistake.ts'

export interface Account {
  readonly uid: number
  readonly gid: number
}

/**
 * The account for a data folder that may not exist yet; null when the server runs under the account of this process.
 */
export function serverAccount(folder: string): Account | null {
  const us = process.getuid?.()
  const owner = statSync(folder, { throwIfNoEntry: false })
  if (us !== 0) {
    if (us === undefined || owner === undefined || owner.uid === us) return null
    throw new Mistake({
      ko: `${folder} 폴더는 사용자 ${owner.uid}번의 것이고 지금 사용자는 ${us}번이에요. 그 사용자로 시작하거나 다른 폴더를 써 주세요.`,
      en: `${folder} belongs to user ${owner.uid}, and this is user ${us}: start as that user, or use another folder`,
    })
  }
  const account = owner?.uid ? { uid: owner.uid, gid: owner.gid } : accountOf('nobody')
  if (account) return account
  throw new Mistake({
    ko: 'PostgreSQL은 root로 실행할 수 없고 nobody 사용자도 없어요. 다른 사용자로 시작하거나 DATABASE_URL을 설정해 주세요.',
    en: 'PostgreSQL cannot run as root, and there is no user `nobody`: start as another user, or set DATABASE_URL',
  })
}

/** Reads `name:password:uid:gid:…`. initdb requires an entry. */
function accountOf(user: string): Account | null {
  for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
    const [name, , uid, gid] = line.split(':')
    if (name === user) return { uid: Number(uid), gid: Number(gid) }
  }
  return null
}

/** Changes the owner of a folder and of its contents. */
export function giveTo(account: Account | null, folder: string): void {
  if (!account) return
  chownSync(folder, account.uid, account.gid)
  for (const name of readdirSync(folder, { recursive: true })) {
    lchownSync(join(folder, String(name)), account.uid, account.gid)
  }
}

/**
 * Options for starting a program as the account. PostgreSQL's own variables and the locale of the shell are not passed
 * on.
 */
export function runAs(account: Account | null) {
  const env: NodeJS.ProcessEnv = { LC_ALL: 'C', TZ: 'UTC' }
  for (const [name, value] of Object.entries(process.env)) {
    if (!/^(PG|LC_|LANG|TZ$)/.test(name)) env[name] = value
  }
  return account ? { env, ...account } : { env }
}

/** Folders for temporary files that this process can write and the account can enter. */
export function temporaryFolders(account: Account | null): string[] {
  const folders = new Set([resolve(tmpdir()), '/tmp', '/var/tmp'])
  return [...folders].filter(folder => isWritable(folder) && (!account || isOpenToAll(folder)))
}

/** A new folder that only this process and the account can enter. */
export function privateFolder(account: Account | null, prefix: string, length_max: number): string {
  const random_length = 6
  const parent = temporaryFolders(account).find(folder => join(folder, prefix).length + random_length <= length_max)
  if (!parent) throw new Error('there is no folder for temporary files with a short path, such as /tmp')
  const folder = mkdtempSync(join(parent, prefix))
  if (account) {
    // Root can usually enter any folder, but not in a container without that capability: there the group of the folder
    // permits it.
    chownSync(folder, account.uid, process.getgid?.() ?? account.gid)
    chmodSync(folder, 0o770)
  }
  return folder
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK)
    return true
  } catch {
    return false
  }
}

function isOpenToAll(folder: string): boolean {
  const anyone_enters = 0o001
  if (!existsSync(folder) || !(statSync(folder).mode & anyone_enters)) return false
  return dirname(folder) === folder || isOpenToAll(dirname(folder))
}
