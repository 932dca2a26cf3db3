/**
 * `madang bench [NAME …]`: plays scenarios one after another, each against the baseline of this very run, and ends with 1
 * if anything was wrong. Always on an embedded database: ten thousand made-up members must never get into one that
 * somebody needs.
 */
import type { Words } from '../main/command-line/parse.ts'
import { type Baseline, PreparedBaseline } from './baseline/baseline.ts'
import { whileOpen } from './open.ts'
import { readOptions } from './options.ts'
import { isSound, play } from './play.ts'
import { folderFor, writeFlame, writeReport } from './report/files.ts'
import { scenarioMarkdown } from './report/markdown.ts'
import type { ScenarioResult } from './report/report.ts'
import { scenarios } from './scenarios/index.ts'
import type { Scenario } from './scenarios/scenario.ts'
import { Session } from './session.ts'

export async function bench(words: Words): Promise<void> {
  const options = readOptions(words)
  const now = new Date()
  const folder = folderFor(options.reportDirectory, now)
  const say = (step: string) => process.stderr.write(`${new Date().toTimeString().slice(0, 8)} ${step} …\n`)
  await whileOpen(async open => {
    const session = await Session.open(options, { ...process.env, DATABASE_URL: undefined }, open, say)
    session.baseline = await PreparedBaseline.prepare(session, open)
    const flags = flagsIn(words)
    for (const scenario of options.scenarios) {
      const result = await resultOf(scenario, session, { folder, flags, at: new Date().toISOString() })
      writeReport(
        folder,
        now,
        [result],
        scenarios.map(({ name }) => name),
      )
      process.stdout.write(`\n${scenarioMarkdown(result)}\n`)
    }
  })
  process.stdout.write(`${folder}\n`)
}

/** As they would be typed. */
const flagsIn = ({ values, flags }: Words): string[] => [
  ...[...values].flatMap(([name, value]) => [`--${name}`, value]),
  ...[...flags].map(name => `--${name}`),
]

interface ProgressReport {
  readonly folder: string
  /** The arguments but the names of scenarios. */
  readonly flags: readonly string[]
  readonly at: string
}

/** A scenario that fails is reported, and the others are played all the same. */
async function resultOf(scenario: Scenario, session: Session, report: ProgressReport): Promise<ScenarioResult> {
  const { name, summary } = scenario
  const command = ['npm run bench --', name, ...report.flags].join(' ')
  const head = () => ({ name, summary, command, at: report.at, baseline: soFar(session.baseline) })
  let flame: string | null = null
  try {
    const {
      rows,
      loads,
      verified,
      notes = [],
      took_s,
    } = await play(scenario, session, (file, { loads: driven }) => {
      flame = writeFlame(
        report.folder,
        name,
        file,
        driven.map(({ window_us }) => window_us),
      )
    })
    if (!isSound({ rows, loads, verified })) process.exitCode = 1
    return { ...head(), rows, loads, verified, notes, took_s, flame, fault: null }
  } catch (error) {
    process.exitCode = 1
    const fault = error instanceof Error ? error.message : String(error)
    process.stderr.write(`${error instanceof Error ? error.stack : fault}\n`)
    const nothing = { rows: [], loads: [], verified: { checks: 0, differences: [] }, notes: [], took_s: 0 }
    return { ...head(), ...nothing, flame, fault }
  }
}

const soFar = (baseline: PreparedBaseline | null): Baseline | null =>
  baseline && { perSecond: baseline.perSecond, by: baseline.by }
