/**
 * The built web app, as it lies on disk now: it may be built, or built anew, while the server runs. Its page is kept in
 * memory until the file changes.
 */
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'

const PAGE = 'index.html'
/** Where the page takes the nonce of its answer. */
const NONCE = '__NONCE__'

/** Names of files that may be served: no folder of dots, nothing hidden. */
const FILE_PATH = /^(?:\/[\w-][\w.-]*)+\.[a-z\d]+$/i

type Page = (nonce: string) => string

export class WebBuild {
  readonly directory: string
  #page: { readonly changed_ms: number; readonly parts: readonly string[] } | null = null

  constructor(directory: string) {
    this.directory = directory
  }

  /** Null as long as nothing is built. */
  async page(): Promise<Page | null> {
    const file = join(this.directory, PAGE)
    const changed_ms = await changeOf(file)
    if (changed_ms === null) return null
    if (this.#page?.changed_ms !== changed_ms) {
      this.#page = { changed_ms, parts: (await readFile(file, 'utf8')).split(NONCE) }
    }
    const { parts } = this.#page
    return nonce => parts.join(nonce)
  }

  /** Whether the path is that of a file which is there; the page is none. */
  async hasFile(path: string): Promise<boolean> {
    if (!FILE_PATH.test(path) || path === `/${PAGE}`) return false
    return (await changeOf(join(this.directory, path))) !== null
  }
}

/** When a file was changed; null where there is no file. */
async function changeOf(file: string): Promise<number | null> {
  try {
    const found = await stat(file)
    return found.isFile() ? found.mtimeMs : null
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')
