/** A report's folder: `report.md` to read, `report.json` to reckon with, its plots. A few hundred kB at most. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { commitText, machineText } from '../machine/machine.ts'
import { flameOfFile, type Window } from './flame.ts'
import { reportMarkdown } from './markdown.ts'
import { latencyPlot, ratePlot } from './plots.ts'
import { mergeResults, type Report, type ScenarioResult } from './report.ts'

const reports = fileURLToPath(new URL('../reports/', import.meta.url))

/** `given`, else by date and commit; a run on a changed tree says so. */
export function folderFor(given: string | null, now: Date): string {
  const name = `${now.toISOString().slice(0, 10)}-${commitText().replaceAll(' ', '-')}`
  const folder = given === null ? join(reports, name) : resolve(given)
  mkdirSync(folder, { recursive: true })
  return folder
}

/** Adds results to the report in the folder, or begins one. `order` is of names. */
export function writeReport(
  folder: string,
  now: Date,
  results: readonly ScenarioResult[],
  order: readonly string[],
): void {
  const file = join(folder, 'report.json')
  const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Report).results : []
  const all = mergeResults(before, results, order)
  const postgres = all.flatMap(({ loads }) => loads.map(load => load.postgres.version))
  const versions = [`node ${process.version}`, ...new Set(postgres.map(version => `PostgreSQL ${version}`))].join(', ')
  const date = now.toISOString().slice(0, 10)
  const report: Report = { date, commit: commitText(), machine: machineText(), versions, results: all }
  writeFileSync(file, `${JSON.stringify(report, rounded, 1)}\n`)
  writeFileSync(join(folder, 'latency.svg'), latencyPlot(all))
  writeFileSync(join(folder, 'rates.svg'), ratePlot(all))
  writeFileSync(join(folder, 'report.md'), reportMarkdown(report, ['rates.svg', 'latency.svg'], flamesIn(folder)))
}

/** Also those that were put there by hand, such as one from before a change. */
const flamesIn = (folder: string): string[] => readdirSync(folder).filter(name => /flame.*\.svg$/.test(name))

/** Four digits behind the point say all there is. */
const rounded = (_: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isInteger(value) ? Math.round(value * 1e4) / 1e4 : value

/** Gives the name of the file beside the report. */
export function writeFlame(folder: string, scenario: string, profile: string, windows: readonly Window[]): string {
  const name = `${scenario}-flame.svg`
  writeFileSync(join(folder, name), flameOfFile(profile, scenario, windows))
  return name
}
