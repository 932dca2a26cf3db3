/**
 * What a settlement pays out. It claims the share of every payment of a franchise that nobody settled yet, once under its
 * id, and lets go of them as settled when the money is out.
 */
import { Type } from 'typebox'
import {
  type claimSettlement,
  type PaymentSettling,
  paymentSettled,
  paymentSettling,
  SettlementClaim,
  type settlePayments,
} from '../../../contracts/payments.ts'
import { defineAggregate } from '../../../platform/kit/aggregate.ts'
import { accept, type Command } from '../../../platform/kit/command.ts'
import { type DataOf, event } from '../../../platform/kit/contract.ts'
import { refuse } from '../../../platform/kit/refusal.ts'
import {
  type FranchisePayment,
  franchiseFactsOf,
  isAtFranchise,
  isRefunding,
  keptFee,
  type Payment,
  paymentKey,
  type Share,
} from '../payment/feature.ts'

/** Payments of one claim; what is beyond goes with the next settlement. */
export const CLAIM_PAYMENTS_MAX = 10_000

export interface Claiming {
  readonly status: 'none' | 'claimed' | 'settled'
  readonly claim: SettlementClaim | null
}

/** Private: the payments tell what became of each. */
const settlementClaimed = event('payments.settlement-claimed', SettlementClaim)
const settlementSettled = event('payments.settlement-settled', Type.Object({ settlementId: Type.String() }))

export const claiming = defineAggregate({
  name: 'settlement-claim',
  shape: 1,
  initial: (): Claiming => ({ status: 'none', claim: null }),
  events: [settlementClaimed, settlementSettled],
  evolve(state: Claiming, event): Claiming {
    switch (event.type) {
      case settlementClaimed.type:
        return { status: 'claimed', claim: event.data }
      case settlementSettled.type:
        return { ...state, status: 'settled' }
    }
  },
})

/** What was earned by a payment and not settled yet; below zero when it was settled and then given back. */
export function unsettled(payment: FranchisePayment): Share {
  const { amount, refunded, settled } = payment
  return { gross: amount - refunded - settled.gross, fee: keptFee(payment) - settled.fee }
}

/** Whether a settlement of what was approved before `until` may take its share of this payment now. */
export function isClaimable(payment: Payment, until: Date): payment is FranchisePayment {
  if (!isAtFranchise(payment) || payment.approvedAt === null || payment.claimed !== null) return false
  const { gross, fee } = unsettled(payment)
  return new Date(payment.approvedAt) < until && !isRefunding(payment) && (gross !== 0 || fee !== 0)
}

type Claim = DataOf<typeof claimSettlement>

/** `paymentIds` may be out of date: what each payment allows is decided here. */
export function claim({ settlementId, franchiseId, currency, until }: Claim, paymentIds: readonly string[]): Command {
  const key = claiming.key(settlementId)
  return {
    type: 'payments.claim-settlement',
    keys: [key, ...paymentIds.map(paymentKey)],
    decide(states) {
      const before = states.of(key)
      if (before.claim) return accept([], { reply: before.claim })
      const taken = paymentIds
        .map(id => states.of(paymentKey(id)))
        .filter((payment): payment is FranchisePayment => isClaimable(payment, new Date(until)))
        .filter(payment => payment.franchiseId === franchiseId && payment.currency === currency)
      const total = totalOf(taken)
      if (total.payout <= 0) return refuse('nothing_to_settle')
      const settling = taken.map(payment => {
        const data = settlingOf(payment, settlementId, unsettled(payment))
        return paymentSettling.of(paymentKey(payment.paymentId), data)
      })
      return accept([settlementClaimed.of(key, total), ...settling], { reply: total })
    },
  }
}

function totalOf(payments: readonly FranchisePayment[]): SettlementClaim {
  const shares = payments.map(unsettled)
  const gross = shares.reduce((sum, share) => sum + share.gross, 0)
  const fee = shares.reduce((sum, share) => sum + share.fee, 0)
  if (!Number.isSafeInteger(gross) || !Number.isSafeInteger(fee)) throw new Error('a settlement that is not exact')
  return { payments: payments.length, gross, fee, payout: gross - fee }
}

function settlingOf(payment: FranchisePayment, settlementId: string, { gross, fee }: Share): PaymentSettling {
  const { refunded, approvedAt } = payment
  if (approvedAt === null) throw new Error(`${payment.paymentId} was not approved`)
  return { ...franchiseFactsOf(payment), settlementId, gross, fee, refunded, approvedAt }
}

/** Asked once the claim is answered, so all that it claimed is in the table that `paymentIds` are from. */
export function settleClaimed({ settlementId }: DataOf<typeof settlePayments>, paymentIds: readonly string[]): Command {
  const key = claiming.key(settlementId)
  return {
    type: 'payments.settle',
    keys: [key, ...paymentIds.map(paymentKey)],
    decide(states) {
      const { status, claim: claimed } = states.of(key)
      if (status === 'settled') return accept([], { reply: claimed })
      if (!claimed) return refuse('settlement_unknown')
      const settled = paymentIds.flatMap(id => {
        const payment = states.of(paymentKey(id))
        if (!isAtFranchise(payment) || payment.claimed?.settlementId !== settlementId) return []
        return [paymentSettled.of(paymentKey(id), settlingOf(payment, settlementId, payment.claimed))]
      })
      if (settled.length !== claimed.payments) {
        throw new Error(`${settlementId} claimed ${claimed.payments} payments and would settle ${settled.length}`)
      }
      return accept([settlementSettled.of(key, { settlementId }), ...settled], { reply: claimed })
    },
  }
}
