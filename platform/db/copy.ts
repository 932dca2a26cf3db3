/**
 * Inserts many rows into one table by `COPY`. The server reads the values in sequence instead of parsing an array per
 * column, and logs a page of new rows in one record. The binary format (PostgreSQL, “COPY”, File Formats) saves the
 * server the search for the ends of lines and values, and the parsing of digits.
 */
import { textArray } from './array-literal.ts'
import { CopyBuffer } from './copy-buffer.ts'
import type { Writing } from './database.ts'

/** Writes the value of a row in the binary format of the column's type, preceded by its length. */
export type Column<Row> = (row: Row, into: CopyBuffer) => void

/** A column that also fits into an array of its type, as set-wise statements take it. */
export interface ScalarColumn<Row> extends Column<Row> {
  /** As in `$1::text[]`. */
  readonly type: string
  /** The value written out. */
  readonly textOf: (row: Row) => string | null
}

/** The columns to write, by name. Those that are not named get their default. */
export type Columns<Row> = Readonly<Record<string, Column<Row>>>

const NULL_LENGTH = -1

function scalar<Row, Value>(
  type: string,
  pick: (row: Row) => Value | null,
  write: (value: Value, into: CopyBuffer) => void,
  print: (value: Value) => string = String,
): ScalarColumn<Row> {
  const column = (row: Row, into: CopyBuffer): void => {
    const value = pick(row)
    if (value === null) into.int32(NULL_LENGTH)
    else write(value, into)
  }
  const textOf = (row: Row): string | null => {
    const value = pick(row)
    return value === null ? null : print(value)
  }
  return Object.assign(column, { type, textOf })
}

export const text = <Row>(pick: (row: Row) => string | null): ScalarColumn<Row> =>
  scalar('text', pick, (value, into) => into.text(value))

/** Whatever JSON can say; null is no value, not JSON's `null`. */
export const json = <Row>(pick: (row: Row) => unknown): ScalarColumn<Row> =>
  scalar('json', pick, (value, into) => into.text(JSON.stringify(value)), JSON.stringify)

export const smallint = <Row>(pick: (row: Row) => number | null): ScalarColumn<Row> =>
  scalar('smallint', pick, (value, into) => {
    if ((value << 16) >> 16 !== value) throw new RangeError(`${value} is no smallint`)
    into.int32(2)
    into.int16(value)
  })

export const integer = <Row>(pick: (row: Row) => number | null): ScalarColumn<Row> =>
  scalar('integer', pick, (value, into) => {
    if ((value | 0) !== value) throw new RangeError(`${value} is no integer`)
    into.int32(4)
    into.int32(value)
  })

function writeBigint(value: number, into: CopyBuffer): void {
  into.int32(8)
  into.int64(value)
}

/** Exact to 2^53. */
export const bigint = <Row>(pick: (row: Row) => number | null): ScalarColumn<Row> => scalar('bigint', pick, writeBigint)

export const double = <Row>(pick: (row: Row) => number | null): ScalarColumn<Row> =>
  scalar('float8', pick, (value, into) => {
    into.int32(8)
    into.double(value)
  })

export const boolean = <Row>(pick: (row: Row) => boolean | null): ScalarColumn<Row> =>
  scalar('boolean', pick, (value, into) => {
    into.int32(1)
    into.int8(value ? 1 : 0)
  })

const EPOCH_MS = Date.UTC(2000, 0, 1)

/** An instant, or one written out as in JSON. */
export const timestamptz = <Row>(pick: (row: Row) => Date | string | null): ScalarColumn<Row> =>
  scalar(
    'timestamptz',
    pick,
    (at, into) => {
      const time_ms = typeof at === 'string' ? Date.parse(at) : at.getTime()
      writeBigint((time_ms - EPOCH_MS) * 1000, into)
    },
    at => (typeof at === 'string' ? at : at.toISOString()),
  )

const DAY_MS = 86_400_000

/** A date written out, `2026-01-31`. */
export const date = <Row>(pick: (row: Row) => string | null): ScalarColumn<Row> =>
  scalar('date', pick, (day, into) => {
    into.int32(4)
    into.int32((Date.parse(day) - EPOCH_MS) / DAY_MS)
  })

/** The oid of `text` in the system catalog. */
const TEXT_OID = 25

/** For `text[]`. */
export const texts = <Row>(pick: (row: Row) => readonly string[]): ScalarColumn<Row> =>
  scalar(
    'text[]',
    pick,
    (values, into) => into.measured(() => writeTexts(values, into)),
    values => textArray(values, value => value),
  )

/** An array without elements has no dimensions. */
function writeTexts(values: readonly string[], into: CopyBuffer): void {
  const [hasNulls, first] = [0, 1]
  const head = values.length > 0 ? [1, hasNulls, TEXT_OID, values.length, first] : [0, hasNulls, TEXT_OID]
  for (const number of head) into.int32(number)
  for (const value of values) into.text(value)
}

/** The signature, no flags, no extension. */
const HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
const TRAILER = -1

const buffer = new CopyBuffer()

/** Writes rows into a table; it fails like an insert would. */
export type Copy<Row> = (tx: Writing, rows: readonly Row[]) => Promise<unknown>

export function copyInto<Row>(table: string, columns: Columns<Row>): Copy<Row> {
  const copy = `copy ${table} (${Object.keys(columns).join(', ')}) from stdin (format binary)`
  const writers = Object.values(columns)
  return (tx, rows) => tx.copy(copy, encode(rows, writers))
}

function encode<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): Buffer {
  try {
    buffer.raw(HEADER)
    for (const row of rows) {
      buffer.int16(columns.length)
      for (const write of columns) write(row, buffer)
    }
    buffer.int16(TRAILER)
    return buffer.take()
  } catch (fault) {
    buffer.drop()
    throw fault
  }
}
