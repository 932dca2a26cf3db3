/**
 * What happens to every request of the PSP's API around its own work: the idempotency key, the behaviours that
 * are set, the record of what changed with its webhook, and the answer.
 */
import { createHmac } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Ports } from '../../platform/ports/ports.ts'
import { answerOf } from '../shared/orders-to-behave.ts'
import { Stage } from '../shared/stage.ts'
import type { BehaviourKind } from './behaviour-kinds.ts'
import type { Behaviours, Facts, NewBehaviour } from './behaviours.ts'
import type { Book, Entry, Notice, StoredAnswer } from './book.ts'
import { isBeforeWork, isPspErrorCode, PspError } from './errors.ts'
import type { Payment } from './payment.ts'
import type { Webhooks } from './webhooks.ts'

const KEY_CHARS_MAX = 300

export interface Done {
  readonly status: number
  readonly body: unknown
  readonly entries: readonly Entry[]
  /** A payment that changed its state: listeners are called. */
  readonly changed?: Payment
}

/** Does the request's own work; `decline` is set when the PSP is set to refuse. May throw a `PspError`. */
export type Work = (decline: PspError | null) => Done

export interface ExchangeDeps {
  readonly book: Book
  readonly behaviours: Behaviours
  readonly webhooks: Webhooks
  readonly ports: Ports
  readonly secretKey: string
}

export class Exchange {
  readonly #book: Book
  readonly #behaviours: Behaviours
  readonly #webhooks: Webhooks
  readonly #stage: Stage
  readonly #secretKey: string
  readonly #underWay = new Set<string>()

  constructor({ book, behaviours, webhooks, ports, secretKey }: ExchangeDeps) {
    this.#book = book
    this.#behaviours = behaviours
    this.#webhooks = webhooks
    this.#stage = new Stage(ports.clock)
    this.#secretKey = secretKey
  }

  async run(request: FastifyRequest, reply: FastifyReply, facts: Facts, work: Work): Promise<unknown> {
    const key = this.#keyOf(request)
    if (key === null) return this.#perform(reply, facts, work, null)
    // Keyed, because a body may hold a card number, and the plain hash of one can be searched.
    const body = JSON.stringify(request.body ?? null)
    const fingerprint = createHmac('sha256', this.#secretKey).update(body).digest('base64url')
    const earlier = this.#book.answers.get(key)
    if (earlier && earlier.fingerprint !== fingerprint) throw new PspError('INVALID_IDEMPOTENCY_KEY')
    if (earlier) return reply.code(earlier.status).send(earlier.body)
    if (this.#underWay.has(key)) throw new PspError('IDEMPOTENT_REQUEST_PROCESSING')
    this.#underWay.add(key)
    try {
      return await this.#perform(reply, facts, work, { key, fingerprint })
    } finally {
      this.#underWay.delete(key)
    }
  }

  /** Cuts off everyone who is still waiting for an answer that will not come. */
  stop(): void {
    this.#stage.stop()
  }

  #keyOf(request: FastifyRequest): string | null {
    const key = request.headers['idempotency-key']
    if (typeof key !== 'string' || request.method === 'GET') return null
    if (key.length === 0 || key.length > KEY_CHARS_MAX) throw new PspError('INVALID_IDEMPOTENCY_KEY')
    return `${request.method} ${request.url} ${key}`
  }

  async #perform(
    reply: FastifyReply,
    facts: Facts,
    work: Work,
    stored: Pick<StoredAnswer, 'key' | 'fingerprint'> | null,
  ): Promise<unknown> {
    const behaviours = this.#behaviours.take(facts)
    const find = (kind: BehaviourKind) => behaviours.find(behaviour => behaviour.kind === kind)
    const decline = declineOf(find('decline'))
    const stage = {
      delay_ms: find('delay_ms')?.delay_ms ?? 0,
      silentBefore: find('timeout_before') !== undefined,
      fault: answerOf(find('answer')) ?? (decline && isBeforeWork(decline) ? decline : faultOf(find('error_500'))),
      silentAfter: find('timeout_after_charging') !== undefined,
      faultAfter: answerOf(find('answer_after_charging')),
    }
    return this.#stage.perform(reply, stage, async () => {
      const done = attempt(work, decline)
      const notice = this.#record(done, stored)
      if (notice === null) return done
      const tried = new Promise<void>(resolve => void this.#webhooks.deliver(notice, resolve))
      if (find('webhook_twice')) void this.#webhooks.deliver(notice)
      if (find('webhook_before_answer')) await tried
      return done
    })
  }

  /** What changed, the stored answer and the webhook, in one record; gives the webhook. */
  #record(done: Done, stored: Pick<StoredAnswer, 'key' | 'fingerprint'> | null): Notice | null {
    const notice = done.changed ? this.#webhooks.noticeOf(done.changed) : null
    this.#book.record(
      ...done.entries,
      ...(stored ? [{ kind: 'answer', answer: { ...stored, status: done.status, body: done.body } } as const] : []),
      ...(notice ? [{ kind: 'notice', notice } as const] : []),
    )
    return notice
  }
}

function declineOf(told: NewBehaviour | undefined): PspError | null {
  if (!told) return null
  const { code = 'REJECT_CARD_PAYMENT' } = told
  return new PspError(isPspErrorCode(code) ? code : 'REJECT_CARD_PAYMENT')
}

const faultOf = (told: NewBehaviour | undefined): PspError | null =>
  told ? new PspError('FAILED_INTERNAL_SYSTEM_PROCESSING') : null

/** A refusal is an answer like any other: it is stored under its key. */
function attempt(work: Work, decline: PspError | null): Done {
  try {
    return work(decline)
  } catch (error) {
    if (!(error instanceof PspError)) throw error
    return { status: error.status, body: error.body, entries: [] }
  }
}
