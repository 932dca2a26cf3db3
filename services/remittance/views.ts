/** The lists of remittances, by who sent them and who got them. */
import { text } from '../../platform/db/copy.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { sql } from '../../platform/db/sql.ts'
import type { PageRequest } from '../../platform/http/routes/list.ts'
import { headView } from '../../platform/service/head-view.ts'
import { headsOf } from '../../platform/service/list-heads.ts'
import { recipientOf, remittance } from './remittance.ts'

export const remittancesView = headView(remittance, {
  table: 'remittances',
  columns: {
    sender: text(({ from }) => from),
    recipient: text(recipientOf),
    status: text(({ status }) => status),
  },
})

export interface RemittancesQuery extends PageRequest<string> {
  readonly memberId: string
  readonly direction: 'sent' | 'received' | null
}

/** Newest first. Received is what has come. */
export function listRemittances(read: Queryable, { memberId, direction, after, limit }: RemittancesQuery) {
  const page = sql`and (${after}::text is null or id < ${after}) order by id desc limit ${limit}`
  const sent = sql`(select id from remittances where sender = ${memberId} ${page})`
  const received = sql`(select id from remittances where recipient = ${memberId} and status = 'succeeded' ${page})`
  const ids = direction === null ? sql`${sent} union all ${received}` : { sent, received }[direction]
  return headsOf(read, remittance, ids, limit)
}
