/**
 * Processes the intents to call the outside world: performs each under its stable key, and commits the outcome together
 * with the end of the intent. An unknown outcome is queried, a bounded number of times; then the saga gets it as
 * unknown.
 */

import type { Reader } from '../db/database.ts'
import type { CallDefinition, CallOutcome } from '../kit/calls.ts'
import type { ReplyTo } from '../kit/command.ts'
import { refuse } from '../kit/refusal.ts'
import { withRemoteParent } from '../observability/tracing.ts'
import type { Logger } from '../ports/logger.ts'
import { Loop } from '../ports/loop.ts'
import type { Clock, Faults } from '../ports/ports.ts'
import type { StepAnswer } from '../saga/decide.ts'
import type { SagaEngine } from '../saga/engine.ts'
import type { Unit } from '../write/unit.ts'

/** Concurrent calls per service. */
const CONCURRENT_MAX = 64
/** Tries (the first call and the queries after it) before the outcome is final as unknown. */
const TRIES_MAX = 8
const RETRY_PAUSE_MS = 250
/** A call whose process died is taken over after this time. The lease is renewed while the call runs. */
const LEASE_MS = 10_000
const RENEWAL_MS = LEASE_MS / 4
const IDLE_MS = 500

export interface CallRunnerOptions {
  readonly service: string
  readonly calls: Readonly<Record<string, CallDefinition>>
  readonly sagas: SagaEngine
  readonly submit: (unit: Unit) => Promise<unknown>
  readonly read: Reader
  readonly clock: Clock
  readonly faults: Faults
  readonly log: Logger
}

interface Row {
  readonly id: string
  readonly key: string
  readonly ask_first: boolean
  readonly call: string
  readonly input: unknown
  readonly reply_to: ReplyTo
  readonly actor: string
  readonly correlation_id: string
  readonly causation_id: string
  readonly traceparent: string | null
  readonly attempts: number
}

export class CallRunner {
  readonly loop: Loop
  readonly #options: CallRunnerOptions
  readonly #underWay = new Map<string, Promise<void>>()
  #renewed_ms = 0

