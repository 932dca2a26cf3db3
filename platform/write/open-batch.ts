/** A batch in the making: units decided one after another in memory, and all that they want written. */
import type { Outcome } from '../command.ts'
import type { Message } from '../message.ts'
import type { Ids } from '../ports.ts'
import { type CommandRecord, type DecideOptions, type DueTimer, decideUnit } from './decide-unit.ts'
import type { Remembered, SealedAnswer } from './recall.ts'
import type { Unit } from './unit.ts'
import type { WorkingSet } from './working-set.ts'

/** What became of one unit: its outcomes (those recalled may still be sealed), or the fault its decider threw. */
export type UnitResult = { readonly outcomes: readonly (Outcome | SealedAnswer)[] } | { readonly fault: unknown }

export interface OpenBatchOptions {
  readonly service: string
  readonly ids: Ids
  readonly set: WorkingSet
  /** False for a key that is new for sure, as nearly all are. */
  readonly mayBeKnown: (key: string) => boolean
  /** Answers of the batches before this one, which may be still on their way. */
  readonly recalled: (key: string) => Remembered | undefined
  readonly own: DecideOptions['own']
}

export class OpenBatch {
  readonly set: WorkingSet
  readonly units: Unit[] = []
  readonly results: UnitResult[] = []
  readonly messages: Message[] = []
  readonly records: CommandRecord[] = []
  /** By id, as the last decision left it: to be set, or (null) to be cleared. */
  readonly timers = new Map<string, DueTimer | null>()
  /** Units whose deciders were sound: what else they write belongs to the batch. */
  readonly sound: Unit[] = []
  /** Answers by idempotency key: found in the table, and of this batch's own commands as far as somebody asked. */
  readonly #answered = new Map<string, Remembered>()
  #ownAnswered = 0
  readonly #options: OpenBatchOptions
  commands = 0

  constructor(options: OpenBatchOptions) {
    this.#options = options
    this.set = options.set
  }

  /** An answer found in the table. */
  recall(key: string, remembered: Remembered): void {
    this.#answered.set(key, remembered)
  }

  /** An answer found in the table, or given by this batch. */
  answerOf(key: string): Remembered | undefined {
    for (; this.#ownAnswered < this.records.length; this.#ownAnswered += 1) {
      const { key: own, fingerprint, outcome } = this.records[this.#ownAnswered]!
      this.#answered.set(own, { fingerprint, answer: outcome })
    }
    return this.#answered.get(key)
  }

  decide(unit: Unit, now: Date): void {
    const { service, ids, mayBeKnown, recalled, own } = this.#options
    this.units.push(unit)
    this.commands += Math.max(1, unit.entries.length)
    this.set.begin()
    try {
      const remembered = (key: string) => (mayBeKnown(key) ? (this.answerOf(key) ?? recalled(key)) : undefined)
      const { writes, outcomes } = decideUnit(unit, this.set, { service, ids, now, remembered, own })
      for (const message of writes.messages) this.messages.push(message)
      for (const record of writes.records) this.records.push(record)
      for (const timer of writes.timers) this.timers.set(timer.id, 'at' in timer ? timer : null)
      this.results.push({ outcomes })
      this.sound.push(unit)
    } catch (fault) {
      this.set.drop()
      this.results.push({ fault })
    }
  }
}
