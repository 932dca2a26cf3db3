/**
 * Everything the PSP knows: registered cards, payments, answers by idempotency key, webhooks still to be delivered. In
 * memory, and in a file of JSON lines if one is named, so that a charge outlives the process that took it.
 */
import { closeSync, existsSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs'
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
  #file: number | null

  constructor(file?: string) {
    if (file && existsSync(file)) this.#replay(file)
    this.#file = file ? openSync(file, 'a', 0o600) : null
  }

  /** What is recorded together is one line: after a crash either all of it is there, or nothing. */
  record(...entries: readonly Entry[]): void {
    if (this.#file !== null) writeSync(this.#file, `${JSON.stringify(entries)}\n`)
    for (const entry of entries) this.#apply(entry)
  }

  ofOrder(orderId: string): Payment | undefined {
    const paymentKey = this.#ofOrder.get(orderId)
    return paymentKey === undefined ? undefined : this.payments.get(paymentKey)
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file)
    this.#file = null
  }

  #replay(file: string): void {
    const text = readFileSync(file, 'utf8')
    const whole = text.slice(0, text.lastIndexOf('\n') + 1)
    for (const line of whole.split('\n')) {
      if (line) for (const entry of JSON.parse(line) as Entry[]) this.#apply(entry)
    }
    // A line the crash cut off was never answered; the next one must not be glued to it.
    if (whole.length < text.length) truncateSync(file, Buffer.byteLength(whole))
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
