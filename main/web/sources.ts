/** What the web app is built from, as one hash: a build is as good as new while its hash is that of the sources. */
import { hash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Below the root of the project; the app is generated against the client, and its packages are in the lock. */
const PARTS = ['web', 'clients/typescript/src', 'package-lock.json']
/** Made from the sources, or no part of what is built. */
const NOT_SOURCES = /^(?:node_modules|dist|test|coverage|\..*|.*\.gen\.ts|.*\.test\.tsx?)$/

/** Null where there is no `web/`, as in an installation for production. */
export async function sourcesHash(root: string): Promise<string | null> {
  const files = (await Promise.all(PARTS.map(part => filesIn(root, part)))).flat().sort()
  if (!files.includes('web/package.json')) return null
  const contents = await Promise.all(files.map(async file => `${file} ${digestOf(await readFile(join(root, file)))}`))
  return digestOf(contents.join('\n'))
}

const digestOf = (content: Uint8Array | string): string => hash('sha256', content, 'base64url')

/** Paths from the root, with slashes; none where nothing is. */
async function filesIn(root: string, path: string): Promise<string[]> {
  const entries = await readdir(join(root, path), { withFileTypes: true }).catch(noFolder)
  if (entries === null) return [path]
  const inside = entries
    .filter(({ name }) => !NOT_SOURCES.test(name))
    .map(entry => (entry.isDirectory() ? filesIn(root, `${path}/${entry.name}`) : [`${path}/${entry.name}`]))
  return (await Promise.all(inside)).flat()
}

/** A file is itself; what is not there is nothing. */
function noFolder(error: NodeJS.ErrnoException): null | [] {
  if (error.code === 'ENOTDIR') return null
  if (error.code === 'ENOENT') return []
  throw error
}
