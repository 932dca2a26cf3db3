/** Read model of what franchises have earned, payment by payment: what a settlement may claim, and what it has claimed. */
import { bigint, text, timestamptz } from '../../../platform/db/copy.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { headView } from '../../../platform/service/head-view.ts'
import { type FranchisePayment, isAtFranchise, keptFee, type Payment, payment } from '../payment/feature.ts'

/** Of a payment that has a row here. */
const of =
  <T>(pick: (state: FranchisePayment) => T) =>
  (state: Payment): T | null =>
    isAtFranchise(state) ? pick(state) : null

export const earningsView = headView(payment, {
  table: 'earnings',
  key: 'payment_id',
  columns: {
    franchise_id: text(of(({ franchiseId }) => franchiseId)),
    currency: text(({ currency }) => currency),
    approved_at: timestamptz(of(({ approvedAt }) => approvedAt)),
    gross: bigint(({ amount, refunded }) => amount - refunded),
    fee: bigint(of(keptFee)),
    settled_gross: bigint(of(({ settled }) => settled.gross)),
    settled_fee: bigint(of(({ settled }) => settled.fee)),
    claimed_by: text(of(({ claimed }) => claimed?.settlementId ?? null)),
  },
  keep: ['franchise_id', 'currency', 'approved_at'],
  when: state => isAtFranchise(state) && state.approvedAt !== null,
})

export interface ClaimableQuery {
  readonly franchiseId: string
  readonly currency: string
  /** Approved before this instant. */
  readonly until: string
  readonly limit: number
}

/** Payments with a share that nobody settled, oldest first. */
export async function claimablePayments(read: Queryable, { franchiseId, currency, until, limit }: ClaimableQuery) {
  const { rows } = await read.query<{ id: string }>(
    `select payment_id as id from earnings
     where franchise_id = $1 and currency = $2 and approved_at < $3 and claimed_by is null
       and (gross <> settled_gross or fee <> settled_fee)
     order by approved_at, payment_id limit $4`,
    [franchiseId, currency, until, limit],
  )
  return rows.map(({ id }) => id)
}

export async function claimedPayments(read: Queryable, settlementId: string): Promise<string[]> {
  const { rows } = await read.query<{ id: string }>(
    'select payment_id as id from earnings where claimed_by = $1 order by payment_id',
    [settlementId],
  )
  return rows.map(({ id }) => id)
}
