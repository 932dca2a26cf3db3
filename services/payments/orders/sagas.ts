/**
 * The sagas of a payment for an order: authorize, capture, void, refund. A wallet payment moves by holds of the ledger, a
 * card payment by calls to the PSP and a transfer in the ledger beside each.
 */
import { Type } from 'typebox'
import {
  placeHold,
  postHold,
  postTransfer,
  pspAccount,
  salesAccount,
  voidHold,
  walletOf,
} from '../../../contracts/money.ts'
import {
  markOrderPaymentDeclined,
  markPaymentApproved,
  markPaymentAuthorized,
  markPaymentRefunded,
  markPaymentRefundFailed,
  markPaymentUnavailable,
  markPaymentVoided,
} from '../../../contracts/payments.ts'
import { derivedId } from '../../../platform/kit/derived-id.ts'
import { resultIn, type SagaDefinition } from '../../../platform/kit/saga-definition.ts'
import { type OrderPayment, refundIdOf, SAGA } from '../payment/feature.ts'
import type { CancelInput, ChargeInput } from '../psp/feature.ts'

/** What the charge gives: the number the PSP knows the payment by. */
const Charged = Type.Object({ paymentKey: Type.String() })

type Money = Pick<OrderPayment, 'paymentId' | 'orderId' | 'memberId' | 'amount' | 'currency' | 'method'>

export interface Authorization extends Money {
  readonly charge: ChargeInput | null
}

const byWallet = ({ method }: Money): boolean => method === 'wallet'
const byCard = ({ method }: Money): boolean => method === 'credit_card'

const heldBetween = ({ paymentId, memberId, currency }: Money) => ({
  holdId: derivedId(paymentId, 'pay', 'hld'),
  debit: walletOf(memberId, currency),
  credit: salesAccount(currency),
})

export const authorization: SagaDefinition<Authorization> = {
  name: 'authorize-payment',
  ...SAGA,
  steps: [
    {
      kind: 'send',
      name: 'hold',
      when: byWallet,
      ask: data => {
        const { amount, currency, orderId: reference } = data
        return placeHold.ask({ ...heldBetween(data), amount, currency, reference })
      },
    },
    { kind: 'call', name: 'charge', when: byCard, call: 'charge', input: data => data.charge },
  ],
  done: ({ paymentId }, results) =>
    markPaymentAuthorized.ask({ paymentId, paymentKey: resultIn(results, 'charge', Charged)?.paymentKey ?? null }),
  undone: ({ paymentId, orderId }, { reason }) =>
    reason === 'psp_unavailable'
      ? markPaymentUnavailable.ask({ paymentId, orderId, reason })
      : markOrderPaymentDeclined.ask({ paymentId, orderId, reason }),
}

export interface Taking extends Money {
  readonly paymentKey: string | null
}

export const capture: SagaDefinition<Taking> = {
  name: 'capture-payment',
  ...SAGA,
  forwardOnly: true,
  steps: [
    { kind: 'send', name: 'post-hold', when: byWallet, ask: data => postHold.ask(heldBetween(data)) },
    {
      kind: 'send',
      name: 'book-card',
      when: byCard,
      // A charged card is money the PSP owes; capturing it books that to sales.
      ask: ({ paymentId, amount, currency, orderId }) =>
        postTransfer.ask({
          transferId: derivedId(paymentId, 'pay', 'trf'),
          kind: 'payment',
          debit: pspAccount(currency),
          credit: salesAccount(currency),
          amount,
          currency,
          reference: orderId,
        }),
    },
  ],
  done: ({ paymentId }) => markPaymentApproved.ask({ paymentId }),
}

const cancelCall = ({ paymentKey, currency }: Taking, amount: number | null, reason: string): CancelInput => ({
  paymentKey: paymentKey ?? '',
  amount,
  currency,
  reason,
})

export const release: SagaDefinition<Taking> = {
  name: 'void-payment',
  ...SAGA,
  forwardOnly: true,
  steps: [
    { kind: 'send', name: 'void-hold', when: byWallet, ask: data => voidHold.ask(heldBetween(data)) },
    {
      kind: 'call',
      name: 'cancel-charge',
      when: byCard,
      call: 'cancel',
      byHand: true,
      input: data => cancelCall(data, null, `void ${data.paymentId}`),
    },
  ],
  done: ({ paymentId }) => markPaymentVoided.ask({ paymentId }),
}

export interface Refund extends Taking {
  readonly refundId: string
  readonly refundAmount: number
  readonly reason: string
  /** Not by our call. Not in the data of older sagas. */
  readonly how?: 'by_processor' | 'to_wallet' | undefined
  /** The task of an earlier refund that is tried again. */
  readonly taskId?: string | undefined
}

const byOurCall = (data: Refund): boolean => byCard(data) && data.how === undefined

export const refund: SagaDefinition<Refund> = {
  name: 'refund-payment',
  ...SAGA,
  steps: [
    {
      kind: 'call',
      name: 'cancel-charge',
      when: byOurCall,
      call: 'cancel',
      byHand: true,
      input: data => cancelCall(data, data.refundAmount, `${data.refundId} ${data.reason}`),
      pivot: true,
    },
    {
      kind: 'send',
      name: 'book-refund',
      ask: ({ refundId, refundAmount, currency, orderId, memberId, method, how }) =>
        postTransfer.ask({
          transferId: derivedId(refundId, 'ref', 'trf'),
          kind: 'refund',
          debit: salesAccount(currency),
          credit: method === 'wallet' || how === 'to_wallet' ? walletOf(memberId, currency) : pspAccount(currency),
          amount: refundAmount,
          currency,
          reference: orderId,
        }),
    },
  ],
  done: data => markPaymentRefunded.ask(refundIdOf(data)),
  undone: (data, { reason }) => markPaymentRefundFailed.ask({ ...refundIdOf(data), reason }),
}

export const sagas = [authorization, capture, release, refund]