  constructor(options: CallRunnerOptions) {
    this.#options = options
    const { clock, log } = options
    this.loop = new Loop({ name: `calls ${options.service}`, clock, log, idle_ms: IDLE_MS, step: () => this.#step() })
  }

  get underWay(): number {
    return this.#underWay.size
  }

  async idle(): Promise<void> {
    await Promise.allSettled(this.#underWay.values())
  }

  async #step(): Promise<boolean> {
    const { read, clock } = this.#options
    await this.#renew()
    const capacity = CONCURRENT_MAX - this.#underWay.size
    if (capacity === 0) return false
    const now = clock.now()
    // The attempt is counted when the call is taken: a process that dies during the call leaves "maybe", never "not
    // yet".
    const { rows } = await read.query<Row>(
      `update calls set attempts = attempts + 1, due_at = $2
       where id in (select id from calls where due_at <= $1 and not (id = any($3)) order by due_at limit $4
                    for update skip locked)
       returning id, key, ask_first, call, input, reply_to, actor, correlation_id, causation_id, traceparent, attempts`,
      [now, new Date(now.getTime() + LEASE_MS), [...this.#underWay.keys()], capacity],
    )
    for (const row of rows) {
      this.#underWay.set(
        row.id,
        this.#work(row).finally(() => {
          this.#underWay.delete(row.id)
          this.loop.wake()
        }),
      )
    }
    return false
  }

  async #renew(): Promise<void> {
    const { read, clock } = this.#options
    const now_ms = clock.now().getTime()
    if (this.#underWay.size === 0 || now_ms - this.#renewed_ms < RENEWAL_MS) return
    this.#renewed_ms = now_ms
    await read.query('update calls set due_at = $1 where id = any($2)', [
      new Date(now_ms + LEASE_MS),
      [...this.#underWay.keys()],
    ])
  }

  async #work(row: Row): Promise<void> {
    const { log, faults, service } = this.#options
    try {
      faults.reach(`${service}: before call`)
      const outcome = certain(
        row,
        await withRemoteParent(row.traceparent ?? undefined, `call ${row.call}`, () => this.#outcome(row)),
      )
      faults.reach(`${service}: after call`)
      if (outcome.kind === 'unknown' && row.attempts < TRIES_MAX) return await this.#askLater(row, outcome.reason)
      await this.#complete(row, answerOf(outcome, this.#retryOf(row)?.givenUp))
    } catch (error) {
      log.error({ err: error, call: row.call, callId: row.id, correlationId: row.correlation_id }, 'call')
    }
  }

  /**
   * Only the first attempt performs the call without a query; each later one queries the outcome of the earlier ones
   * first.
   */
  async #outcome(row: Row): Promise<CallOutcome> {
    const call = this.#options.calls[row.call]
    if (!call) return { kind: 'refused', refusal: refuse('internal_fault', { call: row.call }) }
    if (mayHaveHappened(row)) {
      const known = await call.ask(row.input, row.key)
      if (known.kind !== 'absent') return known
    }
    return this.#perform(call, row)
  }

  async #perform(call: CallDefinition, { input, key }: Row): Promise<CallOutcome> {
    const { turnedAwayTries = 1 } = call
    for (let tries = 1; ; tries += 1) {
      const outcome = await call.perform(input, key)
      if (outcome.kind !== 'turned_away' || tries >= turnedAwayTries) return outcome
      const pause_ms = RETRY_PAUSE_MS * 2 ** (tries - 1)
      await new Promise<void>(resolve => this.#options.clock.after(pause_ms, resolve))
    }
  }

  #retryOf({ call }: Row): CallDefinition['retry'] {
    return this.#options.calls[call]?.retry
  }

  async #askLater(row: Row, reason: string): Promise<void> {
    const { clock, log, submit } = this.#options
    const pause_ms = (this.#retryOf(row)?.pause_ms ?? RETRY_PAUSE_MS) * 2 ** (row.attempts - 1)
    log.warn(
      { call: row.call, callId: row.id, correlationId: row.correlation_id, reason },
      'outcome unknown; asking later',
    )
    const due = new Date(clock.now().getTime() + pause_ms)
    await submit({
      entries: [],
      alongside: tx => tx.query('update calls set due_at = $2 where id = $1', [row.id, due]),
    })
    clock.after(pause_ms, () => this.loop.wake())
  }

  async #complete(row: Row, answer: StepAnswer): Promise<void> {
    const command = this.#options.sagas.answerCall(row.reply_to, answer)
    const origin = {
      actor: row.actor,
      correlationId: row.correlation_id,
      causationId: row.causation_id,
      traceparent: row.traceparent ?? undefined,
    }
    await this.#options.submit({
      entries: [{ command, origin }],
      alongside: tx => tx.query('delete from calls where id = $1', [row.id]),
    })
  }
}

type Certain = Exclude<CallOutcome, { readonly kind: 'turned_away' }>

/** An earlier try was made, and nobody knows what became of it. */
const mayHaveHappened = ({ attempts, ask_first }: Row): boolean => attempts > 1 || ask_first

function certain(row: Row, outcome: CallOutcome): Certain {
  if (outcome.kind !== 'turned_away') return outcome
  const { refusal, reason } = outcome
  return mayHaveHappened(row) ? { kind: 'unknown', reason } : { kind: 'refused', refusal }
}

function answerOf(outcome: Certain, givenUp = 'outcome_unknown'): StepAnswer {
  switch (outcome.kind) {
    case 'done':
      return { ok: true, result: outcome.result }
    case 'refused':
      return { ok: false, refusal: outcome.refusal }
    case 'unknown':
      return { ok: false, refusal: refuse(givenUp, { reason: outcome.reason }) }
  }
}
