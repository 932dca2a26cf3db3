/**
 * Tells a URL of every payment that changed its state: `{eventType: 'PAYMENT_STATUS_CHANGED', createdAt, data: Payment}`.
 * The form of the signature is Toss Payments' own: header `tosspayments-webhook-signature: v1:<base64>`, where the value
 * is HMAC-SHA256 under the secret of `<body>:<tosspayments-webhook-transmission-time>`. (Toss signs payout webhooks only;
 * the simulator signs all, and a receiver still has to ask `GET /v1/payments/{paymentKey}` before it trusts one.)
 */
import { createHmac } from 'node:crypto'
import type { Ports } from '../../platform/ports/ports.ts'
import { seoulTime } from '../shared/seoul-time.ts'
import type { Book, Notice } from './book.ts'
import { type Payment, present } from './payment.ts'

export interface WebhookTarget {
  readonly url: string
  readonly secret: string
  /** Pause before the first repetition; doubled each time. 500 unless said. */
  readonly pause_ms?: number
}

/** Deliveries after the first one failed. */
const REPETITIONS_MAX = 7
const ANSWER_LIMIT_MS = 10_000

export function signWebhook(secret: string, body: string, transmissionTime: string): string {
  return `v1:${createHmac('sha256', secret).update(`${body}:${transmissionTime}`).digest('base64')}`
}

export class Webhooks {
  readonly #target: WebhookTarget | undefined
  readonly #book: Book
  readonly #ports: Ports
  readonly #stopped = new AbortController()

  constructor(target: WebhookTarget | undefined, book: Book, ports: Ports) {
    this.#target = target
    this.#book = book
    this.#ports = ports
  }

  /** The webhook of a change, to be recorded with it; null if nobody listens. */
  noticeOf(payment: Payment): Notice | null {
    if (!this.#target) return null
    const createdAt = seoulTime(this.#ports.clock.now())
    const body = JSON.stringify({ eventType: 'PAYMENT_STATUS_CHANGED', createdAt, data: present(payment) })
    return { id: this.#ports.ids.next('whk'), body }
  }

  /** Delivers until it is acknowledged with 200 or the repetitions are used up. Never throws. */
  async deliver(notice: Notice, onFirstTry: () => void = () => {}): Promise<void> {
    const { signal } = this.#stopped
    if (signal.aborted) return
    const acknowledged = await this.#send(notice, 0)
    onFirstTry()
    if (!acknowledged) await this.#repeat(notice)
    if (!signal.aborted) this.#book.record({ kind: 'noticed', id: notice.id })
  }

  async #repeat(notice: Notice): Promise<void> {
    for (let repetition = 1; repetition <= REPETITIONS_MAX; repetition++) {
      await this.#pause((this.#target?.pause_ms ?? 500) * 2 ** (repetition - 1))
      if (this.#stopped.signal.aborted || (await this.#send(notice, repetition))) return
    }
  }

  /** Delivers what an earlier process left undelivered. */
  resume(): void {
    for (const notice of this.#book.notices.values()) void this.deliver(notice)
  }

  stop(): void {
    this.#stopped.abort()
  }

  async #send(notice: Notice, repetition: number): Promise<boolean> {
    if (!this.#target) return true
    const time = seoulTime(this.#ports.clock.now())
    try {
      const response = await fetch(this.#target.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'tosspayments-webhook-transmission-id': notice.id,
          'tosspayments-webhook-transmission-time': time,
          'tosspayments-webhook-transmission-retried-count': String(repetition),
          'tosspayments-webhook-signature': signWebhook(this.#target.secret, notice.body, time),
        },
        body: notice.body,
        signal: AbortSignal.any([this.#stopped.signal, AbortSignal.timeout(ANSWER_LIMIT_MS)]),
      })
      await response.body?.cancel()
      return response.status === 200
    } catch {
      return false
    }
  }

  #pause(delay_ms: number): Promise<void> {
    return new Promise(resolve => {
      const timeout = this.#ports.clock.after(delay_ms, resolve)
      this.#stopped.signal.addEventListener('abort', () => {
        timeout.cancel()
        resolve()
      })
    })
  }
}
