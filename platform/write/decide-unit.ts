/**
 * Decides the commands of one unit in order, in memory: from their heads' states to messages, timers and answers. What a
 * service says to itself is done at once, in the same commit, where the heads it needs are in memory; else it goes over
 * the outbox like any other message.
 */
import type { Accepted, Command, CommandData, Context, Decision, NewTimer, Outcome, ReplyData } from '../command.ts'
import { replyMessage } from '../command.ts'
import type { Message, NewMessage, Origin } from '../message.ts'
import { START } from '../message.ts'
import type { Ids } from '../ports.ts'
import { isRefusal, type Refusal } from '../refusal.ts'
import { type Remembered, replayOf, type SealedAnswer } from './recall.ts'
import type { Entry, Unit } from './unit.ts'
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

/** What a unit wants written. */
export interface Writes {
  readonly messages: Message[]
  readonly records: CommandRecord[]
  /** Timers to set, and ids of timers to clear, in the order they were decided. */
  readonly timers: (DueTimer | { readonly id: string })[]
}

/** Messages to oneself that are done at once, one leading to the next; the rest goes over the outbox. */
const AT_ONCE_MAX = 8

export interface DecideOptions {
  readonly service: string
  readonly ids: Ids
  readonly now: Date
  /** The answer already given under an idempotency key: stored, or of an earlier command of this batch. */
  readonly remembered: (key: string) => Remembered | undefined
  /** The command for a message the service sends to itself; null if that cannot be told at once. */
  readonly own: (message: Message) => Command | null
}

export interface DecidedUnit {
  readonly writes: Writes
  readonly outcomes: readonly (Outcome | SealedAnswer)[]
}

/** Throws what a decider throws; the caller drops the unit. */
export function decideUnit(unit: Unit, set: WorkingSet, options: DecideOptions): DecidedUnit {
  const deciding = new Deciding(set, options)
  const outcomes: (Outcome | SealedAnswer)[] = []
  for (const entry of unit.entries) {
    const key = entry.idempotency?.key
    const earlier = key === undefined ? undefined : options.remembered(key)
    if (earlier && entry.idempotency) outcomes.push(replayOf(earlier, entry.idempotency.fingerprint))
    else outcomes.push(deciding.decide(entry))
  }
  return { writes: deciding.writes, outcomes }
}

class Deciding {
  readonly writes: Writes = { messages: [], records: [], timers: [] }
  readonly #set: WorkingSet
  readonly #options: DecideOptions

  constructor(set: WorkingSet, options: DecideOptions) {
    this.#set = set
    this.#options = options
  }

  decide(entry: Entry, depth = 0): Outcome {
    const { command, origin, message } = entry
    const { now, ids } = this.#options
    const context: Context = { ...origin, now, newId: prefix => ids.next(prefix), ...(message && { message }) }
    const decision = command.decide(this.#set.statesFor(command.keys), context)
    const outcome = isRefusal(decision) ? refused(decision) : accepted(decision)
    const toSelf: Message[] = []
    if (!isRefusal(decision)) {
      for (const said of decision.messages) this.#say(said, entry, toSelf)
      for (const id of decision.clearTimers ?? []) this.writes.timers.push({ id })
      for (const timer of decision.setTimers ?? []) this.writes.timers.push({ ...timer, origin })
    }
    const reply = message && replyOf(message, decision)
    if (reply) this.#say(reply, entry, toSelf)
    else if (!message) this.#record(entry, outcome)
    for (const said of toSelf) this.#doAtOnce(said, entry.origin, depth)
    return outcome
  }

  #record(entry: Entry, outcome: Outcome): void {
    if (!entry.idempotency && !(entry.fromOutside && outcome.kind === 'accepted')) return
    const key = entry.idempotency?.key ?? this.#options.ids.next('key')
    const fingerprint = entry.idempotency?.fingerprint ?? ''
    this.writes.records.push({ entry, key, fingerprint, outcome, at: this.#options.now })
  }

  #say(said: NewMessage, { command, origin }: Entry, toSelf: Message[]): void {
    const { service, ids, now } = this.#options
    const message: Message = {
      id: ids.next('msg'),
      position: START,
      kind: said.kind ?? 'event',
      service,
      to: said.to ?? null,
      type: said.type,
      stream: said.stream,
      version: this.#set.apply(said, command.keys, now),
      data: said.data,
      at: now,
      actor: origin.actor,
      correlationId: origin.correlationId,
      causationId: origin.causationId,
      traceparent: origin.traceparent,
    }
    this.writes.messages.push(message)
    if (message.to === service) toSelf.push(message)
  }

  /** Does what a message to oneself asks; a request stays as a fact, and nobody is sent it any more. */
  #doAtOnce(message: Message, origin: Origin, depth: number): void {
    if (depth >= AT_ONCE_MAX) return
    const { messages, records, timers } = this.writes
    const before = { messages: messages.length, records: records.length, timers: timers.length, set: this.#set.mark() }
    try {
      const command = this.#options.own(message)
      if (!command?.keys.every(key => this.#set.find(key))) return
      const isRequest = message.kind === 'command'
      const causationId = isRequest ? message.id : message.causationId
      const asked = isRequest ? { message: message as Message<CommandData> } : {}
      this.decide({ command, origin: { ...origin, causationId }, ...asked }, depth + 1)
      const at = messages.indexOf(message)
      // An answer to oneself says nothing that the step it answers will not say.
      if (isRequest) messages[at] = { ...message, kind: 'event', to: null }
      else messages.splice(at, 1)
    } catch {
      // Over the outbox it is tried again, and set aside if it keeps failing.
      this.#set.drop(before.set)
      messages.length = before.messages
      records.length = before.records
      timers.length = before.timers
    }
  }
}

const refused = (refusal: Refusal): Outcome => ({ kind: 'refused', refusal, replayed: false })

function accepted(decision: Accepted): Outcome {
  const body = decision.reply === undefined ? '' : JSON.stringify(decision.reply)
  return { kind: 'accepted', status: decision.status ?? 200, body, replayed: false }
}

function replyOf(message: Message<CommandData>, decision: Decision): NewMessage<ReplyData> | null {
  const to = message.data.replyTo
  if (!to) return null
  if (isRefusal(decision)) return replyMessage(to, { ok: false, refusal: decision })
  return decision.deferred ? null : replyMessage(to, { ok: true, result: decision.reply ?? null })
}
