/** Compresses what was built beforehand, as strongly as it goes: the server sends these forms as they are. */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const COMPRESSIBLE = /\.(?:js|css|svg|json|txt|webmanifest)$/
/** A smaller file fits into one packet anyway. */
const BYTES_MIN = 1_024
const AT_ONCE = 4
const GZIP_STRONGEST = 9

const [brotli, gzipped] = [promisify(brotliCompress), promisify(gzip)]

/** Writes `name.br` and `name.gz` beside each file that gets smaller. */
export async function compressFolder(directory: string): Promise<void> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const files = entries
    .filter(entry => entry.isFile() && COMPRESSIBLE.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name))
    .values()
  const worker = async () => {
    for (const file of files) await compressFile(file)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}

async function compressFile(file: string): Promise<void> {
  const content = await readFile(file)
  if (content.length < BYTES_MIN) return
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
  }
  const forms = { br: await brotli(content, { params }), gz: await gzipped(content, { level: GZIP_STRONGEST }) }
  for (const [ending, form] of Object.entries(forms)) {
    if (form.length < content.length) await writeFile(`${file}.${ending}`, form)
  }
}
