/** What payments know of others: the franchises there are, and which members are deactivated. */
import { franchiseChanged, franchiseRegistered } from '../../../contracts/franchises.ts'
import { memberActivated, memberDeactivated } from '../../../contracts/identity.ts'
import { boolean, integer, text } from '../../../platform/db/copy.ts'
import { select, sql } from '../../../platform/db/sql.ts'
import { replica, replicaTable } from '../../../platform/service/replica.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'

export const franchisesCopy = replica('franchises', [
  replicaTable({
    table: 'franchises',
    events: [franchiseRegistered, franchiseChanged],
    key: 'id',
    columns: {
      id: text(({ data }) => data.franchiseId),
      merchant_id: text(({ data }) => data.merchantId),
      fee_bp: integer(({ data }) => data.feeBp),
      active: boolean(({ data }) => data.active),
    },
  }),
])

/** Members that were deactivated once; whoever is not in it is active. */
export const membersCopy = replica('inactive-members', [
  replicaTable({
    table: 'inactive_members',
    events: [memberDeactivated, memberActivated],
    key: 'id',
    columns: {
      id: text(({ data }) => data.memberId),
      active: boolean(({ type }) => type === memberActivated.type),
    },
  }),
])

interface FranchiseCopy {
  readonly merchantId: string
  readonly feeBp: number
  readonly active: boolean
}

export async function franchiseById(
  { read, catchUp }: ServiceContext,
  franchiseId: string,
): Promise<FranchiseCopy | null> {
  await catchUp.withThisProcess([franchiseRegistered.service])
  const [franchise = null] = await select<FranchiseCopy>(
    read,
    sql`select merchant_id as "merchantId", fee_bp as "feeBp", active from franchises where id = ${franchiseId}`,
  )
  return franchise
}

export async function isActiveMember({ read, catchUp }: ServiceContext, memberId: string): Promise<boolean> {
  await catchUp.withThisProcess([memberActivated.service])
  const inactive = await select(read, sql`select from inactive_members where id = ${memberId} and not active`)
  return inactive.length === 0
}
