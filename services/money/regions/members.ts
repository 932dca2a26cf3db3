/** This service's own copy of where members live, for the region that a top-up counts to. */
import { memberRegistered, profileChanged } from '../../../contracts/identity.ts'
import { textArray } from '../../../platform/db/array-literal.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { projection } from '../../../platform/service/handlers.ts'

export const memberRegions = projection({
  name: 'member-regions',
  tables: ['member_regions'],
  events: [memberRegistered, profileChanged],
  async apply(tx, events) {
    const regions = new Map<string, string | null>()
    for (const { data } of events) if (data.region !== undefined) regions.set(data.memberId, data.region)
    if (regions.size === 0) return
    const rows = [...regions]
    await tx.query(
      `insert into member_regions (member_id, region) select * from unnest($1::text[], $2::text[])
       on conflict (member_id) do update set region = excluded.region`,
      [textArray(rows, ([memberId]) => memberId), textArray(rows, ([, region]) => region)],
    )
  },
})

/** Null when they never said, or are not known here yet. */
export async function regionOf(read: Queryable, memberId: string): Promise<string | null> {
  const { rows } = await read.query<{ region: string | null }>(
    'select region from member_regions where member_id = $1',
    [memberId],
  )
  return rows[0]?.region ?? null
}
