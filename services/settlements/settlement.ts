/**
 * A settlement pays a franchise what it earned up to a business date. One per franchise, date and currency, which its id
 * is made of, so there cannot be two.
 */
import { Type } from 'typebox'
import type { SettlementClaim } from '../../contracts/payments.ts'
import {
  type SettlementCreated,
  type SettlementFailed,
  settlementCreated,
  settlementFailed,
  settlementPaid,
  settlementTransferring,
} from '../../contracts/settlements.ts'
import { defineAggregate } from '../../platform/kit/aggregate.ts'
import { event } from '../../platform/kit/contract.ts'
import { derivedId } from '../../platform/kit/derived-id.ts'
import { Nullable } from '../../platform/kit/schemas.ts'

export type SettlementStatus = 'none' | 'created' | 'transferring' | 'paid' | 'failed'

export interface Settlement extends SettlementCreated, SettlementClaim {
  readonly status: SettlementStatus
  /** An attempt is under way: nobody may begin another one. */
  readonly underWay: boolean
  readonly attempts: number
  /** The run that began the last attempt; null when an operator asked for that settlement alone. */
  readonly runId: string | null
  /** Transfers that the bank has refused. */
  readonly refusedTransfers: number
  readonly transferId: string | null
  readonly paidTo: { readonly bankCode: string; readonly last4: string } | null
  readonly reason: string | null
  readonly createdAt: string
  readonly paidAt: string | null
}

/** Sorts by date: `stl_20261120-<the franchise's own part>-krw`. */
export const settlementIdOf = (franchiseId: string, businessDate: string, currency: string): string =>
  `stl_${businessDate.replaceAll('-', '')}-${franchiseId.replace(/^frn_/, '')}-${currency.toLowerCase()}`

/** Nobody else needs to hear of it. */
export const attemptBegun = event(
  'settlements.attempt-begun',
  Type.Object({
    settlementId: Type.String(),
    attempt: Type.Integer({ minimum: 1 }),
    runId: Nullable(Type.String()),
  }),
)

const none: Settlement = {
  status: 'none',
  settlementId: '',
  franchiseId: '',
  merchantId: '',
  businessDate: '',
  currency: '',
  payments: 0,
  gross: 0,
  fee: 0,
  payout: 0,
  underWay: false,
  attempts: 0,
  runId: null,
  refusedTransfers: 0,
  transferId: null,
  paidTo: null,
  reason: null,
  createdAt: '',
  paidAt: null,
}

/** The bank never heard of these, or nobody knows: asked again, it must be under the same name. */
const NOT_THE_BANKS = new Set(['internal_fault', 'outcome_unknown'])

/** A transfer is named by what it is for; after a refusal of the bank the next one is a new one. */
export const nextTransferId = ({ settlementId, refusedTransfers }: Settlement): string =>
  `${derivedId(settlementId, 'stl', 'bkt')}-${refusedTransfers + 1}`

function failed(state: Settlement, { reason }: SettlementFailed): Settlement {
  const refusedByBank = state.status === 'transferring' && !NOT_THE_BANKS.has(reason)
  const refusedTransfers = state.refusedTransfers + (refusedByBank ? 1 : 0)
  return { ...state, status: 'failed', underWay: false, reason, refusedTransfers }
}

export const settlement = defineAggregate({
  name: 'settlement',
  shape: 1,
  initial: () => none,
  events: [settlementCreated, attemptBegun, settlementTransferring, settlementPaid, settlementFailed],
  evolve(state: Settlement, event): Settlement {
    switch (event.type) {
      case settlementCreated.type:
        return { ...state, ...event.data, status: 'created', createdAt: new Date(event.at).toISOString() }
      case attemptBegun.type:
        return { ...state, underWay: true, attempts: event.data.attempt, runId: event.data.runId }
      case settlementTransferring.type: {
        const { payments, gross, fee, payout, transferId } = event.data
        return { ...state, status: 'transferring', payments, gross, fee, payout, transferId, reason: null }
      }
      case settlementPaid.type: {
        const { bankCode, last4 } = event.data
        const paidAt = new Date(event.at).toISOString()
        return { ...state, status: 'paid', underWay: false, paidTo: { bankCode, last4 }, paidAt, reason: null }
      }
      case settlementFailed.type:
        return failed(state, event.data)
    }
  },
})

export const settlementKey = settlement.key

/** What every event of a settlement carries. */
export function factsOf({ settlementId, franchiseId, merchantId, businessDate, currency }: SettlementCreated) {
  return { settlementId, franchiseId, merchantId, businessDate, currency }
}

export const totalsOf = ({ payments, gross, fee, payout }: Settlement) => ({ payments, gross, fee, payout })
