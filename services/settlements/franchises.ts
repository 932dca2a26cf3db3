/** What settlements know of franchises: the name, and the account that is paid out to. */
import type { SealedAccount } from '../../contracts/banking.ts'
import { franchiseChanged, franchiseRegistered } from '../../contracts/franchises.ts'
import { textArray } from '../../platform/db/array-literal.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { projection } from '../../platform/service/handlers.ts'

export const franchisesCopy = projection({
  name: 'franchises',
  tables: ['franchises'],
  events: [franchiseRegistered, franchiseChanged],
  async apply(tx, events) {
    const rows = [...new Map(events.map(({ data }) => [data.franchiseId, data])).values()]
    await tx.query(
      `insert into franchises (id, name, bank_account) select * from unnest($1::text[], $2::text[], $3::json[])
       on conflict (id) do update set name = excluded.name, bank_account = excluded.bank_account`,
      [
        textArray(rows, row => row.franchiseId),
        textArray(rows, row => row.name),
        textArray(rows, row => JSON.stringify(row.bankAccount)),
      ],
    )
  },
})

export interface FranchiseCopy {
  readonly name: string
  readonly bankAccount: SealedAccount
}

export async function franchiseById(read: Queryable, franchiseId: string): Promise<FranchiseCopy | null> {
  const { rows } = await read.query<FranchiseCopy>(
    'select name, bank_account as "bankAccount" from franchises where id = $1',
    [franchiseId],
  )
  return rows[0] ?? null
}
