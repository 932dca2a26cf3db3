/**
 * Decides the commands of one unit in order, in memory: from the states of their heads to messages, timers and answers.
 * A message to a service that writes in the same commit is handled inline if the heads it needs are in memory.
 * Otherwise it goes through the outbox like any other message.
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

/** Messages handled inline in a chain; a purchase has 16. The rest goes through the outbox. */
const INLINE_MAX = 32
const UUID_CHARS = 36

/** The command of a message that is handled inline, and the draft of the service that handles it. */
export interface InlineCommand {
  readonly command: Command
  readonly draft: Draft
}

export interface DecideOptions {
  readonly ids: Ids
  readonly now: Date
  /** The answer that was already given under an idempotency key: stored, or of an earlier command of this batch. */
  readonly remembered: (key: string) => Remembered | undefined
  /**
   * The command of a message that can be handled inline; null if the message must go through the outbox. Nothing was
   * ever written to `isNew` heads.
   */
  readonly inlineCommandFor: (message: Message, isNew: (key: string) => boolean) => InlineCommand | null
  /** Called at the end: true if more could be handled inline once missing heads are loaded, and they will be loaded. */
  readonly mustWait: () => boolean
}

/**
 * Decides a unit into a draft. Returns null if the unit must wait, and throws what a decider throws. In both cases all
 * drafts are unchanged.
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
  /** All drafts that this unit has written to. */
  readonly #drafts = new Set<Draft>()
  /** Ids that were created for this unit. */
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
    if (outcome.kind === 'refused' && outcome.refusal.isProvisional) return
    const key = entry.idempotency?.key ?? this.#options.ids.next('key')
    const fingerprint = entry.idempotency?.fingerprint ?? ''
    records.push({ entry, key, fingerprint, outcome, at: this.#options.now })
  }

  #say(said: NewMessage, { command, origin }: Entry, draft: Draft, addressed: Message[]): void {
    const { ids, now } = this.#options
    if (said.kind === 'command' && said.to !== undefined) draft.mustMayAsk(said.to)
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

  /** Handles a message inline, in the same commit. A request stays in the stream as a fact and is not delivered. */
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
      // Through the outbox the message is retried, and parked if it keeps failing.
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
      // The failure to build the command is reported where the message is retried.
      return null
    }
  }

  /** A head that is named by an id created in this unit: nothing can have been written to it. */
  #isNew(key: string): boolean {
    const id = key.slice(-UUID_CHARS)
    return this.#made.some(made => made.endsWith(id))
  }
}

/**
 * The command that handles a message. A request brings the message to reply to; a reply has the cause that its request
 * had.
 */
function inlineEntry(command: Command, message: Message, origin: Origin): Entry {
  return message.kind === 'command'
    ? { command, origin: { ...origin, causationId: message.id }, message: message as Message<CommandData> }
    : { command, origin: { ...origin, causationId: message.causationId } }
}

const refused = (refusal: Refusal): Outcome => ({ kind: 'refused', refusal, replayed: false })

/** A requester in the same commit gets a reply message, so only the outcome of the unit's own command has a body. */
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
