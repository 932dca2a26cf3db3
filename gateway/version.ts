/** Which release this is, from `package.json`. */
import { readFileSync } from 'node:fs'

const { name, version }: { readonly name: string; readonly version: string } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
)

export const NAME = name
export const VERSION = version
