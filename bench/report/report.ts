/** What is written down of the scenarios that were played, as plain figures. */
import type { Verified } from '../application.ts'
import type { LoadResult } from '../load-run.ts'
import type { Row } from '../scenarios/scenario.ts'

export interface Report {
  readonly date: string
  readonly commit: string
  readonly machine: string
  readonly versions: string
  readonly results: readonly ScenarioResult[]
}

export interface ScenarioResult {
  readonly name: string
  readonly summary: string
  /** What to type to play it again. */
  readonly command: string
  readonly at: string
  readonly took_s: number
  readonly baseline: { readonly perSecond: number; readonly by: string } | null
  readonly rows: readonly Row[]
  readonly loads: readonly LoadResult[]
  readonly verified: Verified
  readonly notes: readonly string[]
  /** A file beside the report. */
  readonly flame: string | null
  /** Why it could not be played to the end. */
  readonly fault: string | null
}

/** A scenario that was played again replaces what it gave before. */
export function mergeResults(
  before: readonly ScenarioResult[],
  now: readonly ScenarioResult[],
  order: readonly string[],
): ScenarioResult[] {
  const all = new Map([...before, ...now].map(result => [result.name, result]))
  return [...all.values()].sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name))
}

/** A report without its loads: the rows with their goals, the baseline, and what the checks found. */
export interface Summary extends Omit<Report, 'results'> {
  readonly results: readonly Omit<ScenarioResult, 'loads' | 'summary' | 'flame'>[]
}

export const summaryOf = ({ results, ...head }: Report): Summary => ({
  ...head,
  results: results.map(({ loads: _, summary: __, flame: ___, ...result }) => result),
})
