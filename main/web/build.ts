/**
 * Builds the web app where its sources have changed since. It is built beside the old one, which then makes room: a build that
 * fails leaves the old one in place.
 */
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { compressFolder } from './compress.ts'
import { sourcesHash } from './sources.ts'
import { findVite, runVite } from './vite.ts'

export type Built =
  /** Nothing was to be done. */
  | { readonly kind: 'fresh' }
  | { readonly kind: 'built' }
  | { readonly kind: 'failed'; readonly output: string }
  /** There are no sources, or nothing to build them with; what was built before is served, if there is any. */
  | { readonly kind: 'no_sources' | 'no_vite'; readonly hasOlder: boolean }

export interface BuildOptions {
  /** The root of the project; the app is in `web`, and built into `web/dist`. */
  readonly root: string
  /** Also if it is fresh. */
  readonly anew?: boolean
  readonly compressed?: boolean
  readonly signal?: AbortSignal
}

/** In the build: the hash of what it was built from. */
const STAMP = '.sources'
/** Where builds are made, by process; what processes have left behind that are gone is removed. */
const STAGING = /^\.dist-(\d+)(?:-old)?$/

export async function buildWeb({ root, anew = false, compressed = false, signal }: BuildOptions): Promise<Built> {
  const web = join(root, 'web')
  const dist = join(web, 'dist')
  const [sources, stamp] = await Promise.all([sourcesHash(root), stampOf(dist)])
  if (sources === null) return { kind: 'no_sources', hasOlder: stamp !== null }
  if (sources === stamp && !anew) return { kind: 'fresh' }
  const program = await findVite(web)
  if (program === null) return { kind: 'no_vite', hasOlder: stamp !== null }
  await sweep(web)
  const staging = join(web, `.dist-${process.pid}`)
  const words = ['build', '--outDir', staging, '--emptyOutDir', '--logLevel', 'warn']
  const env = { NODE_ENV: 'production' }
  const ended = await runVite({ program, web, words, env, ...(signal && { signal }) })
  if (!ended.ok) return { kind: 'failed', output: ended.output }
  if (compressed) await compressFolder(staging)
  await writeFile(join(staging, STAMP), sources)
  await replace(dist, staging)
  return { kind: 'built' }
}

/** Null where nothing is built; empty for a build that does not say from what. */
async function stampOf(dist: string): Promise<string | null> {
  const text = (file: string) => readFile(join(dist, file), 'utf8').catch(() => null)
  const [stamp, page] = await Promise.all([text(STAMP), text('index.html')])
  return page === null ? null : (stamp ?? '')
}

async function replace(dist: string, staging: string): Promise<void> {
  const old = `${staging}-old`
  await rename(dist, old).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
  await rename(staging, dist)
  await rm(old, { recursive: true, force: true })
}

async function sweep(web: string): Promise<void> {
  for (const name of await readdir(web)) {
    const pid = STAGING.exec(name)?.[1]
    if (pid !== undefined && !isOfAnother(Number(pid))) await rm(join(web, name), { recursive: true, force: true })
  }
}

function isOfAnother(pid: number): boolean {
  if (pid === process.pid) return false
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
