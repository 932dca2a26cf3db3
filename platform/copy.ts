/**
 * Many rows into one table by `COPY`: the server reads plain text lines instead of parsing an array per column, and logs
 * a page of new rows at once. It costs about half of what `insert … select from unnest` does (see `bench/`).
 */
import type { Writing } from './database.ts'

type Value = string | number | boolean | Date | null

/** The columns to write, by name, and where each value comes from. Columns that are not named get their default. */
export type Columns<Row> = Readonly<Record<string, (row: Row) => Value>>

const NEEDS_ESCAPE = /[\\\t\n\r]/
const ESCAPED = /[\\\t\n\r]/g
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }
const NULL = '\\N'

/** The instant written last: all rows of a batch are of the same one. */
let instant: Date | null = null
let instantText = ''

function textOf(at: Date): string {
  if (at !== instant) {
    instant = at
    instantText = at.toISOString()
  }
  return instantText
}

/** One value in COPY's text format (PostgreSQL, “COPY”, File Formats). */
export function copyText(value: Value): string {
  if (value === null) return NULL
  if (typeof value === 'string') {
    return NEEDS_ESCAPE.test(value) ? value.replace(ESCAPED, found => ESCAPES[found] ?? found) : value
  }
  return value instanceof Date ? textOf(value) : String(value)
}

/** Writes rows into a table; it fails like an insert would. */
export type Copy<Row> = (tx: Writing, rows: readonly Row[]) => Promise<unknown>

export function copyInto<Row>(table: string, columns: Columns<Row>): Copy<Row> {
  const text = `copy ${table} (${Object.keys(columns).join(', ')}) from stdin`
  const picks = Object.values(columns)
  return (tx, rows) => {
    let lines = ''
    for (const row of rows) {
      let end = ''
      for (const pick of picks) {
        lines += end + copyText(pick(row))
        end = '\t'
      }
      lines += '\n'
    }
    return tx.copy(text, lines)
  }
}
