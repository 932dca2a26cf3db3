/**
 * Decides the commands of one unit in order, in memory: from their heads' states to messages, timers and answers. What a
 * message asks of a service whose batch is written in the same commit is done at once, where the heads it needs are in memory;
 * else it goes over the outbox like any other message.
 */
import type { Accepted, Command, CommandData, Context, Decision, Outcome, ReplyData } from '../kit/command.ts'
import { replyMessage } from '../kit/command.ts'
import type { Message, NewMessage, Origin } from '../kit/message.ts'
import { START, titleOf } from '../kit/message.ts'
import { isRefusal, type Refusal } from '../kit/refusal.ts'
import { failSpan, startConsumerSpan, traceparentOf } from '../observability/tracing.ts'
import type { Ids } from '../ports/ports.ts'
import type { Draft } from './draft.ts'
import { type Remembered, replayOf, type SealedAnswer } from './recall.ts'
import type { Entry, Unit } from './unit.ts'

/** Messages that are done at once, one leading to the next: a purchase has 16. The rest goes over the outbox. */
const INLINE_MAX = 32
const UUID_CHARS = 36

/** What a message asks of a service, and that service's part of the commit. */
export interface InlineCommand {
  readonly command: Command
  readonly draft: Draft
}

export interface DecideOptions {
  readonly ids: Ids
  readonly now: Date
  /** The answer already given under an idempotency key: stored, or of an earlier command of this batch. */
  readonly remembered: (key: string) => Remembered | undefined
  /** Where a message can be done in this very commit; null if it must go over the outbox. Nothing was written to `isNew` heads. */
  readonly inlineCommandFor: (message: Message, isNew: (key: string) => boolean) => InlineCommand | null
  /** Whether somebody listens to commands for this service. */
  readonly mayAsk: (service: string) => boolean
  /** At the end: more could be done at once if heads were in memory that are not, and they will be brought there. */
  readonly mustWait: () => boolean
}

/**
 * Decides a unit into a draft. Gives null if it must wait, throws what a decider throws; in both cases it leaves no trace in
 * any draft.
 */
export function decideUnit(
  unit: Unit,
  draft: Draft,
  options: DecideOptions,
): readonly (Outcome | SealedAnswer)[] | null {
  return new Deciding(options).unit(unit, draft)
}

class Deciding {
  readonly #options: DecideOptions
  /** All drafts this unit has written to. */
  readonly #drafts = new Set<Draft>()
  /** Ids that were made for this unit. */
  #made: string[] = []

  constructor(options: DecideOptions) {
    this.#options = options
  }

  unit(unit: Unit, draft: Draft): readonly (Outcome | SealedAnswer)[] | null {
    this.#begin(draft)
    try {
      const outcomes = unit.entries.map(entry => this.#entry(entry, draft))
      if (!this.#options.mustWait()) return outcomes
    } catch (fault) {
      this.#drop()
      throw fault
    }
    this.#drop()
    return null
  }

  #drop(): void {
    for (const draft of this.#drafts) draft.drop()
  }

  #begin(draft: Draft): void {
    if (this.#drafts.has(draft)) return
    this.#drafts.add(draft)
    draft.begin()
  }

  #entry(entry: Entry, draft: Draft): Outcome | SealedAnswer {
    const { idempotency, command } = entry
    const earlier = idempotency && this.#options.remembered(idempotency.key)
    if (earlier) return replayOf(earlier, idempotency.fingerprint)
    this.#made = command.fresh ? [...command.fresh] : []
    return this.#decide(entry, draft, 0)
  }

  #decide(entry: Entry, draft: Draft, depth: number): Outcome {
    const { command, origin, message } = entry
    const { now } = this.#options
    const context: Context = { ...origin, now, newId: prefix => this.#newId(prefix), ...(message && { message }) }
    const decision = command.decide(draft.set.statesFor(command.keys), context)
    const outcome = isRefusal(decision) ? refused(decision) : accepted(decision, depth)
    const addressed: Message[] = []
    if (!isRefusal(decision)) this.#keep(decision, entry, draft, addressed)
    const reply = message && replyOf(message, decision)
    if (reply) this.#say(reply, entry, draft, addressed)
    else if (!message) this.#record(entry, draft, outcome)
    for (const said of addressed) this.#runInline(said, draft, entry.origin, depth)
    return outcome
  }

  #keep(decision: Accepted, entry: Entry, draft: Draft, addressed: Message[]): void {
    for (const said of decision.messages) this.#say(said, entry, draft, addressed)
    for (const id of decision.clearTimers ?? []) draft.timers.push({ id })
    for (const timer of decision.setTimers ?? []) draft.timers.push({ ...timer, origin: entry.origin })
  }

