/** Decides the commands of one unit in order, in memory: from their heads' states to messages, timers and answers. */
import type { Accepted, Context, NewTimer, Outcome } from '../command.ts'
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

export interface DecideOptions {
  readonly service: string
  readonly ids: Ids
  readonly now: Date
  /** The answer already given under an idempotency key: stored, or of an earlier command of this batch. */
  readonly remembered: (key: string) => Remembered | undefined
}

export interface DecidedUnit {
  readonly writes: Writes
  readonly outcomes: readonly (Outcome | SealedAnswer)[]
}

/** Throws what a decider throws; the caller drops the unit. */
export function decideUnit(unit: Unit, set: WorkingSet, options: DecideOptions): DecidedUnit {
  const writes: Writes = { messages: [], records: [], timers: [] }
  const outcomes: (Outcome | SealedAnswer)[] = []
  for (const entry of unit.entries) {
    const key = entry.idempotency?.key
    const earlier = key === undefined ? undefined : options.remembered(key)
    if (earlier && entry.idempotency) {
      outcomes.push(replayOf(earlier, entry.idempotency.fingerprint))
      continue
    }
    outcomes.push(decideEntry(entry, set, options, writes))
  }
  return { writes, outcomes }
}

function decideEntry(entry: Entry, set: WorkingSet, options: DecideOptions, writes: Writes): Outcome {
  const { command, origin } = entry
  const context: Context = {
    ...origin,
    now: options.now,
    newId: prefix => options.ids.next(prefix),
    ...(entry.message && { message: entry.message }),
  }
  const decision = command.decide(set.statesFor(command.keys), context)
  const outcome = isRefusal(decision) ? refused(decision) : accepted(decision)
  if (!isRefusal(decision)) {
    for (const message of decision.messages) write(message, entry, set, options, writes)
    for (const id of decision.clearTimers ?? []) writes.timers.push({ id })
    for (const timer of decision.setTimers ?? []) writes.timers.push({ ...timer, origin })
  }
  if (entry.message) replyTo(entry, decision, set, options, writes)
  else if (entry.idempotency || (entry.fromOutside && outcome.kind === 'accepted')) {
    const key = entry.idempotency?.key ?? options.ids.next('key')
    writes.records.push({ entry, key, fingerprint: entry.idempotency?.fingerprint ?? '', outcome, at: options.now })
  }
  return outcome
}

const refused = (refusal: Refusal): Outcome => ({ kind: 'refused', refusal, replayed: false })

function accepted(decision: Accepted): Outcome {
  const body = decision.reply === undefined ? '' : JSON.stringify(decision.reply)
  return { kind: 'accepted', status: decision.status ?? 200, body, replayed: false }
}

function replyTo(
  entry: Entry,
  decision: Accepted | Refusal,
  set: WorkingSet,
  options: DecideOptions,
  writes: Writes,
): void {
  const to = entry.message?.data.replyTo
  if (!to) return
  if (isRefusal(decision)) write(replyMessage(to, { ok: false, refusal: decision }), entry, set, options, writes)
  else if (!decision.deferred) {
    write(replyMessage(to, { ok: true, result: decision.reply ?? null }), entry, set, options, writes)
  }
}

function write(message: NewMessage, entry: Entry, set: WorkingSet, options: DecideOptions, writes: Writes): void {
  const version = set.apply(message, entry.command.keys, options.now)
  const { origin } = entry
  writes.messages.push({
    id: options.ids.next('msg'),
    position: START,
    kind: message.kind ?? 'event',
    service: options.service,
    to: message.to ?? null,
    type: message.type,
    stream: message.stream,
    version,
    data: message.data,
    at: options.now,
    actor: origin.actor,
    correlationId: origin.correlationId,
    causationId: origin.causationId,
    traceparent: origin.traceparent,
  })
}
