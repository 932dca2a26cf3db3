/** The PSP over HTTP: Toss Payments' API with Basic authentication and an idempotency key on every POST. */
import type { BillingCharge, CardDetails, Psp, PspAnswer, PspPayment } from './psp.ts'

/** A PSP that has not answered by then is asked later what it did. */
const ANSWER_LIMIT_MS = 5_000

export interface TossOptions {
  readonly url: string
  readonly secretKey: string
  readonly answerLimit_ms?: number
}

interface BillingKey {
  readonly billingKey: string
  readonly card: { readonly number: string; readonly brand?: string; readonly company?: string }
}

export function tossPsp({ url, secretKey, answerLimit_ms = ANSWER_LIMIT_MS }: TossOptions): Psp {
  const authorization = `Basic ${Buffer.from(`${secretKey}:`).toString('base64')}`

  async function ask<T>(method: 'GET' | 'POST', path: string, body?: unknown, key?: string): Promise<PspAnswer<T>> {
    try {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: {
          authorization,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(key !== undefined && { 'idempotency-key': key }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(answerLimit_ms),
      })
      const answer = (await response.json()) as T & { code?: string }
      if (response.ok) return { kind: 'done', value: answer }
      if (response.status >= 500) return { kind: 'unknown', reason: `${response.status} ${answer.code ?? ''}` }
      return { kind: 'refused', status: response.status, code: answer.code ?? 'UNKNOWN' }
    } catch (error) {
      return { kind: 'unknown', reason: error instanceof Error ? error.name : 'no answer' }
    }
  }

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
