/**
 * Stands between the services: before a step is carried out something else happens, it is refused, or what commits it is
 * broken off. All by plan, for one case among many that run at once.
 */
import type { Command } from '../../../platform/kit/command.ts'
import { refuse } from '../../../platform/kit/refusal.ts'
import type { Faults } from '../../../platform/ports/ports.ts'
import type { Accept, ServiceDefinition } from '../../../platform/service/service.ts'

export interface Plan {
  /** Texts that only this case's requests hold: the ids of its people and things. */
  readonly of: Set<string>
  readonly service: string
  /** The command, or the call, that the step asks for. */
  readonly asks: string
  /** Is in the request too: where a flow requests the same thing twice. */
  readonly saying?: string
  /** Runs once, before the step is decided or the call made; gets the call's key. */
  readonly before?: (key: string) => Promise<void>
  /** Where the step's transaction is broken off, once. */
  readonly breaksAt?: 'before commit' | 'after commit'
  /** The step is refused with this, always. */
  readonly refusal?: string
  /** Nothing is done: whoever made the call is to inquire about it, because no answer came. */
  readonly isInquired?: boolean
}

export class Meddler {
  readonly #plans: Plan[] = []
  readonly #begun = new Map<Plan, Promise<void>>()
  readonly #armed = new Map<string, Plan[]>()
  readonly #decided = new Set<Plan>()
  readonly #broken = new Set<Plan>()
  readonly #inquired = new Set<Plan>()

  add(plan: Plan): Plan {
    this.#plans.push(plan)
    return plan
  }

  /** The plan was carried out: a case that did not reach it has proven nothing. */
  wasReached(plan: Plan): boolean {
    if (plan.isInquired) return this.#inquired.has(plan)
    return plan.breaksAt ? this.#broken.has(plan) : this.#begun.has(plan) || this.#decided.has(plan)
  }

  clear(): void {
    this.#plans.length = 0
  }

  readonly faults: Faults = {
    reach: place => {
      const plan = this.#armed.get(place)?.shift()
      if (!plan) return
      this.#broken.add(plan)
      throw new Error(`broken off: ${place}`)
    },
  }

  /** The same services, with this in between. */
  between(services: readonly ServiceDefinition[]): readonly ServiceDefinition[] {
    return services.map(definition => ({
      ...definition,
      ...(definition.accepts && { accepts: this.#accepts(definition.name, definition.accepts) }),
      ...(definition.calls && { calls: this.#calls(definition.name, definition.calls) }),
    }))
  }

  #accepts(service: string, accepts: Readonly<Record<string, Accept>>): Record<string, Accept> {
    const meddled = ([name, accept]: [string, Accept]): [string, Accept] => [
      name,
      (input, context) => {
        const plans = this.#plansFor(service, name, JSON.stringify(input))
        const first = plans.filter(({ before }) => before)
        const made =
          first.length > 0 ? this.#beginAll(first).then(() => accept(input, context)) : accept(input, context)
        // A service that talks to itself at once must not be made to wait.
        return made instanceof Promise ? made.then(command => this.#watch(command, plans)) : this.#watch(made, plans)
      },
    ]
    return Object.fromEntries(Object.entries(accepts).map(meddled))
  }

  #calls(service: string, calls: NonNullable<ServiceDefinition['calls']>): NonNullable<ServiceDefinition['calls']> {
    return context =>
      Object.fromEntries(
        Object.entries(calls(context)).map(([name, call]) => [
          name,
          {
            ask: (input: unknown, key: string) => {
              for (const plan of this.#plansFor(service, name, JSON.stringify(input))) this.#inquired.add(plan)
              return call.ask(input, key)
            },
            perform: async (input: unknown, key: string) => {
              const plans = this.#plansFor(service, name, JSON.stringify(input))
              // What comes of the call names it, and nobody of the case.
              const { bankKey } = input as { bankKey?: string }
              if (bankKey) this.#learn(JSON.stringify(input), bankKey)
              for (const plan of plans) await this.#begin(plan, bankKey ?? key)
              const outcome = await call.perform(input, key)
              for (const plan of plans) this.#arm(plan)
              return outcome
            },
          },
        ]),
      )
  }

  #learn(text: string, id: string): void {
    for (const { of } of this.#plans) if ([...of].some(word => text.includes(word))) of.add(id)
  }

  #plansFor(service: string, asks: string, text: string): Plan[] {
    return this.#plans.filter(
      ({ of, saying = '', ...plan }) =>
        plan.service === service &&
        plan.asks === asks &&
        text.includes(saying) &&
        [...of].some(word => text.includes(word)),
    )
  }

  async #beginAll(plans: readonly Plan[]): Promise<void> {
    for (const plan of plans) await this.#begin(plan, '')
  }

  /** Who asks again while it is under way waits for it too. */
  async #begin(plan: Plan, key: string): Promise<void> {
    if (!plan.before) return
    const begun = this.#begun.get(plan) ?? plan.before(key)
    this.#begun.set(plan, begun)
    await begun
  }

  #watch(command: Command, plans: readonly Plan[]): Command {
    if (plans.length === 0) return command
    return {
      ...command,
      decide: (states, context) => {
        for (const plan of plans) {
          this.#arm(plan)
          if (plan.refusal) return this.#refuse(plan, plan.refusal)
        }
        return command.decide(states, context)
      },
    }
  }

  #refuse(plan: Plan, code: string) {
    this.#decided.add(plan)
    return refuse(code)
  }

  #arm(plan: Plan): void {
    if (!plan.breaksAt || this.#broken.has(plan)) return
    const place = `${plan.service}: ${plan.breaksAt}`
    const armed = this.#armed.get(place) ?? []
    if (!armed.includes(plan)) armed.push(plan)
    this.#armed.set(place, armed)
  }
}
