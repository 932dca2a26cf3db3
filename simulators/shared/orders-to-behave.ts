/** Behaviours that are set for the next requests that match. Each is used up after so many requests. */
import { Refused } from './refused.ts'

export interface Behaviour {
  readonly kind: string
  /** Facts of the request; it matches when every fact named here is the same. */
  readonly match?: Readonly<Record<string, unknown>>
  /** 1 unless said. */
  readonly times?: number
}

/** An answer that it was told to give, whoever it comes from: the server itself or one in between. */
export const answerOf = (told: { readonly status?: number; readonly code?: string } | undefined): Refused | null =>
  told ? new Refused(told.code ?? '', told.status ?? 503, 'told to answer so') : null

export class OrdersToBehave<B extends Behaviour, Facts extends { readonly operation?: string }> {
  readonly #appliesTo: Readonly<Record<B['kind'], readonly string[]>>
  #waiting: { readonly behaviour: B; left: number }[] = []

  /** `appliesTo`: which operations a kind applies to; it is not used up by others. */
  constructor(appliesTo: Readonly<Record<B['kind'], readonly string[]>>) {
    this.#appliesTo = appliesTo
  }

  add(behaviour: B): void {
    this.#waiting.push({ behaviour, left: behaviour.times ?? 1 })
  }

  clear(): void {
    this.#waiting = []
  }

  /** All that apply to a request; each is used up once. */
  take(facts: Facts): readonly B[] {
    const taken: B[] = []
    for (const waiting of this.#waiting) {
      if (!this.#matches(waiting.behaviour, facts)) continue
      waiting.left -= 1
      taken.push(waiting.behaviour)
    }
    this.#waiting = this.#waiting.filter(waiting => waiting.left > 0)
    return taken
  }

  #matches({ kind, match = {} }: B, facts: Facts): boolean {
    if (facts.operation && !this.#appliesTo[kind as B['kind']].includes(facts.operation)) return false
    return Object.entries(match).every(([name, value]) => facts[name as keyof Facts] === value)
  }
}
