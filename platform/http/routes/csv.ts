/**
 * A table for a spreadsheet: RFC 4180, in UTF-8 with a byte order mark, without which Excel in Korea reads it as CP949. A
 * text that a spreadsheet would run as a formula is made plain by an apostrophe.
 *
 *     return csvAnswer('members.csv', csv(['이름 Name', '잔액 Balance'], rows.map(row => [row.name, row.balance])))
 */
import type { Answer } from './route.ts'

/** A number is written as it is: what stands before it is its sign. */
export type Cell = string | number

const BYTE_ORDER_MARK = '\uFEFF'

/** What spreadsheets take for the beginning of a formula, also in full width, and what they pass over before it. */
const FORMULA = /^(?=\s*[=+\-@＝＋－＠\t\r\n])/u

const NEEDS_QUOTES = /[",\r\n]/

function written(cell: Cell): string {
  const text = typeof cell === 'number' ? String(cell) : cell.replace(FORMULA, "'")
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

const line = (cells: readonly Cell[]): string => `${cells.map(written).join(',')}\r\n`

export const csv = (header: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  BYTE_ORDER_MARK + [header, ...rows].map(line).join('')

/** For a route that `produces` `CSV_TYPE`; the browser saves it under this name. */
export const csvAnswer = (fileName: string, body: string): Answer => ({
  status: 200,
  body,
  headers: {
    'content-type': `${CSV_TYPE}; charset=utf-8`,
    'content-disposition': `attachment; filename="${fileName}"`,
  },
})

export const CSV_TYPE = 'text/csv'
