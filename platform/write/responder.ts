/** Resolves the callers of a written batch, and announces the commit to the rest of the process. */
import type { Outcome } from '../kit/command.ts'
import { WriteMeter } from '../observability/metrics.ts'
import type { Vault } from '../vault/vault.ts'
import type { BatchDeps } from './batch.ts'
import type { Committed } from './draft.ts'
import type { OpenBatch } from './open-batch.ts'
import type { QueuedUnit } from './queued-unit.ts'
import { openAnswer, type SealedAnswer } from './recall.ts'

export interface ResponderOptions {
  readonly open: Vault['open']
  readonly announce: (committed: Committed) => void
}

export class Responder {
  readonly #deps: BatchDeps
  readonly #options: ResponderOptions
  readonly #meter: WriteMeter
  #lastSize = 1

  constructor(deps: BatchDeps, options: ResponderOptions) {
    this.#deps = deps
    this.#options = options
    this.#meter = new WriteMeter(deps.service)
  }

  /** The number of units in the batch that was written last. */
  get lastSize(): number {
    return this.#lastSize
  }

  complete(batch: OpenBatch, waiting: readonly QueuedUnit[], xid: string, began_ms: number): void {
    if (waiting.length > 0) this.#lastSize = waiting.length
    this.#meter.batch(batch.commands, this.#deps.ports.clock.now().getTime() - began_ms)
    for (const [index, each] of waiting.entries()) {
      const result = batch.results[index]
      if (!result) continue
      if ('fault' in result) this.fail(each, result.fault)
      else this.#answer(each, result.outcomes)
    }
    const { messages, timers, set } = batch.draft
    this.#options.announce({ xid, messages, timers, heads: set.changed })
  }

  fail(waiting: QueuedUnit, fault: unknown): void {
    this.#meter.command('fault')
    waiting.reject(fault)
  }

  #answer(waiting: QueuedUnit, answers: readonly (Outcome | SealedAnswer)[]): void {
    if (answers.every(isOpen)) return this.#resolve(waiting, answers)
    Promise.all(answers.map(answer => openAnswer(answer, this.#options.open))).then(
      outcomes => this.#resolve(waiting, outcomes),
      fault => this.fail(waiting, fault),
    )
  }

  #resolve(waiting: QueuedUnit, outcomes: readonly Outcome[]): void {
    for (const { kind, replayed } of outcomes) this.#meter.command(replayed ? 'replayed' : kind)
    waiting.resolve(outcomes)
  }
}

const isOpen = (answer: Outcome | SealedAnswer): answer is Outcome => answer.kind !== 'sealed'
