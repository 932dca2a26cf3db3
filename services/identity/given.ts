/** For tests of rules: a state from its events, and what a command makes of it. */
import { aggregateIn } from '../../platform/kit/aggregate.ts'
import type { Command, Decision } from '../../platform/kit/command.ts'
import type { HeadKey } from '../../platform/kit/head-key.ts'
import type { NewMessage } from '../../platform/kit/message.ts'
import { isRefusal } from '../../platform/kit/refusal.ts'
import type { Sealer } from '../../platform/vault/vault.ts'
import { emailClaim } from './members/email.ts'
import { member } from './members/member.ts'

const aggregates = new Map([emailClaim, member].map(aggregate => [aggregate.name, aggregate]))

/** Seals nothing: rules do not look at what is stored. */
export const noSealer: Sealer = { subject: 'mem_1', seal: plain => plain }

export const NOON = new Date('2026-11-01T12:00:00Z')
export const later = (by_ms: number): Date => new Date(NOON.getTime() + by_ms)

/** The heads that a history leaves. Events happened at noon, unless they say when. */
export class Given {
  readonly #history: readonly (NewMessage & { readonly at?: Date })[]

  constructor(...history: readonly (NewMessage & { readonly at?: Date })[]) {
    this.#history = history
  }

  state<S>(key: HeadKey<S> | string): S {
    const aggregate = aggregateIn(aggregates, key)
    if (!aggregate) throw new Error(`no aggregate of ${key}`)
    const own = this.#history.filter(event => event.stream === key)
    return own.reduce(
      (state, event) => aggregate.evolve(state, { at: NOON, ...event }, key),
      aggregate.initial(key),
    ) as S
  }

  /** Decides as the writer would. */
  when(command: Command, now: Date = NOON): Decision {
    const origin = { actor: 'mem_1', correlationId: 'cor_1', causationId: 'req_1' }
    const named = (key: string): string => {
      if (!command.keys.includes(key)) throw new Error(`the command did not name ${key}`)
      return key
    }
    const states = {
      of: <S>(key: string) => this.state<S>(named(key)),
      version: (key: string) => this.#history.filter(event => event.stream === named(key)).length,
    }
    return command.decide(states, { ...origin, now, newId: prefix => `${prefix}_new` })
  }

  and(decision: Decision, at: Date = NOON): Given {
    if (isRefusal(decision)) return this
    return new Given(...this.#history, ...decision.messages.map(message => ({ ...message, at })))
  }
}

/** What a row of a table expects: types of events, or the code of a refusal; a recorded refusal has both. */
export function outcomeOf(decision: Decision): { code?: string; status?: number; events: string[] } {
  if (isRefusal(decision)) return { code: decision.code, events: [] }
  const events = decision.messages.map(message => message.type.replace('identity.', ''))
  const code = (decision.reply as { code?: string } | undefined)?.code
  return { ...(code ? { code } : {}), status: decision.status ?? 200, events }
}
