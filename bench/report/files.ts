/**
 * A report's folder: `report.md` to read and `summary.json` with its rows, which are committed; and `raw/`, which Git ignores,
 * with every figure of every load, plots and flame graphs.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { commitText, machineText } from '../machine/machine.ts'
import { flameOfFile, type Window } from './flame.ts'
import { reportMarkdown } from './markdown.ts'
import { latencyPlot, ratePlot } from './plots.ts'
import { mergeResults, type Report, type ScenarioResult, summaryOf } from './report.ts'

const reports = fileURLToPath(new URL('../reports/', import.meta.url))

/** `given`, else by date and commit; a run on a changed tree says so. */
export function folderFor(given: string | null, now: Date): string {
  const name = `${now.toISOString().slice(0, 10)}-${commitText().replaceAll(' ', '-')}`
  const folder = given === null ? join(reports, name) : resolve(given)
  mkdirSync(folder, { recursive: true })
  return folder
}

function rawFolder(folder: string): string {
  const raw = join(folder, 'raw')
  mkdirSync(raw, { recursive: true })
  return raw
}

const writeJson = (file: string, value: unknown): void => writeFileSync(file, `${JSON.stringify(value, rounded, 1)}\n`)

/** Adds results to the report in the folder, or begins one. `order` is of names. */
export function writeReport(
  folder: string,
  now: Date,
  results: readonly ScenarioResult[],
  order: readonly string[],
): void {
  const raw = rawFolder(folder)
  const file = join(raw, 'report.json')
  const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Report).results : []
  const all = mergeResults(before, results, order)
  const postgres = all.flatMap(({ loads }) => loads.map(load => load.postgres.version))
  const versions = [`node ${process.version}`, ...new Set(postgres.map(version => `PostgreSQL ${version}`))].join(', ')
  const date = now.toISOString().slice(0, 10)
  const report: Report = { date, commit: commitText(), machine: machineText(), versions, results: all }
  writeJson(file, report)
  writeJson(join(folder, 'summary.json'), summaryOf(report))
  writeFileSync(join(raw, 'latency.svg'), latencyPlot(all))
  writeFileSync(join(raw, 'rates.svg'), ratePlot(all))
  writeFileSync(join(folder, 'report.md'), reportMarkdown(report))
}

/** Four digits behind the point say all there is. */
const rounded = (_: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isInteger(value) ? Math.round(value * 1e4) / 1e4 : value

/** Gives the name of the file, as seen from the report. */
export function writeFlame(folder: string, scenario: string, profile: string, windows: readonly Window[]): string {
  const name = `${scenario}-flame.svg`
  writeFileSync(join(rawFolder(folder), name), flameOfFile(profile, scenario, windows))
  return `raw/${name}`
}
