/** What a scenario is, and what comes of it: rows of the report with their goals, loads with their figures, checks. */
import type { Verified } from '../application.ts'
import type { LoadResult } from '../load-run.ts'
import type { Stage } from '../stage.ts'

export interface Scenario {
  readonly name: string
  /** In a sentence, for the report and the help. */
  readonly summary: string
  run(stage: Stage): Promise<Played>
}

export interface Played {
  readonly rows: readonly Row[]
  readonly loads: readonly LoadResult[]
  readonly verified: Verified
  /** What a reader must know to judge the figures. */
  readonly notes?: readonly string[]
}

export interface Row {
  readonly what: string
  /** Not a number, or null, where there was nothing to measure; it reaches no goal. */
  readonly value: number
  /** `/s`, `ms`, `MB`, …; empty for a plain number. */
  readonly unit: string
  readonly ratio: Ratio | null
  readonly goal: Goal | null
}

/** What a ratio is of that is reported in a column of its own. */
export const BASELINE = 'baseline'

export interface Ratio {
  readonly of: string
  readonly value: number
}

export interface Goal {
  readonly text: string
  readonly reached: boolean
}

export interface RowOptions {
  readonly ratio?: Ratio | null
  readonly goal?: Goal
}

export const row = (what: string, value: number, unit: string, { ratio = null, goal }: RowOptions = {}): Row => ({
  what,
  value,
  unit,
  ratio,
  goal: goal ?? null,
})

export const atLeast = (least: number, value: number, unit = ''): Goal => ({
  text: `≥ ${least.toLocaleString('en-US')}${unit}`,
  reached: value >= least,
})

export const below = (limit: number, value: number, unit = ''): Goal => ({
  text: `< ${limit.toLocaleString('en-US')}${unit}`,
  reached: value < limit,
})

export const atMost = (most: number, value: number, unit = ''): Goal => ({
  text: `≤ ${most.toLocaleString('en-US')}${unit}`,
  reached: value <= most,
})

export const ratioOf = (of: string, value: number, base: number): Ratio => ({ of, value: value / Math.max(1e-9, base) })

/** Of a rate to the baseline's, as it was measured so far; null when it was not. */
export const toBaseline = (value: number, { baseline }: Pick<Stage, 'baseline'>): Ratio | null =>
  baseline === null ? null : ratioOf(BASELINE, value, baseline.perSecond)
