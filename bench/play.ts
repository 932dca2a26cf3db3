/** Plays one scenario from an empty database to the checks afterwards. */
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { RunOptions } from './run-options.ts'
import type { Played, Scenario } from './scenarios/scenario.ts'
import type { Session } from './session.ts'
import { Stage } from './stage.ts'

export interface Outcome extends Played {
  readonly took_s: number
}

/** `onProfile` is called with `--profile`, while the file is still there. */
export function play(
  scenario: Scenario,
  session: Session,
  onProfile: (file: string, played: Played) => void = () => {},
): Promise<Outcome> {
  return session.within(async open => {
    const began_ms = performance.now()
    const stage = await Stage.set(scenario.name, session, open)
    const played = await scenario.run(stage)
    const profile = stage.profileDirectory === null ? null : longestIn(stage.profileDirectory)
    if (profile !== null) onProfile(profile, played)
    return { ...judged(played, session.options), took_s: (performance.now() - began_ms) / 1000 }
  })
}

/** A scenario may start the server more than once; the largest profile is of the longest run. */
function longestIn(folder: string): string | null {
  const files = readdirSync(folder)
    .filter(name => name.endsWith('.cpuprofile'))
    .map(name => join(folder, name))
    .sort((a, b) => statSync(b).size - statSync(a).size)
  return files[0] ?? null
}

/** Nothing differs and nothing unexpected was answered. */
export const isSound = ({ loads, verified }: Played): boolean =>
  verified.differences.length === 0 && loads.every(({ errors }) => Object.keys(errors).length === 0)

/** At a rate of somebody's own no goal is set, and by a run that is not sound none is reached. */
function judged(played: Played, { rate }: RunOptions): Played {
  if (rate !== null) return { ...played, rows: played.rows.map(row => ({ ...row, goal: null })) }
  if (isSound(played)) return played
  const rows = played.rows.map(row => ({ ...row, goal: row.goal && { ...row.goal, reached: false } }))
  return { ...played, rows, notes: [...(played.notes ?? []), NOT_SOUND] }
}

const NOT_SOUND = '**Something differs, or was answered that should not have been: no goal counts as reached.**'
