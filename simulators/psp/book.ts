/**
 * Everything the PSP knows: registered cards, payments, answers by idempotency key, webhooks still to be delivered. In
 * memory, and in a file of JSON lines if one is named, so that a charge outlives the process that took it.
 */
import { Journal } from '../shared/journal.ts'
import type { Card } from './cards.ts'
import type { Payment } from './payment.ts'

export interface BillingKey {
  readonly billingKey: string
  readonly customerKey: string
  readonly card: Card
  readonly authenticatedAt: string
}

export interface StoredAnswer {
  /** Method, path and idempotency key. */
  readonly key: string
  /** Keyed hash of the request's body. */
  readonly fingerprint: string
  readonly status: number
  readonly body: unknown
}

export interface Notice {
  readonly id: string
  readonly body: string
}

export type Entry =
  | { readonly kind: 'billing-key'; readonly billingKey: BillingKey }
  | { readonly kind: 'payment'; readonly payment: Payment }
  | { readonly kind: 'answer'; readonly answer: StoredAnswer }
  | { readonly kind: 'notice'; readonly notice: Notice }
  | { readonly kind: 'noticed'; readonly id: string }

export class Book {
  readonly billingKeys = new Map<string, BillingKey>()
  readonly payments = new Map<string, Payment>()
  readonly answers = new Map<string, StoredAnswer>()
  readonly notices = new Map<string, Notice>()
  /** The latest payment of each order. */
  readonly #ofOrder = new Map<string, string>()
  readonly #journal: Journal<Entry>

  constructor(file?: string) {
    this.#journal = new Journal<Entry>(file, entry => this.#apply(entry))
  }

  /** What is recorded together is there together after a crash. */
  record(...entries: readonly Entry[]): void {
    this.#journal.record(entries)
  }

  ofOrder(orderId: string): Payment | undefined {
    const paymentKey = this.#ofOrder.get(orderId)
    return paymentKey === undefined ? undefined : this.payments.get(paymentKey)
  }

  close(): void {
    this.#journal.close()
  }

  #apply(entry: Entry): void {
    switch (entry.kind) {
      case 'billing-key':
        this.billingKeys.set(entry.billingKey.billingKey, entry.billingKey)
        break
      case 'payment':
        this.payments.set(entry.payment.paymentKey, entry.payment)
        this.#ofOrder.set(entry.payment.orderId, entry.payment.paymentKey)
        break
      case 'answer':
        this.answers.set(entry.answer.key, entry.answer)
        break
      case 'notice':
        this.notices.set(entry.notice.id, entry.notice)
        break
      case 'noticed':
        this.notices.delete(entry.id)
        break
    }
  }
}
