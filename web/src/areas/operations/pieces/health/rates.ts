/** Rates from counts: the API counts since the start of the process, the page measures between two answers. */
export interface Counted {
  /** ISO 8601. */
  readonly at: string
  readonly requests: { readonly answered: number; readonly faults: number }
  readonly services: readonly {
    readonly name: string
    readonly commands: Readonly<Record<'accepted' | 'refused' | 'replayed' | 'fault', number>>
  }[]
}

export interface Rates {
  readonly requests: number
  readonly commands: ReadonlyMap<string, number>
}

const SECOND_MS = 1_000
const sumOf = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0)

/** A second; null where a rate cannot be told: no time went by, or the process was started anew. */
export function ratesBetween(before: Counted, now: Counted): Rates | null {
  const seconds = (Date.parse(now.at) - Date.parse(before.at)) / SECOND_MS
  const answered = now.requests.answered - before.requests.answered
  if (seconds <= 0 || answered < 0) return null
  const former = new Map(before.services.map(({ name, commands }) => [name, sumOf(commands)]))
  return {
    requests: answered / seconds,
    commands: new Map(
      now.services.map(({ name, commands }) => [
        name,
        Math.max(0, sumOf(commands) - (former.get(name) ?? sumOf(commands))) / seconds,
      ]),
    ),
  }
}
