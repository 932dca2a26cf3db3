/** The lists of remittances, by who sent them and who got them. */
import {
  remittanceFailed,
  remittanceStarted,
  remittanceSucceeded,
  remittanceToppingUp,
  remittanceTransferring,
} from '../../contracts/remittance.ts'
import { text } from '../../platform/db/copy.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { sql } from '../../platform/db/sql.ts'
import type { PageRequest } from '../../platform/http/routes/list.ts'
import { headsOf } from '../../platform/service/list-heads.ts'
import { rowView } from '../../platform/service/row-view.ts'
import { type RemittanceStatus, recipientOf, remittance } from './remittance.ts'

const STATUS_AFTER = {
  [remittanceStarted.type]: 'started',
  [remittanceToppingUp.type]: 'topping_up',
  [remittanceTransferring.type]: 'transferring',
  [remittanceSucceeded.type]: 'succeeded',
  [remittanceFailed.type]: 'failed',
} as const satisfies Record<string, RemittanceStatus>

export const remittancesView = rowView({
  name: 'remittances',
  table: 'remittances',
  events: [remittanceStarted, remittanceToppingUp, remittanceTransferring, remittanceSucceeded, remittanceFailed],
  key: 'id',
  columns: {
    id: text(({ data }) => data.remittanceId),
    sender: text(({ data }) => data.from),
    recipient: text(({ data }) => recipientOf(data)),
    status: text(({ type }) => STATUS_AFTER[type]),
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
