/**
 * A batch that is being decided: units are decided one after another in memory, and everything they write is collected.
 */
import type { Outcome } from '../kit/command.ts'
import type { Message } from '../kit/message.ts'
import type { Ids } from '../ports/ports.ts'
import { decideUnit, type InlineCommand } from './decide-unit.ts'
import { Draft } from './draft.ts'
import type { Remembered, SealedAnswer } from './recall.ts'
import type { Unit } from './unit.ts'
import type { WorkingSet } from './working-set.ts'

/** The result of one unit: its outcomes (recalled ones may still be sealed), or the fault that its decider threw. */
export type UnitResult = { readonly outcomes: readonly (Outcome | SealedAnswer)[] } | { readonly fault: unknown }

export interface OpenBatchOptions {
  readonly service: string
  readonly ids: Ids
  readonly set: WorkingSet
  /** False for a key that is certainly new, as nearly all are. */
  readonly mayBeKnown: (key: string) => boolean
  /** Answers of earlier batches, which may still be in flight. */
  readonly recalled: (key: string) => Remembered | undefined
  /** See `Draft`. */
  readonly mayAsk: (service: string) => boolean
  /** See `DecideOptions`; receives the draft of this batch. */
  readonly inlineCommandFor: (message: Message, isNew: (key: string) => boolean, draft: Draft) => InlineCommand | null
}

export class OpenBatch {
  readonly draft: Draft
  readonly units: Unit[] = []
  readonly results: UnitResult[] = []
  /** Units that were decided without a fault: their further statements belong to the batch. */
  readonly sound: Unit[] = []
  /** Answers by idempotency key: from the table, and of this batch's own commands as far as they were requested. */
  readonly #answered = new Map<string, Remembered>()
  #ownAnswered = 0
  /** Records of the units before the current one, which may still fail. */
  #ownRecords = 0
  readonly #options: OpenBatchOptions
  #ownCommands = 0

  constructor(options: OpenBatchOptions) {
    this.#options = options
    this.draft = new Draft(options.service, options.set, options.mayAsk)
  }

  /** Commands decided here, including those caused by units of other services. */
  get commands(): number {
    return this.#ownCommands + this.draft.asked
  }

  /** An answer from the table. */
  recall(key: string, remembered: Remembered): void {
    this.#answered.set(key, remembered)
  }

  /** An answer from the table, or given by this batch. */
  answerOf(key: string): Remembered | undefined {
    const { records } = this.draft
    for (; this.#ownAnswered < this.#ownRecords; this.#ownAnswered += 1) {
      const { key: own, fingerprint, outcome } = records[this.#ownAnswered]!
      this.#answered.set(own, { fingerprint, answer: outcome })
    }
    return this.#answered.get(key)
  }

  /** False if the unit is to be decided later, see `DecideOptions.mustWait`; then the batch is unchanged. */
  decide(unit: Unit, now: Date, mustWait: () => boolean = () => false): boolean {
    const { ids, mayBeKnown, recalled, inlineCommandFor } = this.#options
    this.#ownRecords = this.draft.records.length
    try {
      const outcomes = decideUnit(unit, this.draft, {
        ids,
        now,
        remembered: key => (mayBeKnown(key) ? (this.answerOf(key) ?? recalled(key)) : undefined),
        inlineCommandFor: (message, isNew) => inlineCommandFor(message, isNew, this.draft),
        mustWait,
      })
      if (outcomes === null) return false
      this.results.push({ outcomes })
      this.sound.push(unit)
    } catch (fault) {
      this.results.push({ fault })
    }
    this.units.push(unit)
    this.#ownCommands += Math.max(1, unit.entries.length)
    this.#ownRecords = this.draft.records.length
    return true
  }
}
