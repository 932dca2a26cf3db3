/**
 * PostgreSQL array literals for set-wise statements. The driver's own way looks at every element's type and escapes it;
 * here the column's type is known, and most texts need no escaping at all.
 */

const NEEDS_ESCAPE = /["\\]/
const ESCAPED = /["\\]/g

const quoted = (text: string): string => `"${NEEDS_ESCAPE.test(text) ? text.replace(ESCAPED, '\\$&') : text}"`

/** For `text[]` and whatever is written as text: json, timestamps. */
export function textArray<Row>(rows: readonly Row[], pick: (row: Row) => string | null): string {
  let literal = '{'
  for (let index = 0; index < rows.length; index += 1) {
    const text = pick(rows[index] as Row)
    literal += (index === 0 ? '' : ',') + (text === null ? 'null' : quoted(text))
  }
  return `${literal}}`
}

/** For integers (those that a double does not hold: as text) and booleans. */
export function plainArray<Row>(rows: readonly Row[], pick: (row: Row) => number | boolean | string): string {
  let literal = '{'
  for (let index = 0; index < rows.length; index += 1) {
    literal += (index === 0 ? '' : ',') + String(pick(rows[index] as Row))
  }
  return `${literal}}`
}

export const timeArray = <Row>(rows: readonly Row[], pick: (row: Row) => Date | null): string =>
  textArray(rows, row => pick(row)?.toISOString() ?? null)
