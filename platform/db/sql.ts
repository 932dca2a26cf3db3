/**
 * SQL whose values stand where they are used; the parameters get their numbers by themselves, and parts can be built into
 * a whole:
 *
 *     const mine = sql`owner = ${owner}`
 *     const rows = await select<Row>(read, sql`select id, name from things where ${mine} order by id limit ${limit}`)
 *
 * A statement is prepared once for each text. So whether a part is there may depend on what is asked, a name from a value
 * never.
 */
import type { Queryable } from './database.ts'

export class Sql {
  /** What stands between the values: one more than there are values. */
  readonly strings: readonly string[]
  readonly values: readonly unknown[]

  constructor(strings: readonly string[], values: readonly unknown[]) {
    this.strings = strings
    this.values = values
  }

  get text(): string {
    return this.strings.reduce((text, next, index) => `${text}$${index}${next}`)
  }
}

/** A value becomes a parameter, a part of SQL a part of this. */
export function sql(strings: TemplateStringsArray, ...values: readonly unknown[]): Sql {
  const texts: string[] = [strings[0] ?? '']
  const parameters: unknown[] = []
  const append = (text: string): void => {
    texts.push((texts.pop() ?? '') + text)
  }
  values.forEach((value, index) => {
    if (value instanceof Sql) {
      append(value.strings[0] ?? '')
      texts.push(...value.strings.slice(1))
      parameters.push(...value.values)
      append(strings[index + 1] ?? '')
    } else {
      parameters.push(value)
      texts.push(strings[index + 1] ?? '')
    }
  })
  return new Sql(texts, parameters)
}

/** A text of the program itself: the name of a table or column. Never one that came from outside. */
export const verbatim = (text: string): Sql => new Sql([text], [])

/** Those that are given, with `and` between them; true where there are none. */
export const allOf = (conditions: readonly (Sql | null)[]): Sql =>
  conditions
    .filter(condition => condition !== null)
    .reduce((all, condition) => sql`${all} and (${condition})`, verbatim('true'))

export async function select<R>(from: Queryable, { text, values }: Sql): Promise<R[]> {
  return (await from.query<R>(text, values)).rows
}
