/** The port to the card PSP, in the words of Toss Payments' HTTP API. */
import type { CardMask } from '../../../contracts/payments.ts'
import type { OutsideAnswer } from '../../../platform/kit/outside.ts'

export interface CardDetails {
  readonly number: string
  /** Two digits each. */
  readonly expiryMonth: string
  readonly expiryYear: string
  readonly cvv?: string | undefined
}

export interface PspPayment {
  readonly paymentKey: string
  readonly orderId: string
  readonly status: 'READY' | 'IN_PROGRESS' | 'DONE' | 'PARTIAL_CANCELED' | 'CANCELED' | 'ABORTED' | 'EXPIRED'
  /** Major units. */
  readonly totalAmount: number
  readonly balanceAmount: number
  readonly currency: string
  readonly cancels: readonly { readonly cancelAmount: number; readonly cancelReason: string }[] | null
}

export type PspAnswer<T> = OutsideAnswer<T>

export interface BillingCharge {
  readonly billingKey: string
  readonly customerKey: string
  readonly orderId: string
  readonly orderName: string
  /** Major units. */
  readonly amount: number
  readonly currency: string
}

export interface Psp {
  /** Exchanges a card for a billing key; the number goes no further than this call. */
  registerCard(card: CardDetails, customerKey: string): Promise<PspAnswer<{ billingKey: string; mask: CardMask }>>
  charge(charge: BillingCharge, key: string): Promise<PspAnswer<PspPayment>>
  confirm(asked: { paymentKey: string; orderId: string; amount: number }, key: string): Promise<PspAnswer<PspPayment>>
  cancel(
    asked: { paymentKey: string; reason: string; amount: number | null },
    key: string,
  ): Promise<PspAnswer<PspPayment>>
  byKey(paymentKey: string): Promise<PspAnswer<PspPayment>>
  byOrder(orderId: string): Promise<PspAnswer<PspPayment>>
}
