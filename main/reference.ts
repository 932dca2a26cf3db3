/** `madang reference`: writes the documents, or the tables in them, that derive from the code. */
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { contractReference } from '../platform/kit/contract-reference.ts'
import { commandRows } from './command-line/help.ts'
import { services } from './services.ts'
import { settingRows } from './settings/settings.ts'

export const REFERENCE = new URL('../docs/reference/events.md', import.meta.url)
export const COMMAND_LINE = new URL('../docs/reference/command-line.md', import.meta.url)
export const SETTINGS = new URL('../docs/reference/settings.md', import.meta.url)

export function reference(): string {
  const contracts = services.flatMap(({ contract }) => contract ?? [])
  return `# Events, commands and RPCs

What crosses the boundary of each service, from the contracts in \`contracts/\`. Written by \`node bin/madang.mjs reference\`; a test
compares it. Amounts are integers in minor units; \`sealed\` values are encrypted under a person's key. A field with \`?\` may be left out.

${contractReference(contracts)}`
}

type Row = readonly string[]

/** In columns of one width, as the other tables of the documents are. */
function table(head: Row, rows: readonly Row[]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map(row => row[column]?.length ?? 0)))
  const line = (row: Row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  return [line(head), `| ${widths.map(width => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)].join('\n')
}

/** The text with its first table whose head begins with this word in place of the one it has. */
function withTable(text: string, head: Row, rows: readonly Row[]): string {
  const old = new RegExp(`^\\| ${head[0]} .*\\n(?:\\|.*(?:\\n|$))+`, 'm')
  if (!old.test(text)) throw new Error(`the document has no table of ${head[0]}`)
  return text.replace(old, () => `${table(head, rows)}\n`)
}

/** What a document should be, from what it is. */
export const derived: readonly { readonly file: URL; readonly text: () => string }[] = [
  { file: REFERENCE, text: reference },
  {
    file: COMMAND_LINE,
    text: () => withTable(readFileSync(COMMAND_LINE, 'utf8'), ['command', 'what it does'], commandRows()),
  },
  {
    file: SETTINGS,
    text: () => withTable(readFileSync(SETTINGS, 'utf8'), ['variable', 'without it', 'what it does'], settingRows()),
  },
]

export async function writeReference(): Promise<void> {
  for (const { file, text } of derived) await writeFile(file, text())
}
