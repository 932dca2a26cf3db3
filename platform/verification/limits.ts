/**
 * Every number that a service has stored can be shown exactly: amounts in columns are within the limit of their currency
 * (`minorMax`), and every other number of a column or a head is one that a JSON number can say.
 */
import type { Queryable } from '../db/database.ts'
import { type Sql, select, sql, verbatim } from '../db/sql.ts'
import { currencyDigits, isCurrency, minorMax } from '../http/routes/amount.ts'
import type { Check } from '../service/service.ts'

interface Column {
  readonly table: string
  readonly column: string
  /** The table says in which currency its amounts are. */
  readonly hasCurrency: boolean
}

/** Tables and views of the service. What a sequence or a hash gives is no amount, and nobody is shown it. */
const columnsOf = (read: Queryable) =>
  select<Column>(
    read,
    sql`select c.table_name as "table", c.column_name as "column",
               exists (select from information_schema.columns k where k.table_schema = c.table_schema
                       and k.table_name = c.table_name and k.column_name = 'currency') as "hasCurrency"
        from information_schema.columns c
        where c.table_schema = current_schema() and c.data_type in ('bigint', 'numeric')
          and c.column_name not in ('number', 'seq', 'batch') order by 1, 2`,
  )

/** Differences that one check names at most. */
const DIFFERENCES_MAX = 100

const limits: Sql = verbatim(
  Object.keys(currencyDigits)
    .filter(isCurrency)
    .map(currency => `when '${currency}' then ${minorMax(currency)}`)
    .join(' '),
)
const NUMBER_MAX = Number.MAX_SAFE_INTEGER

const beyondIn = ({ table, column, hasCurrency }: Column): Sql => {
  const [rows, name] = [verbatim(`"${table}"`), verbatim(`"${column}"`)]
  const max = hasCurrency ? sql`case currency ${limits} else ${NUMBER_MAX}::bigint end` : sql`${NUMBER_MAX}::bigint`
  const place = `${table}.${column}`
  return sql`select ${place}::text as place, ${name}::text as value, row_to_json(r)::text as row
             from ${rows} r where abs(${name}::numeric) > ${max} limit ${DIFFERENCES_MAX}`
}

/** A number of 16 digits or more that is the value of a property; inside of a text its name's quotes are escaped. */
const LONG_NUMBER = '[^\\\\]":\\s*(-?[0-9]{16,})'

const beyondInHeads: Sql = sql`
  select 'heads.state' as place, n[1] as value, stream as row
  from heads, regexp_matches(state::text, ${LONG_NUMBER}, 'g') n
  where abs(n[1]::numeric) > ${NUMBER_MAX}::bigint limit ${DIFFERENCES_MAX}`

export const numbersWithinLimit: Check = {
  name: 'every number that is stored can be shown exactly',
  property: 2,
  async differences(read) {
    const found = []
    for (const beyond of [...(await columnsOf(read)).map(beyondIn), beyondInHeads]) {
      found.push(...(await select<Record<string, unknown>>(read, beyond)))
    }
    return found
  },
}
