/** Read model of what franchises have earned, payment by payment: what a settlement may claim, and what it has claimed. */
import type { claimSettlement } from '../../../contracts/payments.ts'
import { bigint, text, timestamptz } from '../../../platform/db/copy.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { select, sql } from '../../../platform/db/sql.ts'
import type { DataOf } from '../../../platform/kit/contract.ts'
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
