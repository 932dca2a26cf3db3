/** Everything that one service writes in the next commit, as decided so far. A unit that fails is rolled back. */
import type { NewTimer, Outcome } from '../kit/command.ts'
import type { Message, Origin } from '../kit/message.ts'
import type { Commit } from '../kit/writer.ts'
import { foldInto, mayBeFolded } from '../saga/folded-requests.ts'
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

/** The content of a commit. */
export interface Committed extends Commit {
  readonly xid: string
  readonly messages: readonly Message[]
  /** Timers that were set; an id only: cleared. */
  readonly timers: Draft['timers']
}

export class Draft {
  readonly service: string
  readonly set: WorkingSet
  readonly messages: Message[] = []
  readonly records: CommandRecord[] = []
  /** Timers to set, and ids of timers to clear, in the order they were decided. */
  readonly timers: (DueTimer | { readonly id: string })[] = []
  /** Commands that were caused by messages handled inline. */
  asked = 0
  /** Notes of deferred replies of the current unit, by the stream of the reply. */
  readonly #deferredReply = new Map<string, Message>()
  #unit: () => void = () => {}

  readonly #mayAsk: (service: string) => boolean

  /** `mayAsk` tells whether somebody listens to the commands of this service for another one. */
  constructor(service: string, set: WorkingSet, mayAsk: (service: string) => boolean) {
    this.service = service
    this.set = set
    this.#mayAsk = mayAsk
  }

  /** Throws where a command would reach nobody. */
  mustMayAsk(service: string): void {
    if (!this.#mayAsk(service)) throw new Error(`${this.service} does not declare that it asks ${service}`)
  }

  get isEmpty(): boolean {
    return this.messages.length + this.records.length + this.timers.length + this.set.changed.size === 0
  }

  /** Begins a unit. */
  begin(): void {
    this.set.begin()
    if (this.#deferredReply.size > 0) this.#deferredReply.clear()
    this.#unit = this.mark()
  }

  /** Rolls the current unit back. */
  drop(): void {
    this.#unit()
  }

  /** A request was handled inline: it is not delivered, and stays as a fact. */
  requestDone(request: Message): void {
    const at = this.#find(request)
    const next = mayBeFolded(request) ? this.#nextOf(request.stream, at) : -1
    if (next < 0) this.messages[at] = { ...this.messages[at]!, kind: 'event', to: null }
    else this.#mergeInto(next, at)
  }

  /**
   * A reply was handled inline: the next event of the step it replies to contains it, and the note of where it belongs
   * is not needed.
   */
  answerTaken(reply: Message): void {
    this.messages.splice(this.#find(reply), 1)
    const note = this.#deferredReply.get(reply.stream)
    const at = note ? this.#find(note) : -1
    if (at >= 0) this.#leaveOut(at)
  }

  noteDeferredReply(answer: string, note: Message): void {
    this.#deferredReply.set(answer, note)
  }

  /** Searches from the end, by id: other messages may have been folded into the message meanwhile. */
  #find({ id }: Message): number {
    return this.messages.findLastIndex(message => message.id === id)
  }

  #nextOf(stream: string, after: number): number {
    for (let at = after + 1; at < this.messages.length; at += 1) if (this.messages[at]?.stream === stream) return at
    return -1
  }

  #mergeInto(next: number, at: number): void {
    this.messages[next] = foldInto(this.messages[at]!, this.messages[next]!)
    this.#leaveOut(at)
  }

  /** The versions of later messages of the stream are one less. */
  #leaveOut(at: number): void {
    const { messages, set } = this
    const { stream } = messages[at]!
    for (let later = at + 1; later < messages.length; later += 1) {
      const message = messages[later]!
      if (message.stream === stream) messages[later] = { ...message, version: message.version - 1 }
    }
    messages.splice(at, 1)
    set.oneVersionLess(stream)
  }

  /** Returns a function that rolls back everything written since. */
  mark(): () => void {
    const { messages, records, timers, set, asked } = this
    const before = { messages: messages.length, records: records.length, timers: timers.length, set: set.mark() }
    return () => {
      messages.length = before.messages
      records.length = before.records
      timers.length = before.timers
      set.drop(before.set)
      this.asked = asked
    }
  }
}