  #newId(prefix: string): string {
    const id = this.#options.ids.next(prefix)
    this.#made.push(id)
    return id
  }

  #record(entry: Entry, { records }: Draft, outcome: Outcome): void {
    if (!entry.idempotency && !(entry.fromOutside && outcome.kind === 'accepted')) return
    const key = entry.idempotency?.key ?? this.#options.ids.next('key')
    const fingerprint = entry.idempotency?.fingerprint ?? ''
    records.push({ entry, key, fingerprint, outcome, at: this.#options.now })
  }

  #say(said: NewMessage, { command, origin }: Entry, draft: Draft, addressed: Message[]): void {
    const { ids, now, mayAsk } = this.#options
    if (said.kind === 'command' && said.to !== undefined && !mayAsk(said.to))
      throw new Error(`${draft.service} does not declare that it asks ${said.to}`)
    const message: Message = {
      id: ids.next('msg'),
      position: START,
      kind: said.kind ?? 'event',
      service: draft.service,
      to: said.to ?? null,
      type: said.type,
      stream: said.stream,
      version: draft.set.apply(said, command.keys, now),
      data: said.data,
      at: now,
      actor: origin.actor,
      correlationId: origin.correlationId,
      causationId: origin.causationId,
      traceparent: origin.traceparent,
    }
    draft.messages.push(message)
    if (said.deferredReply) draft.noteDeferredReply(said.deferredReply, message)
    if (message.to !== null) addressed.push(message)
  }

  /** Does what a message asks, in the same commit; a request stays as a fact, and nobody is sent it any more. */
  #runInline(message: Message, from: Draft, origin: Origin, depth: number): void {
    if (depth >= INLINE_MAX) return
    const asked = this.#asked(message)
    if (!asked) return
    const { command, draft } = asked
    this.#begin(draft)
    const back = draft.mark()
    draft.asked += 1
    const topic = message.kind === 'command' ? 'commands' : 'replies'
    const span = startConsumerSpan(`${draft.service}.${topic} ${titleOf(message)}`, message.traceparent)
    const traced = span ? { ...origin, traceparent: traceparentOf(span) } : origin
    try {
      this.#decide(inlineEntry(command, message, traced), draft, depth + 1)
    } catch (fault) {
      // Over the outbox it is tried again, and set aside if it keeps failing.
      back()
      if (span) failSpan(span, fault)
      return
    } finally {
      span?.end()
    }
    if (message.kind === 'command') from.requestDone(message)
    else from.answerTaken(message)
  }

  #asked(message: Message): InlineCommand | null {
    try {
      return this.#options.inlineCommandFor(message, key => this.#isNew(key))
    } catch {
      // A command that cannot be built is told of where the message is tried again.
      return null
    }
  }

  /** A head that is named after an id that was made a moment ago: nobody can have written to it. */
  #isNew(key: string): boolean {
    const id = key.slice(-UUID_CHARS)
    return this.#made.some(made => made.endsWith(id))
  }
}

/** A command that follows from a message: a request's has the request to reply to, a reply's the cause of the reply. */
function inlineEntry(command: Command, message: Message, origin: Origin): Entry {
  return message.kind === 'command'
    ? { command, origin: { ...origin, causationId: message.id }, message: message as Message<CommandData> }
    : { command, origin: { ...origin, causationId: message.causationId } }
}

const refused = (refusal: Refusal): Outcome => ({ kind: 'refused', refusal, replayed: false })

/** Whoever asked in the same commit is told by a message, so only the outcome of the unit's own command has a body. */
function accepted(decision: Accepted, depth: number): Outcome {
  const body = decision.reply === undefined || depth > 0 ? '' : JSON.stringify(decision.reply)
  return { kind: 'accepted', status: decision.status ?? 200, body, replayed: false }
}

function replyOf(message: Message<CommandData>, decision: Decision): NewMessage<ReplyData> | null {
  const to = message.data.replyTo
  if (!to) return null
  if (isRefusal(decision)) return replyMessage(to, { ok: false, refusal: decision })
  return decision.deferred ? null : replyMessage(to, { ok: true, result: decision.reply ?? null })
}
