/** What one service wants written in the next commit, as far as it is decided. A unit that faults is taken back. */
import type { NewTimer, Outcome } from '../command.ts'
import type { Message, Origin } from '../message.ts'
import type { Entry } from './unit.ts'
import type { WorkingSet } from './working-set.ts'

export interface CommandRecord {
  readonly entry: Entry
  readonly key: string
  readonly fingerprint: string
  readonly outcome: Outcome
  readonly at: Date
}

export interface DueTimer extends NewTimer {
  readonly origin: Origin
}

export class Draft {
  readonly service: string
  readonly set: WorkingSet
  readonly messages: Message[] = []
  readonly records: CommandRecord[] = []
  /** Timers to set, and ids of timers to clear, in the order they were decided. */
  readonly timers: (DueTimer | { readonly id: string })[] = []
  #unit: () => void = () => {}

  constructor(service: string, set: WorkingSet) {
    this.service = service
    this.set = set
  }

  get isEmpty(): boolean {
    return this.messages.length + this.records.length + this.timers.length + this.set.changed.size === 0
  }

  /** A unit begins to write here. */
  begin(): void {
    this.set.begin()
    this.#unit = this.mark()
  }

  /** Takes back all that the unit wrote. */
  drop(): void {
    this.#unit()
  }

  /** Gives what takes back all that is written from here on. */
  mark(): () => void {
    const { messages, records, timers, set } = this
    const before = { messages: messages.length, records: records.length, timers: timers.length, set: set.mark() }
    return () => {
      messages.length = before.messages
      records.length = before.records
      timers.length = before.timers
      set.drop(before.set)
    }
  }
}
