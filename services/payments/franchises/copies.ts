/** What payments know of others: the franchises there are, and which members are deactivated. */
import { franchiseChanged, franchiseRegistered } from '../../../contracts/franchises.ts'
import { memberActivated, memberDeactivated } from '../../../contracts/identity.ts'
import { plainArray, textArray } from '../../../platform/db/array-literal.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { projection } from '../../../platform/service/handlers.ts'

export const franchisesCopy = projection({
  name: 'franchises',
  tables: ['franchises'],
  events: [franchiseRegistered, franchiseChanged],
  async apply(tx, events) {
    const latest = new Map(events.map(({ data }) => [data.franchiseId, data]))
    const rows = [...latest.values()]
    await tx.query(
      `insert into franchises (id, merchant_id, fee_bp, active)
       select * from unnest($1::text[], $2::text[], $3::int[], $4::boolean[])
       on conflict (id) do update set fee_bp = excluded.fee_bp, active = excluded.active`,
      [
        textArray(rows, row => row.franchiseId),
        textArray(rows, row => row.merchantId),
        plainArray(rows, row => row.feeBp),
        plainArray(rows, row => row.active),
      ],
    )
  },
})

export const membersCopy = projection({
  name: 'inactive-members',
  tables: ['inactive_members'],
  events: [memberDeactivated, memberActivated],
  async apply(tx, events) {
    const latest = new Map(events.map(({ type, data }) => [data.memberId, type]))
    const ids = (type: string) => [...latest].filter(([, last]) => last === type).map(([id]) => id)
    await Promise.all([
      tx.query('insert into inactive_members (id) select unnest($1::text[]) on conflict do nothing', [
        ids(memberDeactivated.type),
      ]),
      tx.query('delete from inactive_members where id = any($1)', [ids(memberActivated.type)]),
    ])
  },
})

export interface FranchiseCopy {
  readonly merchantId: string
  readonly feeBp: number
  readonly active: boolean
}

export async function franchiseById(read: Queryable, franchiseId: string): Promise<FranchiseCopy | null> {
  const { rows } = await read.query<FranchiseCopy>(
    'select merchant_id as "merchantId", fee_bp as "feeBp", active from franchises where id = $1',
    [franchiseId],
  )
  return rows[0] ?? null
}

export async function isActiveMember(read: Queryable, memberId: string): Promise<boolean> {
  const { rows } = await read.query('select 1 from inactive_members where id = $1', [memberId])
  return rows.length === 0
}
