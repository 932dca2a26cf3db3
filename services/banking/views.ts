/** The list of bank transfers. */
import { transferCompleted, transferFailed, transferRequested, transferUnknown } from '../../contracts/banking.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { view } from '../../platform/service/handlers.ts'
import type { BankTransfer, TransferStatus } from './transfer.ts'

const STATUS_AFTER = {
  [transferRequested.type]: 'requested',
  [transferCompleted.type]: 'completed',
  [transferFailed.type]: 'failed',
  [transferUnknown.type]: 'unknown',
} as const satisfies Record<string, TransferStatus>

const UPSERT = `
  insert into transfers (id, owner, account_id, status, requested_at, booked_at)
  select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[])
  on conflict (id) do update set owner = excluded.owner, account_id = excluded.account_id, status = excluded.status,
    booked_at = excluded.booked_at`

export const transfersView = view({
  name: 'transfers',
  tables: ['transfers'],
  events: [transferRequested, transferCompleted, transferFailed, transferUnknown],
  async apply(tx, events) {
    // Every event tells the whole, so the last one of each transfer counts; the row was made at the first.
    const latest = new Map<string, { event: (typeof events)[number]; since: Date }>()
    for (const event of events) {
      const { transferId } = event.data
      latest.set(transferId, { event, since: latest.get(transferId)?.since ?? event.at })
    }
    const rows = [...latest.values()]
    await tx.query(UPSERT, [
      rows.map(({ event }) => event.data.transferId),
      rows.map(({ event }) => event.data.account.owner),
      rows.map(({ event }) => event.data.accountId),
      rows.map(({ event }) => STATUS_AFTER[event.type]),
      rows.map(({ since }) => since),
      rows.map(({ event }) => (event.type === transferCompleted.type ? event.data.bookedAt : null)),
    ])
  },
})

export interface TransfersQuery {
  /** Null for an operator. */
  readonly owner: string | null
  readonly accountId: string | null
  readonly before: string | null
  readonly limit: number
}

const TRANSFERS = `select h.state from transfers t join heads h on h.stream = 'bank-transfer:' || t.id`

/** Newest first; one row more than `limit` tells that there is a next page. */
export async function listTransfers(read: Queryable, asked: TransfersQuery): Promise<BankTransfer[]> {
  const { rows } = await read.query<{ state: BankTransfer }>(
    `${TRANSFERS} where ($1::text is null or t.owner = $1) and ($2::text is null or t.account_id = $2)
       and ($3::text is null or t.id < $3)
     order by t.id desc limit $4`,
    [asked.owner, asked.accountId, asked.before, asked.limit + 1],
  )
  return rows.map(({ state }) => state)
}
