/** Read model of what franchises have earned, payment by payment: what a settlement may claim, and what it has claimed. */
import { type claimSettlement, franchiseEarned, paymentSettled, paymentSettling } from '../../../contracts/payments.ts'
import { plainArray, textArray } from '../../../platform/db/array-literal.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { select, sql } from '../../../platform/db/sql.ts'
import type { DataOf } from '../../../platform/kit/contract.ts'
import { type MessageOf, view } from '../../../platform/service/handlers.ts'

type EarningsEvent = MessageOf<typeof franchiseEarned | typeof paymentSettling | typeof paymentSettled>

/** What the events of a batch change of one payment; sums, and who has claimed it in the end. */
interface Change {
  readonly paymentId: string
  readonly franchiseId: string
  readonly currency: string
  readonly approvedAt: string
  readonly gross: number
  readonly fee: number
  readonly settledGross: number
  readonly settledFee: number
  /** Null: nobody any more. Undefined: as before. */
  readonly claimedBy: string | null | undefined
}

function changesOf(events: readonly EarningsEvent[]): Change[] {
  const changes = new Map<string, Change>()
  for (const event of events) {
    const { paymentId, franchiseId, currency, approvedAt } = event.data
    const none = { gross: 0, fee: 0, settledGross: 0, settledFee: 0, claimedBy: undefined }
    const before = changes.get(paymentId) ?? { paymentId, franchiseId, currency, approvedAt, ...none }
    changes.set(paymentId, withEvent(before, event))
  }
  return [...changes.values()]
}

function withEvent(change: Change, event: EarningsEvent): Change {
  const { gross, fee } = event.data
  switch (event.type) {
    case franchiseEarned.type:
      return { ...change, gross: change.gross + gross, fee: change.fee + fee }
    case paymentSettling.type:
      return { ...change, claimedBy: event.data.settlementId }
    case paymentSettled.type: {
      const [settledGross, settledFee] = [change.settledGross + gross, change.settledFee + fee]
      return { ...change, settledGross, settledFee, claimedBy: null }
    }
  }
}

const UPSERT = `
  insert into earnings as e (payment_id, franchise_id, currency, approved_at, gross, fee, settled_gross, settled_fee, claimed_by)
  select payment_id, franchise_id, currency, approved_at, gross, fee, settled_gross, settled_fee, claimed_by
  from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[],
              $9::text[])
    as c(payment_id, franchise_id, currency, approved_at, gross, fee, settled_gross, settled_fee, claimed_by)
  on conflict (payment_id) do update set gross = e.gross + excluded.gross, fee = e.fee + excluded.fee,
    settled_gross = e.settled_gross + excluded.settled_gross, settled_fee = e.settled_fee + excluded.settled_fee,
    claimed_by = case when e.payment_id = any($10::text[]) then e.claimed_by else excluded.claimed_by end`

export const earningsView = view({
  name: 'earnings',
  tables: ['earnings'],
  events: [franchiseEarned, paymentSettling, paymentSettled],
  async apply(tx, events) {
    const changes = changesOf(events)
    const unclaimed = changes.filter(({ claimedBy }) => claimedBy === undefined)
    await tx.query(UPSERT, [
      textArray(changes, change => change.paymentId),
      textArray(changes, change => change.franchiseId),
      textArray(changes, change => change.currency),
      textArray(changes, change => change.approvedAt),
      plainArray(changes, change => change.gross),
      plainArray(changes, change => change.fee),
      plainArray(changes, change => change.settledGross),
      plainArray(changes, change => change.settledFee),
      textArray(changes, change => change.claimedBy ?? null),
      textArray(unclaimed, change => change.paymentId),
    ])
  },
})

type ClaimableQuery = Pick<DataOf<typeof claimSettlement>, 'franchiseId' | 'currency' | 'until'>

/** Payments with a share that nobody settled, approved before `until`, oldest first. */
export async function claimablePayments(read: Queryable, claim: ClaimableQuery, limit: number): Promise<string[]> {
  const { franchiseId, currency, until } = claim
  const payments = await select<{ id: string }>(
    read,
    sql`select payment_id as id from earnings
        where franchise_id = ${franchiseId} and currency = ${currency} and approved_at < ${until} and claimed_by is null
          and (gross <> settled_gross or fee <> settled_fee)
        order by approved_at, payment_id limit ${limit}`,
  )
  return payments.map(({ id }) => id)
}

export async function claimedPayments(read: Queryable, settlementId: string): Promise<string[]> {
  const payments = await select<{ id: string }>(
    read,
    sql`select payment_id as id from earnings where claimed_by = ${settlementId} order by payment_id`,
  )
  return payments.map(({ id }) => id)
}
