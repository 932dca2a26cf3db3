/** The lists of remittances, by who sent them and who got them. */
import {
  type RemittanceStarted,
  remittanceFailed,
  remittanceStarted,
  remittanceSucceeded,
  remittanceToppingUp,
  remittanceTransferring,
} from '../../contracts/remittance.ts'
import { textArray } from '../../platform/db/array-literal.ts'
import type { Queryable } from '../../platform/db/database.ts'
import type { Message } from '../../platform/kit/message.ts'
import type { InlineView } from '../../platform/service/service.ts'
import { type Remittance, type RemittanceStatus, recipientOf } from './remittance.ts'

const STATUS: Readonly<Record<string, RemittanceStatus>> = {
  [remittanceStarted.type]: 'started',
  [remittanceToppingUp.type]: 'topping_up',
  [remittanceTransferring.type]: 'transferring',
  [remittanceSucceeded.type]: 'succeeded',
  [remittanceFailed.type]: 'failed',
}

export const remittancesView: InlineView = {
  name: 'remittances',
  tables: ['remittances'],
  types: Object.keys(STATUS),
  async apply(tx, events: readonly Message<RemittanceStarted>[]) {
    // Every event tells it whole; the last one says how far it is.
    const rows = [...new Map(events.map(event => [event.data.remittanceId, event])).values()]
    await tx.query(
      `insert into remittances (id, sender, recipient, status)
       select * from unnest($1::text[], $2::text[], $3::text[], $4::text[])
       on conflict (id) do update set status = excluded.status`,
      [
        textArray(rows, ({ data }) => data.remittanceId),
        textArray(rows, ({ data }) => data.from),
        textArray(rows, ({ data }) => recipientOf(data)),
        textArray(rows, ({ type }) => STATUS[type] ?? null),
      ],
    )
  },
}

export interface RemittancesQuery {
  readonly memberId: string
  readonly direction: 'sent' | 'received' | null
  readonly before: string | null
  readonly limit: number
}

/** Newest first, one row more than `limit` when there is a next page. Received is what has come. */
export async function listRemittances(
  read: Queryable,
  asked: RemittancesQuery,
): Promise<{ id: string; state: Remittance }[]> {
  const { rows } = await read.query<{ id: string; state: Remittance }>(
    `select r.id, h.state from (
       (select id from remittances where $2 in ('sent', 'both') and sender = $1 and ($3::text is null or id < $3)
        order by id desc limit $4)
       union all
       (select id from remittances where $2 in ('received', 'both') and recipient = $1 and status = 'succeeded'
          and ($3::text is null or id < $3) order by id desc limit $4)) r
     join heads h on h.stream = 'remittance:' || r.id order by r.id desc limit $4`,
    [asked.memberId, asked.direction ?? 'both', asked.before, asked.limit + 1],
  )
  return rows
}
