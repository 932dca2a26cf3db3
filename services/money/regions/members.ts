/** This service's own copy of where members live, for the region that a top-up counts to. */
import { memberRegistered, profileChanged } from '../../../contracts/identity.ts'
import { text } from '../../../platform/db/copy.ts'
import { select, sql } from '../../../platform/db/sql.ts'
import { replica, replicaTable } from '../../../platform/service/replica.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'

export const memberRegions = replica('member-regions', [
  replicaTable({
    table: 'member_regions',
    events: [memberRegistered, profileChanged],
    when: ({ data }) => data.region !== undefined,
    key: 'member_id',
    columns: { member_id: text(({ data }) => data.memberId), region: text(({ data }) => data.region ?? null) },
  }),
])

/** Null when they never said. */
export async function regionOf({ read, catchUp }: ServiceContext, memberId: string): Promise<string | null> {
  await catchUp.withThisProcess([memberRegistered.service])
  const [row] = await select<{ region: string | null }>(
    read,
    sql`select region from member_regions where member_id = ${memberId}`,
  )
  return row?.region ?? null
}
