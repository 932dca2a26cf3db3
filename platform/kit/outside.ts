/**
 * Calls to servers outside. Each operation has a table that says what its answers mean:
 *
 *     const charge = outsideOperation('charge', 'POST', Charged, {
 *       refused: { 403: ['CARD_REFUSED'] },
 *       again: { 409: ['IN_PROGRESS'] },
 *       ours: { 401: ANY_CODE, 429: ANY_CODE },
 *     })
 *
 * An answer that is not in the table is unknown, like a time-out, a broken connection and a success of another form: it
 * may have been done, is asked about, and is never taken for a no.
 */
import type { TSchema } from 'typebox'

/**
 * `refused`: a final no; nothing was done, and nothing will be under the same key. `again`: under way, or done before:
 * only a question tells which. `ours`: our key, our rate or our contract; the request was not looked at, nobody's
 * business fails for it, and it raises an alarm.
 */
export type Meaning = 'refused' | 'again' | 'ours'
export const MEANINGS: readonly Meaning[] = ['refused', 'again', 'ours']

export const ANY_CODE = 'any code'

/** The codes of an HTTP status. */
type Codes = Readonly<Record<number, readonly string[] | typeof ANY_CODE>>
export type AnswerTable = Readonly<Partial<Record<Meaning, Codes>>>

export interface OutsideOperation<S extends TSchema = TSchema> {
  readonly name: string
  readonly method: 'GET' | 'POST'
  /** Schema of a success. */
  readonly success: S
  readonly answers: AnswerTable
}

export const outsideOperation = <S extends TSchema>(
  name: string,
  method: 'GET' | 'POST',
  success: S,
  answers: AnswerTable,
): OutsideOperation<S> => ({ name, method, success, answers })

/** What the server said when it did not do it; `code` is empty where it named none. */
export interface OutsideSaid {
  readonly status: number
  readonly code: string
}

export type OutsideAnswer<T> =
  | { readonly kind: 'done'; readonly value: T }
  | ({ readonly kind: Meaning } & OutsideSaid)
  | { readonly kind: 'unknown'; readonly reason: string }

/** Both tables. Throws when a status and code would have two meanings. */
export function joinTables(...tables: readonly AnswerTable[]): AnswerTable {
  const joined: Partial<Record<Meaning, Record<number, readonly string[] | typeof ANY_CODE>>> = {}
  const rows = tables.flatMap(table => MEANINGS.flatMap(meaning => rowsOf(table, meaning)))
  for (const { meaning, status, codes } of rows) {
    if (isListed(joined, status, codes)) throw new Error(`${status} ${codes} has two meanings`)
    const known = joined[meaning]?.[status] ?? []
    joined[meaning] = { ...joined[meaning], [status]: codes === ANY_CODE ? codes : [...known, ...codes] }
  }
  return joined
}

const isListed = (table: AnswerTable, status: number, codes: readonly string[] | typeof ANY_CODE): boolean =>
  codes === ANY_CODE
    ? MEANINGS.some(meaning => table[meaning]?.[status] !== undefined)
    : codes.some(code => meaningOf(table, { status, code }) !== 'unknown')

const rowsOf = (table: AnswerTable, meaning: Meaning) =>
  Object.entries(table[meaning] ?? {}).map(([status, codes]) => ({ meaning, status: Number(status), codes }))

export function meaningOf(table: AnswerTable, { status, code }: OutsideSaid): Meaning | 'unknown' {
  const listed = MEANINGS.find(meaning => {
    const codes = table[meaning]?.[status]
    return codes === ANY_CODE || codes?.includes(code) === true
  })
  return listed ?? 'unknown'
}

/** Every listed answer, for tests and documents. */
export const listedAnswers = (table: AnswerTable): readonly (OutsideSaid & { readonly meaning: Meaning })[] =>
  MEANINGS.flatMap(meaning =>
    rowsOf(table, meaning).flatMap(({ status, codes }) =>
      (codes === ANY_CODE ? [''] : codes).map(code => ({ meaning, status, code })),
    ),
  )
