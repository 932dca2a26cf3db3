/** What settlements know of franchises: the name, and the account that is paid out to. */
import { type FranchiseSnapshot, franchiseChanged, franchiseRegistered } from '../../contracts/franchises.ts'
import { json, text } from '../../platform/db/copy.ts'
import { select, sql } from '../../platform/db/sql.ts'
import { replica, replicaTable } from '../../platform/service/replica.ts'
import type { ServiceContext } from '../../platform/service/service.ts'

export const franchisesCopy = replica('franchises', [
  replicaTable({
    table: 'franchises',
    events: [franchiseRegistered, franchiseChanged],
    key: 'id',
    columns: {
      id: text(({ data }) => data.franchiseId),
      name: text(({ data }) => data.name),
      bank_account: json(({ data }) => data.bankAccount),
    },
  }),
])

type FranchiseCopy = Readonly<Pick<FranchiseSnapshot, 'name' | 'bankAccount'>>

export async function franchiseById(
  { read, catchUp }: ServiceContext,
  franchiseId: string,
): Promise<FranchiseCopy | null> {
  await catchUp.withThisProcess([franchiseRegistered.service])
  const [franchise = null] = await select<FranchiseCopy>(
    read,
    sql`select name, bank_account as "bankAccount" from franchises where id = ${franchiseId}`,
  )
  return franchise
}
