/** The PSP over HTTP: Toss Payments' API with Basic authentication and an idempotency key on every POST. */
import { outside } from '../../../platform/kit/outside.ts'
import type { BillingCharge, CardDetails, Psp, PspPayment } from './psp.ts'

export interface TossOptions {
  readonly url: string
  readonly secretKey: string
  readonly answerLimit_ms?: number | undefined
}

interface BillingKey {
  readonly billingKey: string
  readonly card: { readonly number: string; readonly brand?: string; readonly company?: string }
}

export function tossPsp({ url, secretKey, answerLimit_ms }: TossOptions): Psp {
  const authorization = `Basic ${Buffer.from(`${secretKey}:`).toString('base64')}`
  const { ask } = outside({ url, authorization, answerLimit_ms })

  return {
    async registerCard(card: CardDetails, customerKey: string) {
      const answer = await ask<BillingKey>('POST', '/v1/billing/authorizations/card', {
        customerKey,
        cardNumber: card.number,
        cardExpirationYear: card.expiryYear,
        cardExpirationMonth: card.expiryMonth,
        ...(card.cvv && { cvc: card.cvv }),
      })
      if (answer.kind !== 'done') return answer
      const { billingKey, card: known } = answer.value
      const mask = { brand: known.brand ?? known.company ?? 'card', last4: known.number.slice(-4) }
      return { kind: 'done', value: { billingKey, mask } }
    },
    charge({ billingKey, ...charge }: BillingCharge, key) {
      return ask<PspPayment>('POST', `/v1/billing/${encodeURIComponent(billingKey)}`, charge, key)
    },
    confirm: (asked, key) => ask<PspPayment>('POST', '/v1/payments/confirm', asked, key),
    cancel({ paymentKey, reason, amount }, key) {
      const body = { cancelReason: reason, ...(amount !== null && { cancelAmount: amount }) }
      return ask<PspPayment>('POST', `/v1/payments/${encodeURIComponent(paymentKey)}/cancel`, body, key)
    },
    byKey: paymentKey => ask<PspPayment>('GET', `/v1/payments/${encodeURIComponent(paymentKey)}`),
    byOrder: orderId => ask<PspPayment>('GET', `/v1/payments/orders/${encodeURIComponent(orderId)}`),
  }
}
