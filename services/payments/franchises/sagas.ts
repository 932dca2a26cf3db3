/**
 * The sagas of a payment at a franchise. The money goes from the payer's wallet, filled up from their bank where it is
 * short, to the franchise's account, less the fee; a refund takes it back.
 */
import { feeOf } from '../../../contracts/franchises.ts'
import { feeAccount, franchiseAccount, fundHold, postHold, postTransfer, walletOf } from '../../../contracts/money.ts'
import {
  markPaymentDeclined,
  markPaymentPaid,
  markPaymentRefunded,
  markPaymentRefundFailed,
} from '../../../contracts/payments.ts'
import { derivedId } from '../../../platform/kit/derived-id.ts'
import type { SagaDefinition } from '../../../platform/kit/saga-definition.ts'
import { type FranchisePayment, refundIdOf, SAGA } from '../payment/feature.ts'

export type FranchiseMoney = Pick<
  FranchisePayment,
  'paymentId' | 'franchiseId' | 'memberId' | 'amount' | 'currency' | 'feeBp'
>

/** What is short in the wallet is pulled to the last won. */
const ROUND_TO = 1

const heldBetween = ({ paymentId, franchiseId, memberId, currency }: FranchiseMoney) => ({
  holdId: derivedId(paymentId, 'pay', 'hld'),
  debit: walletOf(memberId, currency),
  credit: franchiseAccount(franchiseId, currency),
})

/** The fee goes with the money it is for, one way or the other; of nothing there is no transfer. */
function feeTransfer(transferId: string, kind: string, from: string, to: string, amount: number, of: FranchiseMoney) {
  const { currency, paymentId: reference } = of
  return amount === 0 ? [] : [{ transferId, kind, debit: from, credit: to, amount, currency, reference }]
}

export const franchisePayment: SagaDefinition<FranchiseMoney> = {
  name: 'pay-franchise',
  ...SAGA,
  steps: [
    {
      kind: 'send',
      name: 'fund-hold',
      ask: data => {
        const { paymentId, memberId, amount, currency } = data
        const topUpId = derivedId(paymentId, 'pay', 'top')
        const held = { ...heldBetween(data), amount, currency, reference: paymentId }
        return fundHold.ask({ ...held, memberId, topUpId, roundTo: ROUND_TO })
      },
      pivot: true,
    },
    {
      kind: 'send',
      name: 'post-hold',
      ask: data => {
        const { paymentId, currency, amount, feeBp } = data
        const held = heldBetween(data)
        const feeId = `${derivedId(paymentId, 'pay', 'trf')}-fee`
        const linked = feeTransfer(feeId, 'fee', held.credit, feeAccount(currency), feeOf(amount, feeBp), data)
        return postHold.ask({ ...held, linked })
      },
    },
  ],
  done: ({ paymentId }) => markPaymentPaid.ask({ paymentId }),
  undone: ({ paymentId }, { reason }) => markPaymentDeclined.ask({ paymentId, reason }),
}

export interface FranchiseRefund extends FranchiseMoney {
  readonly refundId: string
  readonly refundAmount: number
  /** What of the fee goes back to the franchise. */
  readonly feeBack: number
  /** The task of an earlier refund that is tried again. */
  readonly taskId?: string | undefined
}

export const franchiseRefund: SagaDefinition<FranchiseRefund> = {
  name: 'refund-franchise-payment',
  ...SAGA,
  steps: [
    {
      kind: 'send',
      name: 'book-refund',
      ask: data => {
        const { refundId, refundAmount: amount, feeBack, currency, paymentId: reference } = data
        const { debit: credit, credit: debit } = heldBetween(data)
        const transferId = derivedId(refundId, 'ref', 'trf')
        const linked = feeTransfer(`${transferId}-fee`, 'fee-refund', feeAccount(currency), debit, feeBack, data)
        return postTransfer.ask({ transferId, kind: 'refund', debit, credit, amount, currency, reference, linked })
      },
    },
  ],
  done: data => markPaymentRefunded.ask(refundIdOf(data)),
  undone: (data, { reason }) => markPaymentRefundFailed.ask({ ...refundIdOf(data), reason }),
}
