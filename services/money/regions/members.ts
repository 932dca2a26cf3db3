/** This service's own copy of where members live, for the region that a top-up counts to. */
import { memberRegistered, profileChanged } from '../../../contracts/identity.ts'
import { text } from '../../../platform/db/copy.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { select, sql } from '../../../platform/db/sql.ts'
import { replica, replicaTable } from '../../../platform/service/replica.ts'

export const memberRegions = replica('member-regions', [
  replicaTable({
    table: 'member_regions',
    events: [memberRegistered, profileChanged],
    when: ({ data }) => data.region !== undefined,
    key: 'member_id',
    columns: { member_id: text(({ data }) => data.memberId), region: text(({ data }) => data.region ?? null) },
  }),
])

/** Null when they never said, or are not known here yet. */
export async function regionOf(read: Queryable, memberId: string): Promise<string | null> {
  const [row] = await select<{ region: string | null }>(
    read,
    sql`select region from member_regions where member_id = ${memberId}`,
  )
  return row?.region ?? null
}
