/** Given/when/then for deciders, without a database: what was decided before, a command, and what it decides. */
import type { Aggregate } from '../../platform/kit/aggregate.ts'
import type { Command, CommandData, Decision, ReplyTo } from '../../platform/kit/command.ts'
import type { Message, NewMessage } from '../../platform/kit/message.ts'
import { isRefusal } from '../../platform/kit/refusal.ts'
import { task } from '../../platform/service/task.ts'
import type { Sealer } from '../../platform/vault/vault.ts'
import { WorkingSet } from '../../platform/write/working-set.ts'

export interface Decided {
  readonly decision: Decision
  /** The refusal's code, or the types of the messages. */
  readonly said: string | readonly string[]
  readonly messages: readonly NewMessage[]
}

export class Given {
  readonly #set: WorkingSet
  #now: Date
  #ids = 0

  constructor(aggregates: readonly Aggregate[], now = new Date('2026-11-20T03:00:00Z')) {
    this.#set = new WorkingSet(new Map([...aggregates, task].map(aggregate => [aggregate.name, aggregate])))
    this.#now = now
  }

  get now(): Date {
    return this.#now
  }

  /** Everything from here on happens then. */
  at(now: Date): this {
    this.#now = now
    return this
  }

  /** Facts that happened before, as events of their streams. */
  happened(...events: readonly NewMessage[]): this {
    for (const event of events) this.#set.apply(event, [event.stream, ...(event.touches ?? [])], this.#now)
    return this
  }

  /** `replyTo` is where the answer belongs when the command came over the bus. */
  when(command: Command, actor = 'mem_a', replyTo?: ReplyTo): Decided {
    const data: CommandData = { command: command.type, input: null, replyTo: replyTo ?? null }
    const context = {
      ...(replyTo && { message: { data } as Message<CommandData> }),
      actor,
      correlationId: 'cor_1',
      causationId: 'req_1',
      now: this.#now,
      newId: (prefix: string) => `${prefix}_${(this.#ids += 1)}`,
    }
    const decision = command.decide(this.#set.statesFor(command.keys), context)
    if (isRefusal(decision)) return { decision, said: decision.code, messages: [] }
    for (const message of decision.messages) this.#set.apply(message, command.keys, this.#now)
    return { decision, said: decision.messages.map(({ type }) => type), messages: decision.messages }
  }

  state<S>(key: string): S {
    return this.#set.statesFor([key]).of<S>(key)
  }
}

/** Seals nothing: rules do not look at what is stored. */
export const noSealer: Sealer = { subject: 'mem_1', seal: plain => plain }

export interface Result {
  /** Of a refusal, also of one that is recorded. */
  readonly code?: string
  readonly status?: number
  /** Types without the name of the service. */
  readonly events: readonly string[]
}

/** What a row of a table expects of a decision. */
export function resultOf({ decision }: Decided): Result {
  if (isRefusal(decision)) return { code: decision.code, events: [] }
  const { messages, reply, status = 200 } = decision
  const { code } = (reply ?? {}) as { code?: string }
  return { ...(code && { code }), status, events: messages.map(({ type }) => type.slice(type.indexOf('.') + 1)) }
}
