/**
 * PostgreSQL array literals for set-wise statements. The driver inspects every element's type and escapes it. Here the
 * type of the column is known, and most texts need no escaping.
 */

const NEEDS_ESCAPE = /["\\]/
const ESCAPED = /["\\]/g

const quoted = (text: string): string => `"${NEEDS_ESCAPE.test(text) ? text.replace(ESCAPED, '\\$&') : text}"`

/** For `text[]`, and for types that are sent as text: json, timestamps. */
export function textArray<Row>(rows: readonly Row[], pick: (row: Row) => string | null): string {
  let literal = '{'
  for (let index = 0; index < rows.length; index += 1) {
    const text = pick(rows[index] as Row)
    literal += (index === 0 ? '' : ',') + (text === null ? 'null' : quoted(text))
  }
  return `${literal}}`
}

/** For integers (as text if a double cannot hold them) and booleans. */
export function plainArray<Row>(rows: readonly Row[], pick: (row: Row) => number | boolean | string): string {
  let literal = '{'
  for (let index = 0; index < rows.length; index += 1) {
    literal += (index === 0 ? '' : ',') + String(pick(rows[index] as Row))
  }
  return `${literal}}`
}

export const timeArray = <Row>(rows: readonly Row[], pick: (row: Row) => Date | null): string =>
  textArray(rows, row => pick(row)?.toISOString() ?? null)
